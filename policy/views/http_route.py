"""Routes of HTTP and WebSocket APIs, and APIs that make one of their own."""

from __future__ import annotations

from dataclasses import dataclass

from ..known import Text, Texts
from ..resource import Resource, View

API_V2_IDS = {"aws:apigatewayv2/api:Api": "id", "aws-native:apigatewayv2:Api": "apiId"}
"""type → the property that holds its id."""


@dataclass(frozen=True)
class Route:
    """A route key is `METHOD /path` or `$default`; on WebSocket APIs a name, or `$connect` …."""

    resource: Resource
    key: Text
    authorization: Text
    authorizer_id: Text
    scopes: Texts


@dataclass(frozen=True)
class QuickApi:
    """An API; with a target it makes a route by itself, open to anyone."""

    resource: Resource
    target: Text
    key: Text


def _route(resource: Resource) -> Route:
    bag = resource.bag
    return Route(
        resource=resource,
        key=bag.text("routeKey"),
        authorization=bag.text("authorizationType"),
        authorizer_id=bag.text("authorizerId"),
        scopes=bag.texts("authorizationScopes"),
    )


ROUTES = View(frozenset({"aws:apigatewayv2/route:Route", "aws-native:apigatewayv2:Route"}), _route)
APIS = View(
    frozenset(API_V2_IDS),
    lambda resource: QuickApi(resource, resource.bag.text("target"), resource.bag.text("routeKey")),
)
