"""Cross-origin requests: preflights that answer themselves."""

import re
from collections.abc import Iterable
from typing import TypedDict

from typing_extensions import NotRequired

from .arguments import Mistakes
from .fixed_answers import FixedAnswer
from .integrations import Target
from .routes import VERBS, Route

_ORIGIN = re.compile(r"\*|https?://[A-Za-z0-9.-]+(:\d+)?")
_HEADER = re.compile(r"[A-Za-z0-9-]+")


class CorsArgs(TypedDict):
    """Which web pages may call the API. The answers of a backend need the header
    `Access-Control-Allow-Origin` too, which a Lambda function or HTTP endpoint sets itself."""

    origin: str
    """Where the pages come from: `https://app.example.com`, or `*` for anywhere."""
    headers: NotRequired[list[str]]
    """The request headers that they may send; Authorization and Content-Type if not given."""
    max_age: NotRequired[int]
    """Seconds for which a browser remembers the answer, up to 86400; 600 if not given."""


def check_cors(args: CorsArgs, written: Iterable[Route], mistakes: Mistakes, where: str) -> None:
    """Check the origin and headers, and that no route is a preflight of its own."""
    if not _ORIGIN.fullmatch(args["origin"]):
        mistakes.add(
            f"{where}.origin",
            f'"{args["origin"]}" is no origin. Write scheme, host and at most a port, with no '
            'slash at the end: "https://app.example.com", or "*".',
        )
    for header in args.get("headers", []):
        if not _HEADER.fullmatch(header):
            mistakes.add(
                f"{where}.headers", f'"{header}" is no header name. Write, for example, "X-Trace".'
            )
    if not 0 <= args.get("max_age", 600) <= 86400:
        mistakes.add(f"{where}.max_age", f"{args.get('max_age')} is out of range: 0 to 86400.")
    for route in written:
        if route.method == "OPTIONS":
            mistakes.add(
                where,
                f"makes OPTIONS {route.path} by itself, which is a route too. Remove that route.",
            )


def headers(args: CorsArgs) -> dict[str, str]:
    """What every answer carries, errors included."""
    return {"Access-Control-Allow-Origin": args["origin"]}


def preflights(args: CorsArgs, written: Iterable[Route]) -> list[tuple[Route, Target]]:
    """An open OPTIONS method for each path, which API Gateway answers by itself."""
    allowed: dict[str, set[str]] = {}
    for route in written:
        every = set(VERBS) - {"OPTIONS"}
        allowed.setdefault(route.path, set()).update(
            every if route.method == "ANY" else {route.method}
        )
    return [
        (
            Route("OPTIONS", path, scopes=(), backend="", public="a preflight brings no token"),
            Target(answer=FixedAnswer(204, "", _answered(args, methods))),
        )
        for path, methods in allowed.items()
    ]


def _answered(args: CorsArgs, methods: set[str]) -> dict[str, str]:
    return {
        **headers(args),
        "Access-Control-Allow-Methods": ",".join(sorted(methods | {"OPTIONS"})),
        "Access-Control-Allow-Headers": ",".join(
            args.get("headers", ["Authorization", "Content-Type"])
        ),
        "Access-Control-Max-Age": str(args.get("max_age", 600)),
    }
