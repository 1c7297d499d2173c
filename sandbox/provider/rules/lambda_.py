"""What Lambda refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sandbox.provider.errors import AwsError, Fault
from sandbox.provider.live import Live
from sandbox.provider.values import UNKNOWN, Plain

_INVALID = "InvalidParameterValueException"
_RESERVED = frozenset(
    {
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION",
        "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    }
)  # fmt: skip
"""Lambda sets these itself (Lambda developer guide, "Defined runtime environment variables")."""


def package(state: Plain) -> Iterator[Fault]:
    """A zip needs code, a handler and a runtime."""
    if state.get("packageType") != "Zip":
        yield Fault("packageType", "is not known to the sandbox: it takes Zip only.")
    for name in ("code", "handler", "runtime"):
        if not state.get(name):
            yield Fault(name, f"{_INVALID}: is missing: a function of packageType Zip needs it.")


def environment(state: Plain) -> Iterator[Fault]:
    """No variable that Lambda sets itself; 4 KB at most."""
    given = state.get("environment")
    variables = given.get("variables") if isinstance(given, dict) else None
    if not isinstance(variables, dict):
        return
    reserved = sorted(_RESERVED & variables.keys())
    if reserved:
        yield Fault(
            "environment.variables",
            f"{_INVALID}: Reserved keys used in this request: {', '.join(reserved)}",
        )
    size = sum(len(k) + len(v) for k, v in variables.items() if isinstance(v, str))
    if size > 4096:
        yield Fault(
            "environment.variables",
            f"{_INVALID}: Environment variables exceed the 4KB limit: {size} bytes.",
        )


def role_can_be_taken(live: Live, state: Plain, old: Plain | None) -> None:
    """The role is there, and lets Lambda take it."""
    if old is not None and old.get("role") == state["role"]:
        return
    operation = "UpdateFunctionConfiguration" if old else "CreateFunction"
    name = str(state["role"]).rpartition("/")[2]
    try:
        role = live.aws.call("iam", live.region, "GetRole", {"RoleName": name})["Role"]
    except AwsError as error:
        if not error.code.startswith("NoSuchEntity"):
            raise
        raise AwsError(_INVALID, f"The role {state['role']} does not exist.", operation) from None
    if "lambda.amazonaws.com" not in json.dumps(role["AssumeRolePolicyDocument"]):
        raise AwsError(
            _INVALID,
            "The role defined for the function cannot be assumed by Lambda: its assumeRolePolicy "
            "does not name lambda.amazonaws.com.",
            operation,
        )


def permission(state: Plain) -> Iterator[Fault]:
    """A function allows its own actions only."""
    action = state.get("action")
    if isinstance(action, str) and not (action == "*" or action.startswith("lambda:")):
        yield Fault("action", f"ValidationException: is {action!r}; it must be lambda:<action>.")


def statement_is_new(live: Live, state: Plain, old: Plain | None) -> None:
    """A function's statements have different ids."""
    if old is not None or state["statementId"] is UNKNOWN:
        return
    answer = live.look("GetPolicy", FunctionName=state["function"])
    statements = json.loads(answer["Policy"])["Statement"] if answer else []
    if any(statement.get("Sid") == state["statementId"] for statement in statements):
        raise AwsError(
            "ResourceConflictException",
            f"The statement id ({state['statementId']}) provided already exists. Please provide a "
            "new statement id, or remove the existing statement.",
            "AddPermission",
        )
