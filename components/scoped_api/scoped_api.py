"""ScopedApi: a REST API on which every route demands a scope."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws
from typing_extensions import NotRequired

from . import api_endpoint, cors, deployment, domain, gateway_responses, methods, validation
from .api_args import ScopedApiArgs, check_api
from .limits import make_limits
from .resource_server import make_resource_server
from .rest_api import Api
from .routes import Route
from .snapshot import Snapshot
from .stage import make_stage
from .targets import make_targets


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
    domain_url: pulumi.Output[str] | None
    """Where the API is called on its own domain, with `domain`."""
    domain_target: pulumi.Output[str] | None
    """What the domain's DNS record points to, with `domain`."""
    domain_zone_id: pulumi.Output[str] | None
    """The hosted zone of `domain_target`, for an alias record."""

    def __init__(
        self, name: str, args: ScopedApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Make an API. Raises `ArgumentsError` before anything is registered."""
        checked = check_api(name, args)
        super().__init__("scoped-api:index:ScopedApi", name, {}, opts)
        args, routes = checked.args, checked.routes
        child = pulumi.ResourceOptions(parent=self)
        self.declared_scopes = make_resource_server(name, args, child)
        api = _make_rest_api(name, args, child)
        used = {route.backend for route in routes}
        backends = [backend for key, backend in checked.backends.items() if key in used]
        targets, made = make_targets(api, args, backends)
        answered = [(route, targets[route.backend]) for route in routes]
        answered += cors.preflights(args["cors"], routes) if "cors" in args else []
        validators = validation.make_validation(api, routes)
        resource_ids = methods.make_paths(api, [route.path for route in routes])
        methods.make_methods(api, answered, resource_ids, validators)
        deployed = deployment.deploy(api)
        stage = make_stage(api, args, deployed)
        make_limits(api, stage, args, [route for route, _ in answered])
        self.invoke_url = stage.invoke_url
        self.rest_api_id = deployed.rest_api
        self.stage_name = stage.stage_name
        shown = [_shown(route) for route in routes]
        # Not `from_input`, which makes an Output of each value in it.
        self.routes = self.urn.apply(lambda _: shown)
        # Output.all of nothing would be a list.
        self.function_arns = pulumi.Output.all(**made) if made else pulumi.Output.from_input({})
        self.domain_url = self.domain_target = self.domain_zone_id = None
        if "domain" in args:
            own = domain.make_domain(name, args["domain"], stage, args.get("tags"), child)
            self.domain_url = pulumi.Output.from_input(domain.url(args["domain"]))
            self.domain_target = own.regional_domain_name
            self.domain_zone_id = own.regional_zone_id
        self.register_outputs({key: getattr(self, key) for key in ScopedApi.__annotations__})


def _make_rest_api(name: str, args: ScopedApiArgs, opts: pulumi.ResourceOptions) -> Api:
    """Make the REST API, and what is the same for all of its routes."""
    rest_api = aws.apigateway.RestApi(
        name,
        description=args.get("description"),
        endpoint_configuration=api_endpoint.configuration(args.get("endpoint")),
        tags=args.get("tags"),
        opts=opts,
    )
    cache = args.get("authorizer_cache_seconds")
    authorizer = aws.apigateway.Authorizer(
        name,
        rest_api=rest_api.id,
        type="COGNITO_USER_POOLS",
        identity_source="method.request.header.Authorization",
        provider_arns=[args["user_pool_arn"]],
        authorizer_result_ttl_in_seconds=cache,
        opts=opts,
    )
    api = Api(name, rest_api, authorizer, Snapshot(name), opts)
    # A private API that becomes a public one, or the other way, has to be deployed.
    api.snapshot.add(rest_api, {"endpoint": args.get("endpoint", {}).get("type")})
    # With its id: methods that move to another one have to be deployed.
    described = {"id": authorizer.id, "pool": args["user_pool_arn"], "cache": cache}
    api.snapshot.add(authorizer, described)
    headers = cors.headers(args["cors"]) if "cors" in args else {}
    if "cors" in args or "error_body" in args:
        body = args.get("error_body", gateway_responses.DEFAULT)
        gateway_responses.make_error_bodies(api, body, headers)
    if "vpc_endpoint_ids" in args.get("endpoint", {}):
        api_endpoint.make_policy(api, args["endpoint"])
    return api


def _shown(route: Route) -> RouteOutput:
    shown: RouteOutput = {
        "method": route.method,
        "path": route.path,
        "scopes": list(route.scopes),
    }
    if route.public:
        shown["public"] = route.public
    return shown
