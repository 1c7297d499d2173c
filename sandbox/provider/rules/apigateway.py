"""What API Gateway refuses of APIs, resources, authorizers and models."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from sandbox.provider.errors import AwsError, Fault
from sandbox.provider.live import Live
from sandbox.provider.values import Plain, is_known

_BAD = "BadRequestException"


def endpoint_type(state: Plain) -> Iterator[Fault]:
    """Private APIs need a policy that says who may call."""
    configuration = state.get("endpointConfiguration")
    kinds = configuration.get("types") if isinstance(configuration, dict) else None
    if isinstance(kinds, str) and kinds not in ("EDGE", "REGIONAL", "PRIVATE"):
        yield Fault(
            "endpointConfiguration.types",
            f"{_BAD}: is {kinds!r}; AWS takes EDGE, REGIONAL or PRIVATE.",
        )


def path_part(state: Plain) -> Iterator[Fault]:
    """One part of a path: letters, digits and `-._~%!$&'()*+,;=:@`, or a variable in braces."""
    part = state.get("pathPart")
    if not isinstance(part, str):
        return
    if not re.fullmatch(r"\{[a-zA-Z0-9._-]+\+?\}|[a-zA-Z0-9._~%!$&'()*+,;=:@-]+", part):
        yield Fault(
            "pathPart",
            f"{_BAD}: Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path "
            f"variable and curly braces at the beginning and the end; it is {part!r}.",
        )


def one_variable_a_level(live: Live, state: Plain, old: Plain | None) -> None:
    """No sibling of the same name, and one path variable for all siblings."""
    part, parent = str(state["pathPart"]), state["parentId"]
    if old is not None and (old.get("pathPart"), old.get("parentId")) == (part, parent):
        return
    for other in live.all_of("GetResources", "items", restApiId=state["restApi"]):
        if other.get("parentId") != parent or other["id"] == state.get("id"):
            continue
        taken = other.get("pathPart", "")
        if taken == part:
            raise AwsError(
                "ConflictException",
                f"Another resource with the same parent already has this name: {part}",
                "UpdateResource" if old else "CreateResource",
            )
        if part.startswith("{") and taken.startswith("{") and part[-2] != "+" != taken[-2]:
            raise AwsError(
                _BAD,
                f"A sibling ({taken}) of this resource already has a variable path part -- only "
                f"one is allowed; {part} has to have the same name",
                "UpdateResource" if old else "CreateResource",
            )


def authorizer(state: Plain) -> Iterator[Fault]:
    """What each type of authorizer needs."""
    kind, arns = state.get("type"), state.get("providerArns")
    if kind == "COGNITO_USER_POOLS":
        if arns in (None, []):
            yield Fault(
                "providerArns",
                f"{_BAD}: a COGNITO_USER_POOLS authorizer needs the ARN of a user pool.",
            )
    elif kind in ("TOKEN", "REQUEST") and not state.get("authorizerUri"):
        yield Fault("authorizerUri", f"{_BAD}: a {kind} authorizer needs the URI of its function.")
    seconds = state.get("authorizerResultTtlInSeconds")
    if isinstance(seconds, int) and not 0 <= seconds <= 3600:
        yield Fault(
            "authorizerResultTtlInSeconds",
            f"{_BAD}: is {seconds}; AWS takes 0 to 3600 seconds.",
        )


def authorizer_is_new(live: Live, state: Plain, old: Plain | None) -> None:
    """Authorizers of an API have different names."""
    if old is not None and old.get("name") == state["name"]:
        return
    for other in live.call("GetAuthorizers", restApiId=state["restApi"], limit=500)["items"]:
        if other["name"] == state["name"]:
            raise AwsError(
                _BAD,
                f"Authorizer name must be unique. Authorizer {state['name']} already exists in "
                "this RestApi.",
                "UpdateAuthorizer" if old else "CreateAuthorizer",
            )


def authorizer_pools_exist(live: Live, state: Plain, old: Plain | None) -> None:
    """The pools that an authorizer trusts are there."""
    for arn in state.get("providerArns") or []:
        if not str(arn).startswith("arn:aws:cognito-idp:") or "/" not in str(arn):
            found = False
        else:
            region, pool = str(arn).split(":")[3], str(arn).partition("/")[2]
            try:
                live.aws.call("cognito-idp", region, "DescribeUserPool", {"UserPoolId": pool})
                found = True
            except AwsError:
                found = False
        if not found:
            raise AwsError(
                _BAD,
                f"Invalid ARN: there is no user pool {arn}",
                "UpdateAuthorizer" if old else "CreateAuthorizer",
            )


def authorizer_unused(live: Live, state: Plain) -> None:
    """An authorizer that a method names stays."""
    users = [
        f"{verb} {resource['path']}"
        for resource in live.all_of(
            "GetResources", "items", restApiId=state["restApi"], embed=["methods"]
        )
        for verb, method in (resource.get("resourceMethods") or {}).items()
        if method.get("authorizerId") == state["id"]
    ]
    if users:
        raise AwsError(
            "ConflictException",
            f"Cannot delete authorizer '{state.get('name')}', is referenced in method: "
            f"{', '.join(sorted(users))}",
            "DeleteAuthorizer",
        )


def model(state: Plain) -> Iterator[Fault]:
    """A model has a name of letters and digits, and a JSON schema."""
    name, document = state.get("name"), state.get("schema")
    if isinstance(name, str) and not re.fullmatch(r"[a-zA-Z0-9]+", name):
        yield Fault("name", f"{_BAD}: Model name must be alphanumeric: {name}")
    if isinstance(document, str) and document and is_known(document):
        try:
            json.loads(document)
        except ValueError as error:
            yield Fault("schema", f"{_BAD}: Invalid model schema specified: not JSON: {error}")


def model_is_new(live: Live, state: Plain, old: Plain | None) -> None:
    """Models of an API have different names."""
    if old is None and live.look("GetModel", restApiId=state["restApi"], modelName=state["name"]):
        raise AwsError(
            "ConflictException",
            f"Model name already exists for this REST API: {state['name']}",
            "CreateModel",
        )


def certificate(state: Plain) -> Iterator[Fault]:
    """An edge domain has an edge certificate, a regional one a regional one."""
    configuration = state.get("endpointConfiguration")
    kind = configuration.get("types") if isinstance(configuration, dict) else None
    if not state.get("certificateArn") and not state.get("regionalCertificateArn"):
        name = "certificateArn" if kind == "EDGE" else "regionalCertificateArn"
        yield Fault(name, f"{_BAD}: A certificate was not provided for the endpoint type.")


def domain_is_new(live: Live, state: Plain, old: Plain | None) -> None:
    """Domain names of an account are different."""
    if old is None and live.look("GetDomainName", domainName=state["domainName"]):
        raise AwsError(
            _BAD, f"The domain name already exists: {state['domainName']}", "CreateDomainName"
        )


def mapping_is_right(live: Live, state: Plain, old: Plain | None) -> None:
    """A base path leads to one stage, which is there."""
    operation = "UpdateBasePathMapping" if old else "CreateBasePathMapping"
    stage = state.get("stageName")
    if stage and not live.look("GetStage", restApiId=state["restApi"], stageName=stage):
        raise AwsError(_BAD, f"Invalid stage identifier specified: {stage}", operation)
    path = state.get("basePath") or "(none)"
    if old is None and live.look(
        "GetBasePathMapping", domainName=state["domainName"], basePath=path
    ):
        raise AwsError(
            "ConflictException", f"Base path already exists for this domain name: {path}", operation
        )
