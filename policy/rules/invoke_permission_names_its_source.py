"""Rule invoke-permission-names-its-source."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Finding, Mend
from ..known import UNKNOWN
from ..rule import ResourceRule
from ..settings import Settings
from ..views.lambda_access import PERMISSIONS, Permission

MEND = Mend(
    component="ScopedApi, which makes the one permission that a function needs",
    pulumi_aws=(
        'principal="apigateway.amazonaws.com", source_arn=api.execution_arn.apply('
        'lambda arn: f"{arn}/*")'
    ),
)


def check(permission: Permission, settings: Settings) -> Iterator[Finding]:  # noqa: ARG001 (every rule's signature)
    """A source ARN may be unknown: that the property is there says that one will be."""
    fault = _fault(permission)
    if fault:
        yield Finding(permission.resource.urn, permission.subject, fault, MEND)


def _fault(permission: Permission) -> str | None:
    if permission.principal is UNKNOWN:
        return (
            "whom it lets invoke the function is not known before the update; write the "
            "principal as a plain string"
        )
    principal = (permission.principal or "").strip()
    if principal == "*":
        return "it lets anyone invoke the function: its principal is *"
    # apigateway.amazonaws.com, apigateway.amazonaws.com.cn
    if not principal.startswith("apigateway.") or permission.source_arn is UNKNOWN:
        return None
    arn = (permission.source_arn or "").strip()
    if not arn:
        return "it names no source ARN, so every API of every AWS account can invoke the function"
    # arn:partition:execute-api:region:account:api/stage/method/path
    api = (arn.split(":", 5)[5:] or [""])[0].partition("/")[0]
    if not api or "*" in api or "?" in api:
        return "its source ARN names no single API, so other APIs can invoke the function"
    return None


RULE = ResourceRule(
    id="invoke-permission-names-its-source",
    title="A permission to invoke a function names the API that has it.",
    severity="high",
    looks_at="`principal` and `source_arn` of `lambda_.Permission`",
    why=(
        "API Gateway is one principal for all its customers: without a source ARN an API of "
        "anyone's, with no authorizer, reaches the function."
    ),
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html",
    mend=MEND,
    view=PERMISSIONS,
    check=check,
)
