"""What a ScopedApi is made of, and whether it can work."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

import pulumi
from typing_extensions import NotRequired

from . import paths, scopes
from .api_endpoint import EndpointArgs, check_endpoint
from .arguments import Mistakes, check_shape
from .backends import Backend, BackendArgs, check_backends
from .cors import CorsArgs, check_cors
from .domain import DomainArgs, check_domain
from .gateway_responses import check_error_body
from .logs import AccessLogsArgs, check_retention
from .openapi import OpenApiArgs, read_routes
from .routes import Declared, Route, RouteArgs, check_routes
from .throttling import ThrottleArgs, check_throttle

STAGE = "live"
_STAGE = re.compile(r"[A-Za-z0-9_-]{1,128}")
# CreateStage: names and values of stage variables.
_VARIABLE = re.compile(r"[A-Za-z0-9_]+")
_POOL_ARN = re.compile(r"arn:[\w-]+:cognito-idp:[\w-]+:\d{12}:userpool/[\w-]+_[0-9a-zA-Z]+")


class ScopedApiArgs(TypedDict):
    """What an API is made of. It needs `routes`, `openapi`, or both."""

    user_pool_arn: pulumi.Input[str]
    """The pool whose tokens are let in: `AuthorizationServer.user_pool_arn`."""
    identifier: str
    """The resource server's identifier, the first half of a scope: `com.example.orders`."""
    scopes: dict[str, str]
    """The scopes that it declares, short name to description: `{"orders.read": "Read orders"}`."""
    backends: dict[str, BackendArgs]
    """What answers, by a name that routes refer to."""
    routes: NotRequired[list[RouteArgs]]
    """The routes."""
    openapi: NotRequired[OpenApiArgs]
    """An OpenAPI document with more routes."""
    stage: NotRequired[str]
    """The stage's name, the first part of every path; `live` if not given."""
    stage_variables: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Variables of the stage."""
    description: NotRequired[str]
    """What the API is for."""
    authorizer_cache_seconds: NotRequired[int]
    """How long API Gateway remembers that a token is good, 0 to 3600; 300 if not given. A
    revoked token works until then."""
    error_body: NotRequired[dict[str, str]]
    """The JSON of errors that API Gateway answers (401, 403, 429, 5xx), name to text, where
    `$context` variables may be used; with `cors`, `message` and `requestId` if not given."""
    cors: NotRequired[CorsArgs]
    """Which web pages may call the API."""
    throttle: NotRequired[ThrottleArgs]
    """Limits for each route that has none of its own."""
    refuse_others: NotRequired[bool]
    """Whether all else that the stage serves gets 429: a route that is taken out, which the
    deployment made in that update still holds, or a method that somebody made by hand. It costs
    one resource more for a route, and seven for ANY. Each route then has the limits of
    `throttle`, or API Gateway's usual 10,000 requests a second."""
    access_logs: NotRequired[AccessLogsArgs]
    """A line of JSON for each request."""
    tracing: NotRequired[bool]
    """Whether requests are traced with X-Ray, functions that are made here included."""
    web_acl_arn: NotRequired[pulumi.Input[str]]
    """A WAF web ACL (regional) in front of the stage."""
    endpoint: NotRequired[EndpointArgs]
    """From where it can be reached; regional if not given."""
    domain: NotRequired[DomainArgs]
    """A domain of its own."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags for all that takes them."""


@dataclass(frozen=True)
class Checked:
    """Arguments that can work."""

    args: ScopedApiArgs
    backends: dict[str, Backend]
    routes: list[Route]


def check_api(name: str, given: ScopedApiArgs) -> Checked:
    """Check all arguments; raise `ArgumentsError` with every mistake."""
    mistakes = Mistakes("ScopedApi", name)
    args = check_shape(given, ScopedApiArgs, mistakes)
    identifier, declared = args.get("identifier", ""), args.get("scopes", {})
    if not mistakes.within("identifier"):
        scopes.check_identifier(identifier, mistakes, "identifier")
    known = None if mistakes.within("scopes") else declared
    if known is not None:
        scopes.check_declared(identifier, declared, mistakes, "scopes")
    backends = check_backends(args.get("backends", {}), mistakes)
    routes = _check_routes(
        args, Declared(identifier, known, tuple(args.get("backends", {}))), mistakes
    )
    _check_plain(args, mistakes)
    _check_features(args, routes, mistakes)
    mistakes.raise_if_any()
    return Checked(args, backends, sorted(routes, key=lambda route: (route.path, route.method)))


def _check_routes(args: ScopedApiArgs, declared: Declared, mistakes: Mistakes) -> list[Route]:
    written = {f"routes[{i}]": route for i, route in enumerate(args.get("routes", []))}
    if "openapi" in args and not mistakes.within("openapi"):
        written |= read_routes(args["openapi"], mistakes, "openapi")
    if not written and not mistakes.within("routes") and not mistakes.within("openapi"):
        mistakes.add(
            "routes",
            'is empty. Write, for example, [{"method": "GET", "path": "/orders", "scopes": '
            '["orders.read"]}].',
        )
    routes = check_routes(written, declared, mistakes)
    _check_http_paths(args.get("backends", {}), routes, mistakes)
    for path in {route.path for route in routes} & {"/ping", "/sping"}:
        if "domain" in args:
            mistakes.add(
                "domain",
                f"does not work with {path}, which API Gateway keeps for itself. Rename it.",
            )
    return routes


def _check_http_paths(
    backends: dict[str, BackendArgs], routes: list[Route], mistakes: Mistakes
) -> None:
    """A backend's own path can only use the parameters of each route that leads to it."""
    for route in routes:
        path = backends[route.backend].get("http", {}).get("path", "")
        for name in paths.parameters(path):
            if name not in paths.parameters(route.path):
                mistakes.add(
                    f"backends.{route.backend}.http.path",
                    f'"{path}" uses {{{name}}}, which {route.method} {route.path} does not have. '
                    "Write a parameter of the route, or give that route another backend.",
                )


def _check_plain(args: ScopedApiArgs, mistakes: Mistakes) -> None:
    arn = args.get("user_pool_arn")
    if isinstance(arn, str) and not _POOL_ARN.fullmatch(arn):
        mistakes.add(
            "user_pool_arn",
            f'"{arn}" is no ARN of a user pool. Write AuthorizationServer.user_pool_arn.',
        )
    stage = args.get("stage", STAGE)
    if not _STAGE.fullmatch(stage):
        mistakes.add(
            "stage",
            f'"{stage}" is no stage name: 1 to 128 letters, digits, _ and -. Write, for '
            'example, "live".',
        )
    for variable in args.get("stage_variables", {}):
        if not _VARIABLE.fullmatch(variable):
            mistakes.add(
                f"stage_variables.{variable}",
                "is no name of a stage variable. Write letters, digits and _ only.",
            )
    cache = args.get("authorizer_cache_seconds", 0)
    if not 0 <= cache <= 3600:
        mistakes.add("authorizer_cache_seconds", f"{cache} is out of range. Write 0 to 3600.")


def _check_features(args: ScopedApiArgs, routes: list[Route], mistakes: Mistakes) -> None:
    if "cors" in args and not mistakes.within("cors"):
        check_cors(args["cors"], routes, mistakes, "cors")
    if "error_body" in args and not mistakes.within("error_body"):
        check_error_body(args["error_body"], mistakes, "error_body")
    if "throttle" in args and not mistakes.within("throttle"):
        check_throttle(args["throttle"], mistakes, "throttle")
    logs = args.get("access_logs", {})
    if "retention_days" in logs and not mistakes.within("access_logs"):
        check_retention(logs["retention_days"], mistakes, "access_logs.retention_days")
    kind = "REGIONAL"
    if "endpoint" in args and not mistakes.within("endpoint"):
        check_endpoint(args["endpoint"], mistakes, "endpoint")
        kind = args["endpoint"]["type"]
    if "domain" in args and not mistakes.within("domain"):
        check_domain(args["domain"], kind, mistakes, "domain")
