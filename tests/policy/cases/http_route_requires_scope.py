from typing import Any

from policy.rules.http_route_requires_scope import MEND_CONNECT, MEND_QUICK
from tests.policy.case import Case
from tests.policy.world import Made, U


def v2(name: str = "shop", protocol: Any = "HTTP", **properties: Any) -> Made:
    return Made(
        "aws:apigatewayv2/api:Api",
        name,
        {"id": U, "name": f"{name}-api", "protocolType": protocol, **properties},
    )


def route(key: Any, of: Made | None = None, **properties: Any) -> Made:
    return Made(
        "aws:apigatewayv2/route:Route",
        "route",
        {"apiId": U, "routeKey": key, **properties},
        {"apiId": (of,)} if of else {},
    )


GOOD = {"authorizationType": "JWT", "authorizerId": U, "authorizationScopes": ["shop/read"]}
HTTP, SOCKET = v2(), v2("chat", "WEBSOCKET")
NOT_JWT = "its authorization is not JWT, the only one that checks scopes on an HTTP API"


def fails(name: str, key: Any, of: Made | None, line: str, **properties: Any) -> Case:
    made = [route(key, of, **properties)] + ([of] if of else [])
    mend = MEND_CONNECT if of is SOCKET or key == "$connect" else None
    return Case(name, "fail", made, [("route", line)], mend=mend)


GET = 'GET /x on API "shop-api" (resource "route"): '
CONNECT = '$connect on API "chat-api" (resource "route"): '

CASES = [
    Case("JWT with a scope", "pass", [HTTP, route("GET /x", HTTP, **GOOD)]),
    Case("$default with a scope", "pass", [HTTP, route("$default", HTTP, **GOOD)]),
    Case(
        "$connect with IAM",
        "pass",
        [SOCKET, route("$connect", SOCKET, authorizationType="AWS_IAM")],
    ),
    Case(
        "$connect with a custom authorizer",
        "pass",
        [SOCKET, route("$connect", SOCKET, authorizationType="CUSTOM", authorizerId=U)],
    ),
    Case(
        "aws-native",
        "pass",
        [
            Made(
                "aws-native:apigatewayv2:Route", "route", {"apiId": U, "routeKey": "GET /x", **GOOD}
            )
        ],
    ),
    Case("a WebSocket API's messages", "not applicable", [SOCKET, route("$default", SOCKET)]),
    Case("a message, its API not in the stack", "not applicable", [route("send")]),
    Case("an API without a target", "not applicable", [HTTP, SOCKET]),
    fails("nothing", "GET /x", HTTP, GET + NOT_JWT),
    fails(
        "NONE on $default",
        "$default",
        HTTP,
        f'$default on API "shop-api" (resource "route"): {NOT_JWT}',
        authorizationType="NONE",
    ),
    fails("CUSTOM", "GET /x", HTTP, GET + NOT_JWT, authorizationType="CUSTOM", authorizerId=U),
    fails("AWS_IAM", "GET /x", HTTP, GET + NOT_JWT, authorizationType="AWS_IAM"),
    fails(
        "no authorizer",
        "GET /x",
        HTTP,
        GET + "its authorization is JWT, but it names no authorizer",
        **{**GOOD, "authorizerId": ""},
    ),
    fails(
        "no scope",
        "GET /x",
        HTTP,
        GET + "it names no OAuth scope",
        **{**GOOD, "authorizationScopes": []},
    ),
    fails(
        "a type not known yet",
        "GET /x",
        HTTP,
        GET + "its authorization type is not known before the update; write it as a plain string",
        **{**GOOD, "authorizationType": U},
    ),
    fails(
        "$default of an API not in the stack is judged as HTTP's",
        "$default",
        None,
        f'$default (resource "route"): {NOT_JWT}',
    ),
    fails(
        "a key and a protocol not known yet",
        U,
        v2(protocol=U),
        f'a route on API "shop-api" (resource "route"): {NOT_JWT}',
    ),
    fails(
        "an open $connect",
        "$connect",
        SOCKET,
        CONNECT + "anyone can connect: $connect has neither AWS_IAM nor a CUSTOM authorizer",
    ),
    fails(
        "$connect of an API not in the stack",
        "$connect",
        None,
        '$connect (resource "route"): anyone can connect: $connect has neither AWS_IAM nor a '
        "CUSTOM authorizer",
        authorizationType="NONE",
    ),
    fails(
        "$connect with CUSTOM and no authorizer",
        "$connect",
        SOCKET,
        CONNECT + "its authorization is CUSTOM, but it names no authorizer",
        authorizationType="CUSTOM",
    ),
    fails(
        "$connect not known yet",
        "$connect",
        SOCKET,
        CONNECT + "whether $connect is open is not known before the update; write a plain type",
        authorizationType=U,
    ),
    fails(
        "a WebSocket route key not known yet",
        U,
        SOCKET,
        'a route on API "chat-api" (resource "route"): whether it is $connect is not known before '
        "the update; write a plain route key",
    ),
    Case(
        "aws-native with nothing",
        "fail",
        [Made("aws-native:apigatewayv2:Route", "route", {"apiId": U, "routeKey": "GET /x"})],
        [("route", f'GET /x (resource "route"): {NOT_JWT}')],
    ),
    Case(
        "quick-create, its target not known yet",
        "fail",
        [v2(target=U)],
        [
            (
                "shop",
                (
                    '$default on API "shop-api" (resource "shop"): the API\'s target makes this '
                    "route by itself, without authorization"
                ),
            )
        ],
        mend=MEND_QUICK,
    ),
    Case(
        "quick-create with a route key",
        "fail",
        [v2(target="arn:x", routeKey="GET /q")],
        [
            (
                "shop",
                (
                    'GET /q on API "shop-api" (resource "shop"): the API\'s target makes this '
                    "route by itself, without authorization"
                ),
            )
        ],
        mend=MEND_QUICK,
    ),
]
