"""The resources of a route: its path's resource, its method, its integration."""

from collections.abc import Iterable, Mapping

import pulumi
import pulumi_aws as aws

from . import integrations, paths
from .integrations import Target
from .routes import Route


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


def make_routes(
    name: str,
    api: aws.apigateway.RestApi,
    authorizer: aws.apigateway.Authorizer,
    routes: Iterable[Route],
    targets: Mapping[str, Target],
    resource_ids: Mapping[str, pulumi.Output[str]],
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """Make the methods and integrations; return them."""
    parts: list[pulumi.Resource] = []
    for route in routes:
        target = targets[route.backend]
        parameters = integrations.http_parameters(route) if target.backend.kind == "http" else None
        protection = (
            {"authorization": "NONE"}
            if route.public
            else {
                "authorization": "COGNITO_USER_POOLS",
                "authorizer_id": authorizer.id,
                "authorization_scopes": list(route.scopes),
            }
        )
        method = aws.apigateway.Method(
            f"{name}-{route.key}",
            rest_api=api.id,
            resource_id=resource_ids[route.path],
            http_method=route.method,
            request_parameters=parameters,
            **protection,
            opts=opts,
        )
        parts.append(method)
        parts += integrations.connect(f"{name}-{route.key}", route, target, method, opts)
    return parts
