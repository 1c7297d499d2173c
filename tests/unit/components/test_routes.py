"""Routes: methods, scopes, backends, and what is public."""

from __future__ import annotations

from typing import Any

import pytest
from scoped_api.api_args import check_api

from tests.unit.components.api import READ, WRITE, args, mistakes, only_mistake, route

TWO = {"a": {"answer": {"body": 1}}, "b": {"answer": {"body": 2}}}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            route(scopes=[]),
            (
                'has no scopes: any token would do, or none. Write "scopes": '
                '["orders.read"]. If everyone may call it, write "public": "<why>".'
            ),
        ),
        (
            {"method": "GET", "path": "/orders"},
            (
                "has no scopes: any token would do, or none. Write "
                '"scopes": ["orders.read"]. If everyone may call it, write "public": "<why>".'
            ),
        ),
        (
            route(scopes=["orders.raed"]),
            (
                '"orders.raed" is not declared. Did you mean '
                f'"orders.read"? Declared: "{READ}", "{WRITE}".'
            ),
        ),
        (
            route(scopes=["com.orders/orders.reed"]),
            (
                '"com.orders/orders.reed" is not declared. '
                f'Did you mean "com.orders/orders.read"? Declared: "{READ}", "{WRITE}".'
            ),
        ),
        (route(scopes=["openid"]), f'"openid" is not declared. Declared: "{READ}", "{WRITE}".'),
        (route(scopes=[""]), f'"" is not declared. Declared: "{READ}", "{WRITE}".'),
        (
            route(scopes=["com.other/"]),
            (
                "'com.other/' is no scope. Write the short name of a scope "
                'of this API, or "identifier/name" for one of another resource server.'
            ),
        ),
        (route(scopes=["orders.read", READ]), f'names the scope "{READ}" twice. Write it once.'),
        (route(public="health"), 'has both scopes and "public". Write one of the two.'),
        (
            route(scopes=[], public=" "),
            (
                'is "public" without a reason. Write why anyone may call '
                'it, for example "public": "the load balancer checks health here".'
            ),
        ),
        (route(method="get"), '"get" is no method. Write "GET".'),
        (
            route(method="FETCH"),
            (
                '"FETCH" is no method. Write one of GET, POST, PUT, PATCH, '
                "DELETE, HEAD, OPTIONS, ANY."
            ),
        ),
        (route(backend="nowhere"), 'has the backend "nowhere", which is not in backends: "fixed".'),
        (
            route(required_parameters=["page"]),
            (
                '"page" in required_parameters must be '
                '"query.<name>" or "header.<name>". Path parameters are always there.'
            ),
        ),
        (
            route(throttle={"rate": 0, "burst": 1}),
            "has the rate 0. Write a positive number.",
        ),
        (
            route(required_parameters=["query.ids[]"]),
            (
                "'ids[]' cannot be a required parameter: API Gateway takes letters, digits and "
                ". _ $ - in its name. Let the backend check it."
            ),
        ),
    ],
)
def test_a_bad_route(changed: dict[str, Any], message: str) -> None:
    place = f"routes[0] ({changed['method']} {changed['path']})"
    assert only_mistake(args(routes=[changed])) == f"{place}: {message}"


def test_a_route_that_is_there_twice() -> None:
    assert only_mistake(args(routes=[route(), route(path="/x"), route()])) == (
        "routes[2] (GET /orders): is there already: routes[0] (GET /orders). Merge the two."
    )


def test_no_backend_named_where_there_are_two() -> None:
    assert only_mistake(args(backends=TWO)) == (
        'routes[0] (GET /orders): names no backend. Write "backend": "<name>"; declared in '
        'backends: "a", "b".'
    )


def test_no_routes() -> None:
    assert only_mistake(args(routes=[])) == (
        'routes: is empty. Write, for example, [{"method": "GET", "path": "/orders", "scopes": '
        '["orders.read"]}].'
    )


def test_scopes_short_full_and_of_another_resource_server() -> None:
    wanted = ["orders.write", "com.other/x.read", READ]
    [checked] = check_api("orders", args(routes=[route(scopes=wanted)])).routes
    assert checked.scopes == (
        READ,
        WRITE,
        "com.other/x.read",
    )


def test_every_route_without_scopes_is_named() -> None:
    routes = [route(path=f"/r{i}", scopes=[]) for i in range(3)]
    found = mistakes(args(routes=routes))
    assert [line.partition(":")[0] for line in found] == [
        f"routes[{i}] (GET /r{i})" for i in range(3)
    ]


def test_the_order_of_routes_and_scopes_changes_nothing() -> None:
    routes = [
        route(scopes=["orders.read", "orders.write"]),
        route(path="/a"),
        route(method="POST"),
    ]
    turned = [*reversed(routes[1:]), route(scopes=["orders.write", "orders.read"])]
    assert (
        check_api("orders", args(routes=routes)).routes
        == check_api("orders", args(routes=turned)).routes
    )
