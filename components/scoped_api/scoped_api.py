"""ScopedApi: a REST API on which every route demands a scope."""

import re
from typing import Any, TypedDict

import pulumi
import pulumi_aws as aws
from typing_extensions import NotRequired

from . import deployment, functions, methods, scopes
from .arguments import Mistakes, check_shape
from .backends import Backend, BackendArgs, check_backends
from .integrations import Target
from .routes import Declared, Route, RouteArgs, check_routes

_STAGE = re.compile(r"[A-Za-z0-9_-]{1,128}")
_POOL_ARN = re.compile(r"arn:[\w-]+:cognito-idp:[\w-]+:\d{12}:userpool/[\w-]+_[0-9a-zA-Z]+")


class ScopedApiArgs(TypedDict):
    """What an API is made of."""

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
    stage: NotRequired[str]
    """The stage's name, the first part of every path; `live` if not given."""
    tags: NotRequired[dict[str, pulumi.Input[str]]]
    """Tags for all that takes them."""


class RouteOutput(TypedDict):
    """A route as it is deployed."""

    method: str
    """Its method."""
    path: str
    """Its path."""
    scopes: list[str]
    """The full scopes of which a token needs one; none for a public route."""
    public: NotRequired[str]
    """Why anyone may call it, for a public route."""


class ScopedApi(pulumi.ComponentResource):
    """A resource server with its scopes, and a REST API whose routes demand them."""

    invoke_url: pulumi.Output[str]
    """Where the API is called."""
    rest_api_id: pulumi.Output[str]
    """The REST API's id."""
    stage_name: pulumi.Output[str]
    """The stage's name."""
    declared_scopes: pulumi.Output[list[str]]
    """The full names of the scopes that it declares. An M2MClient takes them."""
    routes: pulumi.Output[list[RouteOutput]]
    """The routes, sorted by path and method."""
    function_arns: pulumi.Output[dict[str, str]]
    """The functions that were made, by the name of their backend."""

    def __init__(
        self, name: str, args: ScopedApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Make an API. Raises `ArgumentsError` before anything is registered."""
        mistakes = Mistakes("ScopedApi", name)
        args = check_shape(args, ScopedApiArgs, mistakes)
        backends, routes = _check(args, mistakes)
        mistakes.raise_if_any()
        super().__init__("scoped-api:index:ScopedApi", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        tags = args.get("tags")

        self.declared_scopes = self._declare_scopes(name, args, child)
        api = aws.apigateway.RestApi(
            name, endpoint_configuration={"types": "REGIONAL"}, tags=tags, opts=child
        )
        authorizer = aws.apigateway.Authorizer(
            name,
            rest_api=api.id,
            type="COGNITO_USER_POOLS",
            identity_source="method.request.header.Authorization",
            provider_arns=[args["user_pool_arn"]],
            opts=child,
        )
        stage_name = args.get("stage", "live")
        source_arn = pulumi.Output.concat(api.execution_arn, "/", stage_name, "/*")
        targets, made = self._targets(name, backends, routes, source_arn, args, child)
        ids = methods.make_paths(name, api, [route.path for route in routes], child)
        parts = methods.make_routes(name, api, authorizer, routes, targets, ids, child)
        deployed = deployment.deploy(
            name,
            api.id,
            {"routes": [_plan(route, backends) for route in routes]},
            {
                "authorizer": authorizer.id,
                "pool": args["user_pool_arn"],
                "targets": {key: target.uri for key, target in targets.items()},
            },
            [*parts, *(part for target in targets.values() for part in target.depends_on)],
            child,
        )
        stage = aws.apigateway.Stage(
            name,
            rest_api=api.id,
            deployment=deployed.id,
            stage_name=stage_name,
            tags=tags,
            opts=child,
        )
        self.invoke_url = stage.invoke_url
        self.rest_api_id = api.id
        self.stage_name = stage.stage_name
        self.routes = pulumi.Output.from_input([_shown(route) for route in routes])
        self.function_arns = pulumi.Output.all(**made)
        self.register_outputs(
            {
                "invoke_url": self.invoke_url,
                "rest_api_id": self.rest_api_id,
                "stage_name": self.stage_name,
                "declared_scopes": self.declared_scopes,
                "routes": self.routes,
                "function_arns": self.function_arns,
            }
        )

    def _declare_scopes(
        self, name: str, args: ScopedApiArgs, opts: pulumi.ResourceOptions
    ) -> pulumi.Output[list[str]]:
        server = aws.cognito.ResourceServer(
            name,
            identifier=args["identifier"],
            name=_server_name(args["identifier"]),
            scopes=[
                {"scope_name": scope, "scope_description": description}
                for scope, description in sorted(args["scopes"].items())
            ],
            # A pool's ARN ends with its id.
            user_pool_id=pulumi.Output.from_input(args["user_pool_arn"]).apply(
                lambda arn: arn.rpartition("/")[2]
            ),
            opts=opts,
        )
        full = sorted(scopes.full_name(args["identifier"], scope) for scope in args["scopes"])
        return scopes.declare(server, full)

    def _targets(
        self,
        name: str,
        backends: dict[str, Backend],
        routes: list[Route],
        source_arn: pulumi.Output[str],
        args: ScopedApiArgs,
        opts: pulumi.ResourceOptions,
    ) -> tuple[dict[str, Target], dict[str, pulumi.Output[str]]]:
        """Make the functions; return where each backend is reached, and the new ones' ARNs."""
        targets: dict[str, Target] = {}
        made: dict[str, pulumi.Output[str]] = {}
        used = {route.backend for route in routes}
        for key, backend in backends.items():
            if key not in used:
                continue
            target = targets[key] = Target(backend)
            label = f"{name}-{key}"
            if backend.kind == "http":
                target.uri = pulumi.Output.from_input(backend.args["url"])
            elif backend.kind != "answer":
                arn = backend.args
                if backend.kind == "function":
                    function = functions.build(label, backend.args, False, args.get("tags"), opts)
                    arn = made[key] = function.arn
                target.uri = pulumi.Output.from_input(arn).apply(functions.invoke_uri)
                target.depends_on.append(functions.allow(label, arn, source_arn, opts))
        return targets, made


def _check(args: ScopedApiArgs, mistakes: Mistakes) -> tuple[dict[str, Backend], list[Route]]:
    identifier, declared = args.get("identifier", ""), args.get("scopes", {})
    if not mistakes.within("identifier"):
        scopes.check_identifier(identifier, mistakes, "identifier")
    if not mistakes.within("scopes"):
        scopes.check_declared(identifier, declared, mistakes, "scopes")
    arn = args.get("user_pool_arn")
    if isinstance(arn, str) and not _POOL_ARN.fullmatch(arn):
        mistakes.add(
            "user_pool_arn",
            f'"{arn}" is no ARN of a user pool. Write AuthorizationServer.user_pool_arn.',
        )
    stage = args.get("stage", "live")
    if not _STAGE.fullmatch(stage):
        mistakes.add(
            "stage",
            f'"{stage}" is no stage name: 1 to 128 letters, digits, _ and -. Write, for '
            'example, "live".',
        )
    backends = check_backends(args.get("backends", {}), mistakes)
    written = {f"routes[{i}]": route for i, route in enumerate(args.get("routes", []))}
    routes = check_routes(written, Declared(identifier, declared, tuple(backends)), mistakes)
    if not written and not mistakes.within("routes"):
        mistakes.add(
            "routes",
            'is empty. Write, for example, [{"method": "GET", "path": "/orders", "scopes": '
            '["orders.read"]}].',
        )
    return backends, sorted(routes, key=lambda route: (route.path, route.method))


def _plan(route: Route, backends: dict[str, Backend]) -> dict[str, Any]:
    """All of a route that is deployed and known at preview."""
    backend = backends[route.backend]
    return {
        "method": route.method,
        "path": route.path,
        "scopes": route.scopes,
        "backend": route.backend,
        "kind": backend.kind,
        "answer": backend.args if backend.kind == "answer" else None,
        "http_path": backend.args.get("path") if backend.kind == "http" else None,
    }


def _shown(route: Route) -> RouteOutput:
    shown: RouteOutput = {
        "method": route.method,
        "path": route.path,
        "scopes": list(route.scopes),
    }
    if route.public:
        shown["public"] = route.public
    return shown


def _server_name(identifier: str) -> str:
    """What the console shows: an identifier without the characters that a name cannot have."""
    return re.sub(r"[^\w\s+=,.@-]", "-", identifier)
