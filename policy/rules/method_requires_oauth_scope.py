"""Rule method-requires-oauth-scope."""

from __future__ import annotations

from collections.abc import Iterator

from .. import scopes
from ..finding import ROUTE_LINE, Finding, Mend
from ..known import UNKNOWN
from ..rule import ROUTE, ResourceRule
from ..settings import Settings
from ..views.method import METHODS, Method

MEND = Mend(
    component=ROUTE_LINE,
    pulumi_aws=(
        'authorization="COGNITO_USER_POOLS", '
        'authorization_scopes=["<resource server identifier>/<scope>"]'
    ),
)


def check(method: Method, settings: Settings) -> Iterator[Finding]:  # noqa: ARG001 (every rule's signature)
    """Scopes count only when they are known, and where API Gateway looks at them."""
    if method.is_open_preflight:
        return
    fault = scopes.fault(method.scopes) or _ignored(method)
    if fault:
        yield Finding(method.resource.urn, method.subject, fault, MEND)


def _ignored(method: Method) -> str | None:
    if method.authorization == "COGNITO_USER_POOLS":
        return None
    if method.authorization is UNKNOWN:
        return (
            "its authorization type is not known before the update, so its scopes may be ignored; "
            "write it as a plain string"
        )
    return "API Gateway ignores its scopes, because its authorization is not COGNITO_USER_POOLS"


RULE = ResourceRule(
    id="method-requires-oauth-scope",
    title="A method of a REST API demands an OAuth2 scope.",
    severity="critical",
    looks_at="`authorization_scopes` and `authorization` of `apigateway.Method`",
    why=(
        "With no scopes a Cognito authorizer takes any signed-in user's ID token. With another "
        "type of authorization API Gateway ignores scopes. OpenID scopes are every user's."
    ),
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html",
    mend=MEND,
    view=METHODS,
    check=check,
    exempt_by=ROUTE,
)
