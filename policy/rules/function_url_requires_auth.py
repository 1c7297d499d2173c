"""Rule function-url-requires-auth."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Finding, Mend
from ..known import UNKNOWN
from ..rule import ResourceRule
from ..settings import Settings
from ..views.lambda_access import FUNCTION_URLS, FunctionUrl

MEND = Mend(
    component="no function URL: a ScopedApi route with scopes reaches the function",
    pulumi_aws='authorization_type="AWS_IAM", or no FunctionUrl at all',
)


def check(url: FunctionUrl, settings: Settings) -> Iterator[Finding]:  # noqa: ARG001 (every rule's signature)
    """AWS_IAM, and nothing else, is authorization here."""
    if url.authorization == "AWS_IAM":
        return
    fault = "the function's URL is open to anyone, past the API and its scopes"
    if url.authorization is UNKNOWN:
        fault = (
            "whether the function's URL is open is not known before the update; write its "
            "authorization type as a plain string"
        )
    yield Finding(url.resource.urn, url.subject, fault, MEND)


RULE = ResourceRule(
    id="function-url-requires-auth",
    title="A Lambda function URL is not open.",
    severity="critical",
    looks_at="`authorization_type` of `lambda_.FunctionUrl`",
    why="A function URL with NONE is a way around the API, its authorizer and its scopes.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
    mend=MEND,
    view=FUNCTION_URLS,
    check=check,
)
