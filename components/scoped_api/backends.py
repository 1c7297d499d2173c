"""Backends: what answers a route, described by values."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

import pulumi
from typing_extensions import NotRequired

from . import function_code
from .arguments import Mistakes, is_later

# arn:partition:lambda:region:account:function:name, with a version or alias or without.
_FUNCTION_ARN = re.compile(r"arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?")
_URL = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*[^\s/?#])?")
PLAIN_JSON = "Write text, numbers, true, false, None, lists and mappings only, and no Output."
KINDS = ("function", "function_arn", "http", "answer")


class FunctionArgs(TypedDict):
    """A Lambda function made from a folder of code."""

    folder: str
    """The folder of code, from the program's folder."""
    handler: NotRequired[str]
    """`file.function`; `handler.handler` if not given."""
    runtime: NotRequired[str]
    """A Lambda runtime; `python3.13` if not given."""
    memory: NotRequired[int]
    """Megabytes, 128 (also the default) to 10240."""
    timeout: NotRequired[int]
    """Seconds, 1 to 29, the longest that API Gateway waits; 10 if not given."""
    environment: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Environment variables."""
    policy: NotRequired[pulumi.Input[str]]
    """An IAM policy document in JSON: what the function may do besides writing its log."""
    log_retention_days: NotRequired[int]
    """How long the log is kept; 30 days if not given."""


class HttpArgs(TypedDict):
    """An HTTP endpoint. The request goes there as it is, its bearer token included."""

    url: pulumi.Input[str]
    """Where the path is appended: `https://orders.internal.example.com`."""
    path: NotRequired[str]
    """The path to call instead of the route's own. May use the route's parameters: `/v1/{id}`."""
    vpc_link_id: NotRequired[pulumi.Input[str]]
    """A VPC link, for an endpoint that only a network load balancer reaches."""


class AnswerArgs(TypedDict):
    """A fixed answer that API Gateway gives by itself."""

    status: NotRequired[int]
    """The HTTP status; 200 if not given."""
    body: Any
    """What is sent as JSON."""


class BackendArgs(TypedDict):
    """What answers. Exactly one of its keys."""

    function: NotRequired[FunctionArgs]
    """A Lambda function, made from a folder of code."""
    function_arn: NotRequired[pulumi.Input[str]]
    """A Lambda function, version or alias that exists, by its ARN."""
    http: NotRequired[HttpArgs]
    """An HTTP endpoint."""
    answer: NotRequired[AnswerArgs]
    """A fixed answer."""


@dataclass(frozen=True)
class Backend:
    """A checked backend: its name, its kind (one of KINDS) and what describes it."""

    name: str
    kind: str
    args: Any


def check_backends(backends: dict[str, BackendArgs], mistakes: Mistakes) -> dict[str, Backend]:
    """The backends, checked, by name."""
    if not backends and not mistakes.within("backends"):
        mistakes.add(
            "backends",
            'is empty. Write, for example, {"orders": {"function": {"folder": "lambda"}}}.',
        )
    checked = {}
    for name, args in backends.items():
        where = f"backends.{name}"
        kinds = [kind for kind in KINDS if kind in args]
        if len(kinds) != 1:
            if not mistakes.within(where):
                mistakes.add(
                    where,
                    f"must have exactly one of {', '.join(KINDS)}; it has "
                    f"{' and '.join(kinds) or 'none'}.",
                )
            continue
        value = args[kinds[0]]  # type: ignore[literal-required]  # one of the keys, by KINDS
        if not mistakes.within(where):
            _CHECKS[kinds[0]](value, mistakes, f"{where}.{kinds[0]}")
        checked[name] = Backend(name, kinds[0], value)
    return checked


def _check_function(args: FunctionArgs, mistakes: Mistakes, where: str) -> None:
    for key, low, high in (("memory", 128, 10240), ("timeout", 1, 29)):
        value = args.get(key, low)
        if not isinstance(value, int) or not low <= value <= high:
            mistakes.add(f"{where}.{key}", f"{value} is out of range. Write {low} to {high}.")
    function_code.check(
        args["folder"],
        args.get("handler", function_code.HANDLER),
        args.get("runtime", function_code.RUNTIME),
        mistakes,
        where,
    )


def _check_function_arn(arn: pulumi.Input[str], mistakes: Mistakes, where: str) -> None:
    if isinstance(arn, str) and not _FUNCTION_ARN.fullmatch(arn):
        mistakes.add(
            where,
            f'"{arn}" is no ARN of a Lambda function. Write, for example, '
            '"arn:aws:lambda:eu-west-1:123456789012:function:orders:live".',
        )


def _check_http(args: HttpArgs, mistakes: Mistakes, where: str) -> None:
    url = args["url"]
    if not is_later(url) and not _URL.fullmatch(str(url)):
        mistakes.add(
            f"{where}.url",
            "is no address. Write http:// or https://, a host, and at most a path without a "
            'slash at its end: "https://orders.example.com".',
        )
    path = args.get("path")
    if path is not None and not path.startswith("/"):
        mistakes.add(f"{where}.path", f'"{path}" must start with a slash. Write "/{path}".')


def _check_answer(args: AnswerArgs, mistakes: Mistakes, where: str) -> None:
    status = args.get("status", 200)
    if not 200 <= status <= 599:
        mistakes.add(f"{where}.status", f"{status} is no HTTP status. Write 200 to 599.")
    if not is_json(args["body"]):
        mistakes.add(f"{where}.body", f"cannot be written as JSON. {PLAIN_JSON}")


def is_json(value: object) -> bool:
    """Whether a value, and all that is in it, has a form in JSON."""
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        return False
    return True


_CHECKS: dict[str, Any] = {
    "function": _check_function,
    "function_arn": _check_function_arn,
    "http": _check_http,
    "answer": _check_answer,
}
