"""The resources of a route: its path's resource, its method, its integration."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from . import integrations, paths, validation
from .integrations import Target
from .routes import Route
from .validation import Validation


@dataclass(frozen=True)
class Api:
    """What all routes of an API share."""

    name: str
    rest_api: aws.apigateway.RestApi
    authorizer: aws.apigateway.Authorizer
    targets: Mapping[str, Target]
    validation: Validation
    resource_ids: Mapping[str, pulumi.Output[str]]


def make_paths(
    name: str, api: aws.apigateway.RestApi, wanted: Iterable[str], opts: pulumi.ResourceOptions
) -> dict[str, pulumi.Output[str]]:
    """Make a resource for each path, shared prefixes once; return their ids by path."""
    ids: dict[str, pulumi.Output[str]] = {"/": api.root_resource_id}
    for path in paths.with_ancestors(wanted):
        ids[path] = aws.apigateway.Resource(
            f"{name}{paths.slot(path)}",
            rest_api=api.id,
            parent_id=ids[paths.parent(path)],
            path_part=path.rpartition("/")[2],
            opts=opts,
        ).id
    return ids


def make_route(api: Api, route: Route, opts: pulumi.ResourceOptions) -> list[pulumi.Resource]:
    """Make a route's method and integration; return them."""
    target = api.targets[route.backend]
    label = f"{api.name}-{route.key}"
    parameters = validation.required_parameters(route)
    if target.backend.kind == "http":
        parameters |= integrations.http_parameters(route)
    method = aws.apigateway.Method(
        label,
        rest_api=api.rest_api.id,
        resource_id=api.resource_ids[route.path],
        http_method=route.method,
        authorization="NONE" if route.public else "COGNITO_USER_POOLS",
        authorizer_id=None if route.public else api.authorizer.id,
        authorization_scopes=None if route.public else list(route.scopes),
        request_parameters=parameters or None,
        request_validator_id=api.validation.validator_id(route),
        request_models=api.validation.request_models(route),
        opts=opts,
    )
    place = {
        # Not the method's own: what comes from it brings along all that it depends on.
        "rest_api": api.rest_api.id,
        "resource_id": api.resource_ids[route.path],
        # Plain, and waiting for the method all the same.
        "http_method": method.urn.apply(lambda _: route.method),
    }
    return [method, *integrations.connect(label, route, target, place, opts)]
