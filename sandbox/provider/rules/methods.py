"""What API Gateway refuses of methods and integrations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.provider.errors import AwsError, Fault
from sandbox.provider.live import Live
from sandbox.provider.values import Plain

_BAD = "BadRequestException"
_VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY")
_TYPES = {"COGNITO_USER_POOLS": ("COGNITO_USER_POOLS",), "CUSTOM": ("TOKEN", "REQUEST")}
"""Which authorizers each authorization of a method can have."""
_NEEDS_AUTHORIZER = (
    "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or "
    "COGNITO_USER_POOLS requires a valid authorizer."
)


def verb(state: Plain) -> Iterator[Fault]:
    """The HTTP methods that there are."""
    given = state.get("httpMethod")
    if isinstance(given, str) and given not in _VERBS:
        yield Fault(
            "httpMethod",
            f"{_BAD}: Invalid HttpMethod specified: {given!r}. Valid options are "
            f"{', '.join(_VERBS)}.",
        )


def authorization(state: Plain) -> Iterator[Fault]:
    """COGNITO_USER_POOLS and CUSTOM need an authorizer."""
    given = state.get("authorization")
    known = ("NONE", "AWS_IAM", *_TYPES)
    if isinstance(given, str) and given not in known:
        yield Fault(
            "authorization",
            f"{_BAD}: Invalid authorization type specified: {given!r}. Valid options are "
            f"{', '.join(known)}.",
        )
    if given in _TYPES and not state.get("authorizerId"):
        yield Fault("authorizerId", f"{_BAD}: {_NEEDS_AUTHORIZER}")


def _where(state: Plain) -> dict[str, Any]:
    return {
        "restApiId": state["restApi"],
        "resourceId": state["resourceId"],
        "httpMethod": state["httpMethod"],
    }


def method_is_new(live: Live, state: Plain, old: Plain | None) -> None:
    """A resource has each method once."""
    if old is None and live.look("GetMethod", **_where(state)):
        raise AwsError(
            "ConflictException",
            f"Method already exists for this resource: {state['httpMethod']}",
            "PutMethod",
        )


def method_authorizer(live: Live, state: Plain, old: Plain | None) -> None:
    """The authorizer is there, and of the right type."""
    kinds = _TYPES.get(state["authorization"])
    if not kinds:
        return
    found = live.look(
        "GetAuthorizer", restApiId=state["restApi"], authorizerId=state.get("authorizerId") or "-"
    )
    if not found or found["type"] not in kinds:
        raise AwsError(_BAD, _NEEDS_AUTHORIZER, "UpdateMethod" if old else "PutMethod")


def method_parts(live: Live, state: Plain, old: Plain | None) -> None:
    """The validator and the models that a method names are there."""
    operation, api = "UpdateMethod" if old else "PutMethod", state["restApi"]
    validator = state.get("requestValidatorId")
    if validator and not live.look(
        "GetRequestValidator", restApiId=api, requestValidatorId=validator
    ):
        raise AwsError(
            _BAD, f"Invalid Request Validator identifier specified: {validator}", operation
        )
    for name in (state.get("requestModels") or {}).values():
        # Two that every API has.
        if name not in ("Empty", "Error") and not live.look(
            "GetModel", restApiId=api, modelName=name
        ):
            raise AwsError(_BAD, f"Invalid model identifier specified: {name}", operation)


def response_is_new(live: Live, state: Plain, old: Plain | None) -> None:
    """A method has each response once."""
    if old is None and live.look(
        "GetMethodResponse", **_where(state), statusCode=state["statusCode"]
    ):
        raise AwsError(
            "ConflictException",
            f"Response already exists for this resource: {state['statusCode']}",
            "PutMethodResponse",
        )


def integration(state: Plain) -> Iterator[Fault]:
    """What each type of integration needs."""
    kind, uri, given = state.get("type"), state.get("uri"), state.get("integrationHttpMethod")
    if isinstance(kind, str) and kind != "MOCK":
        if not given:
            yield Fault(
                "integrationHttpMethod",
                f"{_BAD}: Enumeration value for HttpMethod must be non-empty: a {kind} "
                "integration needs it.",
            )
        if not uri:
            yield Fault("uri", f"{_BAD}: Uri should be non-empty: a {kind} integration needs it.")
    if isinstance(uri, str) and uri:
        if kind in ("AWS", "AWS_PROXY") and not uri.startswith("arn:aws:apigateway:"):
            yield Fault(
                "uri",
                f"{_BAD}: AWS ARN for integration must contain path or action; it is {uri!r}. "
                "A function's is its invokeArn.",
            )
        if kind in ("HTTP", "HTTP_PROXY") and not uri.startswith(("http://", "https://", "${")):
            yield Fault("uri", f"{_BAD}: Invalid HTTP endpoint specified for URI: {uri!r}")
    milliseconds = state.get("timeoutMilliseconds")
    if isinstance(milliseconds, int) and not 50 <= milliseconds <= 300_000:
        yield Fault(
            "timeoutMilliseconds",
            f"{_BAD}: Timeout should be between 50 ms and 29000 ms (a raised quota allows "
            f"300000 ms); it is {milliseconds}.",
        )


def mapped_parameters_exist(live: Live, state: Plain, old: Plain | None) -> None:
    """What an integration takes from the request, the method declares."""
    operation = "UpdateIntegration" if old else "PutIntegration"
    wanted = {
        value
        for value in (state.get("requestParameters") or {}).values()
        if isinstance(value, str) and value.startswith("method.request.")
    }
    if not wanted:
        return
    method = live.look("GetMethod", **_where(state)) or {}
    missing = sorted(
        name
        for name in wanted - set(method.get("requestParameters") or {})
        if not name.startswith("method.request.body")
    )
    if missing:
        raise AwsError(
            _BAD,
            f"Invalid mapping expression parameter specified: {', '.join(missing)}. Declare it in "
            "the method's requestParameters.",
            operation,
        )


def integration_response_has_response(live: Live, state: Plain, old: Plain | None) -> None:
    """An integration's response needs the method's response of the same status."""
    if not live.look("GetMethodResponse", **_where(state), statusCode=state["statusCode"]):
        raise AwsError(
            "NotFoundException",
            f"Invalid Response status code specified: the method has no response "
            f"{state['statusCode']}. Let this depend on the MethodResponse.",
            "UpdateIntegrationResponse" if old else "PutIntegrationResponse",
        )
