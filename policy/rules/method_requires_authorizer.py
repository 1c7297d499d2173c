"""Rule method-requires-authorizer."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import ROUTE_LINE, Finding, Mend
from ..known import UNKNOWN
from ..rule import ROUTE, ResourceRule
from ..settings import Settings
from ..views.method import METHODS, Method

MEND = Mend(
    component=ROUTE_LINE,
    pulumi_aws='authorization="COGNITO_USER_POOLS", authorizer_id=authorizer.id',
)

# https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html
_WITH_AUTHORIZER = {"COGNITO_USER_POOLS", "CUSTOM"}


def check(method: Method, settings: Settings) -> Iterator[Finding]:  # noqa: ARG001 (every rule's signature)
    """An authorizer's id may be unknown: that the property is there says that one will be."""
    if method.is_open_preflight:
        return
    fault = _fault(method)
    if fault:
        yield Finding(method.resource.urn, method.subject, fault, MEND)


def _fault(method: Method) -> str | None:
    if method.authorization is UNKNOWN:
        return (
            "its authorization type is not known before the update, so nothing shows that it has "
            "an authorizer; write it as a plain string"
        )
    if method.is_open:
        return "it has no authorizer, so anyone can call it; an API key would be no authorization"
    if method.authorization == "AWS_IAM":
        return "AWS_IAM lets any permitted AWS principal in, and asks for no OAuth2 token"
    if method.authorization not in _WITH_AUTHORIZER:
        return "its authorization type is none that API Gateway has"
    if method.authorizer_id is not UNKNOWN and not (method.authorizer_id or "").strip():
        return f"its authorization is {method.authorization}, but it names no authorizer"
    return None


RULE = ResourceRule(
    id="method-requires-authorizer",
    title="A method of a REST API demands an authorizer.",
    severity="critical",
    looks_at="`authorization` and `authorizer_id` of `apigateway.Method`",
    why=(
        "Without an authorizer anyone who knows the URL can call the method. An API key is sent "
        "by every client alike and is no proof of who calls."
    ),
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
    mend=MEND,
    view=METHODS,
    check=check,
    exempt_by=ROUTE,
)
