"""Routes: a method on a path, the scopes that it demands, and the backend that answers."""

import re
from dataclasses import dataclass
from typing import Any, TypedDict

from typing_extensions import NotRequired

from . import paths, scopes
from .arguments import Mistakes
from .backends import PLAIN_JSON, is_json
from .throttling import ThrottleArgs, check_throttle

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
METHODS = (*VERBS, "ANY")
# PutMethod: names in requestParameters.
_PARAMETER = re.compile(r"[A-Za-z0-9._$-]+")


class RouteArgs(TypedDict):
    """One route of an API."""

    method: str
    """GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS, or ANY for all of them."""
    path: str
    """Where it is: `/orders`, `/orders/{id}`, `/files/{proxy+}`, or `/`."""
    scopes: NotRequired[list[str]]
    """A token with any one of these is let through. Short (`orders.read`) for a scope of
    this API, full (`com.other/x.read`) for one of another resource server."""
    backend: NotRequired[str]
    """The name of the backend that answers. Not needed where there is only one."""
    public: NotRequired[str]
    """Instead of scopes: why anyone may call this route. Shown in the outputs."""
    required_parameters: NotRequired[list[str]]
    """Query parameters and headers that a request must have, else 400: `query.page`,
    `header.X-Request-Id`."""
    body_schema: NotRequired[dict[str, Any]]
    """A JSON schema (draft 4) that a request's JSON body must fit, else 400."""
    throttle: NotRequired[ThrottleArgs]
    """Limits for this route alone; without them the stage's apply."""


@dataclass(frozen=True)
class Route:
    """A checked route. Scopes are full; none means that it is public, for a reason."""

    method: str
    path: str
    scopes: tuple[str, ...]
    backend: str
    public: str | None = None
    required_parameters: tuple[str, ...] = ()
    body_schema: dict[str, Any] | None = None
    throttle: ThrottleArgs | None = None

    @property
    def key(self) -> str:
        """Names the route's resources: one for a method and path, whatever its order."""
        return f"{self.method}{paths.slot(self.path)}"


@dataclass(frozen=True)
class Declared:
    """What a route may refer to."""

    identifier: str
    scopes: dict[str, str] | None
    """None if they are wrong themselves: routes are not judged by them then."""
    backends: tuple[str, ...]


def check_routes(
    written: dict[str, RouteArgs], declared: Declared, mistakes: Mistakes
) -> list[Route]:
    """The routes, checked. `written` maps where each was written (`routes[0]`) to it.

    A route that has a mistake is left out; it is noted in `mistakes`.
    """
    routes = []
    seen: dict[str, str] = {}
    good_paths: dict[str, str] = {}
    for where, args in written.items():
        label = _label(where, args)
        if not mistakes.within(f"{where}.path") and paths.check(args["path"], mistakes, label):
            good_paths[label] = args["path"]
        route = _check_route(args, declared, mistakes, where, label)
        if route is None:
            continue
        first = seen.setdefault(f"{route.method} {route.path}", label)
        if first != label:
            mistakes.add(label, f"is there already: {first}. Merge the two.")
        routes.append(route)
    paths.check_siblings(good_paths, mistakes)
    return routes


def _label(where: str, args: RouteArgs) -> str:
    """Where a route was written, and which it is."""
    if not where.startswith("routes["):
        return where
    return f"{where} ({args.get('method', '?')} {args.get('path', '?')})"


def _check_route(
    args: RouteArgs, declared: Declared, mistakes: Mistakes, where: str, label: str
) -> Route | None:
    if not mistakes.within(f"{where}.method") and args["method"] not in METHODS:
        upper = args["method"].upper()
        fix = f'"{upper}"' if upper in METHODS else f"one of {', '.join(METHODS)}"
        mistakes.add(label, f'"{args["method"]}" is no method. Write {fix}.')
    if mistakes.within(f"{where}.scopes") or mistakes.within(f"{where}.public"):
        full = None
    else:
        full = _check_scopes(args, declared, mistakes, label)
    backend = None
    if not mistakes.within(f"{where}.backend"):
        backend = _check_backend(args, declared, mistakes, label)
    _check_parameters(args.get("required_parameters", []), mistakes, label)
    if not is_json(args.get("body_schema")):
        mistakes.add(label, f"has a body_schema that cannot be written as JSON. {PLAIN_JSON}")
    throttle = args.get("throttle")
    if throttle is not None and not mistakes.within(f"{where}.throttle"):
        check_throttle(throttle, mistakes, label)
    if mistakes.within(label) or mistakes.within(where) or full is None or backend is None:
        return None
    return Route(
        method=args["method"],
        path=args["path"],
        scopes=full,
        backend=backend,
        public=args.get("public"),
        required_parameters=tuple(sorted(args.get("required_parameters", []))),
        body_schema=args.get("body_schema"),
        throttle=throttle,
    )


def _check_scopes(
    args: RouteArgs, declared: Declared, mistakes: Mistakes, label: str
) -> tuple[str, ...] | None:
    wanted, reason = args.get("scopes", []), args.get("public")
    if reason is not None:
        if wanted:
            mistakes.add(label, 'has both scopes and "public". Write one of the two.')
        elif not reason.strip():
            mistakes.add(
                label,
                'is "public" without a reason. Write why anyone may call it, for example '
                '"public": "the load balancer checks health here".',
            )
        return ()
    if not wanted:
        example = next(iter(declared.scopes or {}), "orders.read")
        mistakes.add(
            label,
            f'has no scopes: any token would do, or none. Write "scopes": ["{example}"]. If '
            'everyone may call it, write "public": "<why>".',
        )
        return None
    if declared.scopes is None:
        return None
    full = [
        scopes.resolve_for_route(scope, declared.identifier, declared.scopes, mistakes, label)
        for scope in wanted
    ]
    found = [scope for scope in full if scope is not None]
    for scope in sorted({scope for scope in found if found.count(scope) > 1}):
        mistakes.add(label, f'names the scope "{scope}" twice. Write it once.')
    return tuple(sorted(found)) if len(found) == len(wanted) else None


def _check_backend(
    args: RouteArgs, declared: Declared, mistakes: Mistakes, label: str
) -> str | None:
    if not declared.backends:
        return None  # noted already, at `backends`
    names = ", ".join(f'"{name}"' for name in declared.backends)
    backend = args.get("backend")
    if backend is None and len(declared.backends) == 1:
        return declared.backends[0]
    if backend is None:
        mistakes.add(
            label, f'names no backend. Write "backend": "<name>"; declared in backends: {names}.'
        )
    elif backend not in declared.backends:
        mistakes.add(label, f'has the backend "{backend}", which is not in backends: {names}.')
    return backend


def _check_parameters(parameters: list[str], mistakes: Mistakes, label: str) -> None:
    for parameter in parameters:
        kind, _, name = parameter.partition(".")
        if kind not in ("query", "header") or not name:
            mistakes.add(
                label,
                f'"{parameter}" in required_parameters must be "query.<name>" or '
                '"header.<name>". Path parameters are always there.',
            )
        elif not _PARAMETER.fullmatch(name):
            mistakes.add(
                label,
                f"{name!r} cannot be a required parameter: API Gateway takes letters, digits and "
                ". _ $ - in its name. Let the backend check it.",
            )
