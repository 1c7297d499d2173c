import json
from typing import Any

import yaml

from tests.policy.case import Case
from tests.policy.parts import api
from tests.policy.world import Made, U

COGNITO = {
    "type": "apiKey",
    "name": "Authorization",
    "in": "header",
    "x-amazon-apigateway-authorizer": {"type": "cognito_user_pools", "providerARNs": ["arn:x"]},
}
JWT = {
    "type": "oauth2",
    "x-amazon-apigateway-authorizer": {
        "type": "jwt",
        "jwtConfiguration": {"issuer": "https://issuer", "audience": ["a"]},
    },
}
KEY = {"type": "apiKey", "name": "x-api-key", "in": "header"}
ANY = "x-amazon-apigateway-any-method"
MOCK = {"x-amazon-apigateway-integration": {"type": "MOCK"}}
SCOPED = {"security": [{"auth": ["shop/read"]}]}

WHERE = 'GET /x on API "orders-api" (resource "orders"): '
NONE = "it has no security, so anyone can call it"


def document(paths: dict[str, Any], *, scheme: Any = None, **top: Any) -> dict[str, Any]:
    """OpenAPI 3."""
    schemes = {"auth": scheme or COGNITO, "key": KEY}
    return {
        "openapi": "3.0.1",
        "info": {"title": "t", "version": "1"},
        "components": {"securitySchemes": schemes},
        "paths": paths,
        **top,
    }


def swagger(paths: dict[str, Any]) -> dict[str, Any]:
    """Swagger 2; its version is a number where nobody quotes it."""
    return {"swagger": 2.0, "securityDefinitions": {"auth": COGNITO}, "paths": paths}


def get(**operation: Any) -> dict[str, Any]:
    return {"/x": {"get": operation}}


def rest(body: Any, type_: str = "aws:apigateway/restApi:RestApi") -> list[Made]:
    made = api(body=json.dumps(body) if isinstance(body, dict) else body)
    return [Made(type_, made.name, made.properties)]


def http(body: dict[str, Any]) -> list[Made]:
    return [
        Made(
            "aws:apigatewayv2/api:Api",
            "orders",
            {"name": "orders-api", "protocolType": "HTTP", "body": json.dumps(body)},
        )
    ]


def native(body: Any, **more: Any) -> list[Made]:
    return [
        Made(
            "aws-native:apigateway:RestApi", "orders", {"name": "orders-api", "body": body, **more}
        )
    ]


def fails(name: str, made: list[Made], *lines: str) -> Case:
    return Case(name, "fail", made, [("orders", line) for line in lines])


def unreadable(name: str, made: list[Made], fault: str) -> Case:
    return fails(name, made, f'"orders": its OpenAPI document {fault}')


CASES = [
    Case("OpenAPI 3 in JSON", "pass", rest(document(get(**SCOPED)))),
    Case("Swagger 2 in YAML", "pass", rest(yaml.safe_dump(swagger(get(**SCOPED))))),
    Case("security of the whole document", "pass", rest(document(get(), **SCOPED))),
    Case(
        "a key and a scope, both demanded",
        "pass",
        rest(document(get(security=[{"auth": ["shop/read"], "key": []}]))),
    ),
    Case(
        "a MOCK preflight",
        "pass",
        rest(document({"/x": {"get": SCOPED, "options": {**MOCK, "security": []}}})),
    ),
    Case("HTTP API with JWT", "pass", http(document(get(**SCOPED), scheme=JWT))),
    Case(
        "RestApiPut", "pass", rest(document(get(**SCOPED)), "aws:apigateway/restApiPut:RestApiPut")
    ),
    Case(
        "aws-native: what is not known yet elsewhere in the document does no harm",
        "pass",
        native(
            document(
                get(
                    **SCOPED, **{"x-amazon-apigateway-integration": {"type": "aws_proxy", "uri": U}}
                )
            )
        ),
    ),
    Case(
        "parameters and servers are no operations",
        "pass",
        rest(document({"/x": {"parameters": []}})),
    ),
    Case(
        "YAML that merges",
        "pass",
        rest(
            "openapi: 3.0.1\n"
            "components: {securitySchemes: {auth: {type: apiKey, x-amazon-apigateway-authorizer: "
            "{type: cognito_user_pools, providerARNs: [a]}}}}\n"
            "paths:\n  /x:\n    get: &read\n      security: [{auth: [shop/read]}]\n"
            "    put:\n      <<: *read\n      security: [{auth: [shop/write]}]\n"
        ),
    ),
    Case("no body", "not applicable", [api()]),
    fails("no security", rest(document(get())), WHERE + NONE),
    fails(
        "security: [] opens what the document closes",
        rest(document(get(security=[]), **SCOPED)),
        WHERE + NONE,
    ),
    fails(
        "any-method",
        rest(document({"/x": {ANY: {}}})),
        'ANY /x on API "orders-api" (resource "orders"): ' + NONE,
    ),
    fails(
        "each operation",
        rest(document({"/x": {"get": {}, "put": SCOPED}, "/y/{id}": {"delete": {}}})),
        WHERE + NONE,
        'DELETE /y/{id} on API "orders-api" (resource "orders"): ' + NONE,
    ),
    fails(
        "no scopes",
        rest(document(get(security=[{"auth": []}]))),
        WHERE + "it names no OAuth scope",
    ),
    fails(
        "OpenID scopes only",
        rest(document(get(security=[{"auth": ["openid"]}]))),
        WHERE + "it names OpenID scopes only, which are every signed-in user's and no machine's",
    ),
    fails(
        "an empty alternative",
        rest(document(get(security=[{"auth": ["shop/read"]}, {}]))),
        WHERE + "one of its security requirements is empty, so anyone can call it",
    ),
    fails(
        "an API key as an alternative",
        rest(document(get(security=[{"auth": ["shop/read"]}, {"key": []}]))),
        WHERE + "its security names no scheme with a Cognito authorizer",
    ),
    fails(
        "a scheme that is not there",
        rest(document(get(security=[{"other": ["shop/read"]}]))),
        WHERE + "its security names no scheme with a Cognito authorizer",
    ),
    fails(
        "Cognito without a pool",
        rest(
            document(
                get(**SCOPED),
                scheme={"x-amazon-apigateway-authorizer": {"type": "cognito_user_pools"}},
            )
        ),
        WHERE + "its security names no scheme with a Cognito authorizer",
    ),
    fails(
        "JWT on a REST API",
        rest(document(get(**SCOPED), scheme=JWT)),
        WHERE + "its security names no scheme with a Cognito authorizer",
    ),
    fails(
        "Cognito on an HTTP API",
        http(document(get(**SCOPED))),
        WHERE + "its security names no scheme with a JWT authorizer",
    ),
    fails(
        "a preflight to a backend",
        rest(document({"/x": {"options": {"x-amazon-apigateway-integration": {"type": "http"}}}})),
        'OPTIONS /x on API "orders-api" (resource "orders"): ' + NONE,
    ),
    fails("a MOCK that is no preflight", rest(document(get(**MOCK))), WHERE + NONE),
    fails(
        "authorization past the schemes",
        rest(document(get(**SCOPED, **{"x-amazon-apigateway-auth": {"type": "NONE"}}))),
        WHERE + "x-amazon-apigateway-auth sets its authorization past the security schemes",
    ),
    fails(
        "no list of requirements",
        rest(document(get(security={"auth": ["shop/read"]}))),
        WHERE + "its security is no list of requirements",
    ),
    fails(
        "scopes that are no list",
        rest(document(get(security=[{"auth": "shop/read"}]))),
        WHERE + "the scopes in its security are no list of strings",
    ),
    fails(
        "aws-native: security not known yet",
        native(document(get(security=U))),
        WHERE + "its security is not known before the update; write it as plain values",
    ),
    fails(
        "aws-native: scopes not known yet",
        native(document(get(security=[{"auth": U}]))),
        WHERE
        + "its scopes are not known before the update, so nothing shows that there are any; write "
        "them as plain strings",
    ),
    unreadable(
        "not known yet",
        rest(U),
        "is not known before the update. Build it of plain values: name a function by an ARN put "
        "together from account, Region and name, or by a stage variable",
    ),
    unreadable("neither JSON nor YAML", rest("openapi: [3"), "is neither JSON nor YAML at line 1"),
    unreadable("no object", rest("- a"), "is no OpenAPI document: it is no object"),
    unreadable(
        "another format",
        rest('{"paths": {}}'),
        "is no OpenAPI document: it has neither `openapi` nor `swagger`",
    ),
    unreadable(
        "paths that are no object",
        rest(document([])),  # type: ignore[arg-type]  # on purpose
        "is no OpenAPI document: `paths` is no object",
    ),
    unreadable(
        "a path in another file",
        rest(document({"/x": {"$ref": "other.yaml"}})),
        "has a `$ref` at path `/x`: write the operations there",
    ),
    unreadable(
        "a key twice in JSON",
        rest('{"openapi": "3.0.1", "paths": {"/x": {}, "/x": {}}}'),
        "has the key `/x` twice in one object",
    ),
    unreadable(
        "a key twice in YAML",
        rest("openapi: 3.0.1\npaths:\n  /x: {}\n  /x: {}\n"),
        "has the key `/x` twice in one object",
    ),
    unreadable(
        "aws-native: paths not known yet",
        native(document({"/x": U})),
        "is not known before the update at path `/x`",
    ),
    unreadable(
        "aws-native: in S3",
        native(None, bodyS3Location={"bucket": "b"}),
        "is in S3, where no policy can read it; put it into `body`",
    ),
]
