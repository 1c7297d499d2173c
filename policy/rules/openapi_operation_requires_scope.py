"""Rule openapi-operation-requires-scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .. import openapi, scopes
from ..finding import Finding, Mend, Subject
from ..known import UNKNOWN
from ..openapi import Operation, UnreadableError
from ..rule import ROUTE, ResourceRule
from ..settings import Settings
from ..views.api_document import API_DOCUMENTS, ApiDocument

MEND = Mend(
    component='ScopedApi routes: [{"method": "<METHOD>", "path": "<PATH>", "scopes": ["<scope>"]}]',
    pulumi_aws=(
        'in the body, at <METHOD> <PATH>: "security": [{"<Cognito or JWT scheme>": '
        '["<identifier>/<scope>"]}]'
    ),
)


def check(api: ApiDocument, settings: Settings) -> Iterator[Finding]:  # noqa: ARG001 (every rule's signature)
    """Every operation, one by one; a document that cannot be read is one finding."""
    if api.in_s3:
        yield _of_body(api, "is in S3, where no policy can read it; put it into `body`")
    if api.body is None:
        return
    try:
        document = openapi.load(api.body)
        authorizers = openapi.authorizers(document)
        for operation in openapi.operations(document):
            fault = _fault(operation, authorizers, is_http=api.is_http)
            if fault:
                subject = Subject(api.resource.name, operation.verb, operation.path, api.apis)
                yield Finding(api.resource.urn, subject, fault, MEND)
    except UnreadableError as error:
        yield _of_body(api, str(error))


def _of_body(api: ApiDocument, fault: str) -> Finding:
    subject = Subject(api.resource.name, apis=api.apis)
    return Finding(api.resource.urn, subject, f"its OpenAPI document {fault}", MEND)


def _fault(
    operation: Operation, authorizers: Mapping[str, Mapping[str, Any]], *, is_http: bool
) -> str | None:
    if operation.overrides_auth:
        return "x-amazon-apigateway-auth sets its authorization past the security schemes"
    security = operation.security
    if security is UNKNOWN:
        return "its security is not known before the update; write it as plain values"
    if not security:
        mock = isinstance(operation.integration, str) and operation.integration.lower() == "mock"
        if operation.verb == "OPTIONS" and mock and not is_http:
            return None
        return "it has no security, so anyone can call it"
    if not isinstance(security, list):
        return "its security is no list of requirements"
    # Each item of the list is enough to get in, so each has to protect.
    for requirement in security:
        fault = _weak(requirement, authorizers, is_http=is_http)
        if fault:
            return fault
    return None


def _weak(
    requirement: Any, authorizers: Mapping[str, Mapping[str, Any]], *, is_http: bool
) -> str | None:
    wanted = "JWT" if is_http else "Cognito"
    if requirement is UNKNOWN:
        return "its security is not known before the update; write it as plain values"
    if not isinstance(requirement, Mapping) or not requirement:
        return "one of its security requirements is empty, so anyone can call it"
    right = {
        name: listed
        for name, listed in requirement.items()
        if _checks_scopes(authorizers.get(name, {}), is_http=is_http)
    }
    if not right:
        return f"its security names no scheme with a {wanted} authorizer"
    faults = [_scopes_fault(listed) for listed in right.values()]
    return faults[0] if all(faults) else None


def _scopes_fault(listed: Any) -> str | None:
    if listed is UNKNOWN:
        return scopes.fault(UNKNOWN)
    if not isinstance(listed, list) or not all(
        item is UNKNOWN or isinstance(item, str) for item in listed
    ):
        return "the scopes in its security are no list of strings"
    return scopes.fault(tuple(listed))


def _checks_scopes(authorizer: Mapping[str, Any], *, is_http: bool) -> bool:
    """Whether API Gateway checks scopes with an authorizer, on this kind of API."""
    kind = authorizer.get("type")
    if not isinstance(kind, str):
        return False
    if is_http:
        # Without an issuer the import makes no JWT authorizer.
        jwt = authorizer.get("jwtConfiguration")
        return kind.lower() == "jwt" and isinstance(jwt, Mapping) and bool(jwt.get("issuer"))
    return kind.lower() == "cognito_user_pools" and bool(authorizer.get("providerARNs"))


RULE = ResourceRule(
    id="openapi-operation-requires-scope",
    title="An operation of an OpenAPI document demands an OAuth2 scope.",
    severity="critical",
    looks_at=(
        "`body` of `apigateway.RestApi`, `apigateway.RestApiPut` and `apigatewayv2.Api`: "
        "OpenAPI 3 and Swagger 2, JSON and YAML"
    ),
    why=(
        "An API that is defined by a document has no method resources, so what looks at methods "
        "passes it, whatever it opens."
    ),
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html",
    mend=MEND,
    view=API_DOCUMENTS,
    check=check,
    exempt_by=ROUTE,
)
