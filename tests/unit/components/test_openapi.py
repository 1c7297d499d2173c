"""Routes from an OpenAPI document: operations, security, parameters, bodies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from scoped_api import json_schema, openapi
from scoped_api.api_args import check_api

from tests.unit.components.api import READ, WRITE, args, mistakes, only_mistake, route

OAUTH = [{"oauth": ["orders.read"]}]


class Document:
    """A document on disk, and the API that is made from it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "api.yaml"

    def write(self, paths: Any, **more: Any) -> Any:
        self.file.write_text(
            yaml.safe_dump({"openapi": "3.0.3", "paths": paths, **more}, sort_keys=False)
        )
        return self.args()

    def args(self, **more: Any) -> Any:
        return args(routes=None, openapi={"file": str(self.file), **more})


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return Document(tmp_path)


def test_operations_become_routes(document: Document) -> None:
    given = document.write(
        {
            "/orders": {
                "parameters": [{"in": "header", "name": "X-Id", "required": True}],
                "get": {
                    "security": [{"oauth": ["orders.read"]}, {"oauth": ["orders.write"]}],
                    "parameters": [
                        {"in": "query", "name": "page", "required": True},
                        {"in": "query", "name": "size"},
                        {"in": "header", "name": "Authorization", "required": True},
                    ],
                },
                "post": {"requestBody": {"$ref": "#/components/requestBodies/Order"}},
            },
            "/health": {"get": {"x-scoped-api-public": "the balancer checks it", "security": []}},
            "/rest/{proxy+}": {"x-amazon-apigateway-any-method": {}},
        },
        security=[{"oauth": ["orders.write"]}],
        components={
            "requestBodies": {
                "Order": {"content": {"application/json": {"schema": {"type": "object"}}}}
            }
        },
    )
    routes = {(made.method, made.path): made for made in check_api("orders", given).routes}
    get, post = routes["GET", "/orders"], routes["POST", "/orders"]
    assert get.scopes == (READ, WRITE)
    assert get.required_parameters == ("header.X-Id", "query.page")
    assert post.scopes == (WRITE,)
    assert post.required_parameters == ("header.X-Id",)
    assert post.body_schema == {"$schema": json_schema.DRAFT, "type": "object"}
    assert routes["GET", "/health"].public == "the balancer checks it"
    assert routes["GET", "/health"].scopes == ()
    assert routes["ANY", "/rest/{proxy+}"].scopes == (WRITE,)
    assert len(routes) == 4


def test_json_documents_and_routes_beside_them(document: Document) -> None:
    document.file.write_text(
        json.dumps({"openapi": "3.1.0", "paths": {"/a": {"get": {"security": OAUTH}}}})
    )
    given: Any = {**document.args(), "routes": [route(path="/b")]}
    assert [made.path for made in check_api("orders", given).routes] == ["/a", "/b"]


def test_json_with_an_escaped_character_that_yaml_does_not_read(document: Document) -> None:
    operation = {openapi.PUBLIC: "for all \U0001f600"}
    document.file.write_text(
        json.dumps({"openapi": "3.1.0", "paths": {"/a": {"get": operation}}}, ensure_ascii=True)
    )
    [made] = check_api("orders", document.args()).routes
    assert made.public == "for all \U0001f600"


def test_the_backend_of_an_operation(document: Document) -> None:
    document.write(
        {"/a": {"get": {"security": OAUTH}, "put": {"security": OAUTH, openapi.BACKEND: "two"}}}
    )
    given = document.args(backend="one")
    given["backends"] = {"one": {"answer": {"body": 1}}, "two": {"answer": {"body": 2}}}
    assert [made.backend for made in check_api("orders", given).routes] == ["one", "two"]


def test_every_operation_without_a_scope_is_named_in_one_error(document: Document) -> None:
    given = document.write(
        {
            "/a": {"get": {}, "post": {"security": []}, "put": {"security": [{"oauth": []}]}},
            "/b": {"get": {"security": OAUTH}},
        }
    )
    found = mistakes(given)
    assert {line.partition(": ")[0] for line in found} == {
        "openapi[GET/a]",
        "openapi[POST/a]",
        "openapi[PUT/a]",
    }
    assert sum("has no scopes" in line for line in found) == 3
    assert any(
        "has an alternative without scopes (oauth) in its security" in line for line in found
    )


@pytest.mark.parametrize(
    ("security", "message"),
    [
        (
            [{"oauth": ["orders.read", "orders.write"]}],
            (
                "demands orders.read and orders.write together, but API Gateway lets a token in "
                "that has any one. Declare one scope that stands for both, or write each as an "
                "alternative of its own."
            ),
        ),
        (
            [{"oauth": ["orders.read"], "key": []}],
            (
                "demands orders.read and key together, but API Gateway lets a token in that has "
                "any one. Declare one scope that stands for both, or write each as an alternative "
                "of its own."
            ),
        ),
        (
            [*OAUTH, {}],
            (
                "has an empty alternative ({}) in its security, which lets anyone in. Remove it, "
                "or write x-scoped-api-public: <why> instead of security."
            ),
        ),
        (
            [*OAUTH, {"key": []}],
            "has an alternative without scopes (key) in its security. Name a scope there.",
        ),
        (
            [{"oauth": ["orders.raed"]}],
            (
                f'"orders.raed" is not declared. Did you mean "orders.read"? Declared: "{READ}", '
                f'"{WRITE}".'
            ),
        ),
    ],
)
def test_security_that_api_gateway_cannot_keep(
    document: Document, security: Any, message: str
) -> None:
    given = document.write({"/a": {"get": {"security": security}}})
    assert only_mistake(given) == f"openapi[GET/a]: {message}"


def test_public_with_scopes(document: Document) -> None:
    given = document.write({"/a": {"get": {"security": OAUTH, openapi.PUBLIC: "why"}}})
    assert only_mistake(given) == (
        'openapi[GET/a]: has both scopes and "public". Write one of the two.'
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "swagger: '2.0'\npaths: {}",
            'is no OpenAPI 3 document: it has no "openapi": "3...." line.',
        ),
        ("openapi: 3.0.0", "has no `paths`."),
        ("openapi: 3.0.0\npaths: {}", "has no operations. Write some in `paths`."),
        ("- a", 'is no OpenAPI 3 document: it has no "openapi": "3...." line.'),
    ],
)
def test_a_document_that_is_none(document: Document, text: str, message: str) -> None:
    document.file.write_text(text)
    assert only_mistake(document.args()) == f"openapi.file: {document.file} {message}"


def test_a_document_that_cannot_be_read(document: Document) -> None:
    assert only_mistake(document.args()) == (
        f"openapi.file: {document.file} cannot be read: No such file or directory. Write the "
        "document's path."
    )
    document.file.write_text("a: [")
    assert only_mistake(document.args()).startswith(
        f"openapi.file: {document.file} is neither YAML nor JSON: while parsing"
    )


def test_a_reference_that_leads_nowhere(document: Document) -> None:
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/X"}}}}
    given = document.write({"/a": {"post": {"security": OAUTH, "requestBody": body}}})
    assert only_mistake(given) == (
        "openapi[POST/a]: refers to #/components/schemas/X, which is not in the document. Define "
        "it there."
    )


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        ({"requestBody": "Order"}, "a request body where a mapping has to be"),
        ({"requestBody": {"content": ["json"]}}, "content where a mapping has to be"),
        ({"parameters": {"page": "query"}}, "parameters where a list has to be"),
        ({"parameters": ["page"]}, "a parameter where a mapping has to be"),
        (
            {"requestBody": {"content": {"application/json": {"schema": "Order"}}}},
            "a schema where a mapping has to be",
        ),
    ],
)
def test_a_place_of_the_wrong_kind(document: Document, operation: Any, message: str) -> None:
    given = document.write({"/a": {"post": {"security": OAUTH, **operation}}})
    assert only_mistake(given) == f"openapi[POST/a]: has {message}. See the OpenAPI specification."


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (
            {"get": {"security": OAUTH}, "GET": {}},
            (
                'openapi[/a]: has "GET", which cannot be a route. Write one of get, post, put, '
                "patch, delete, head, options, or x-amazon-apigateway-any-method."
            ),
        ),
        ({"get": None}, "openapi[GET/a]: is no operation. Write a mapping."),
        (
            ["get"],
            (
                "openapi[/a]: has a path item where a mapping has to be. See the OpenAPI "
                "specification."
            ),
        ),
        (
            {"get": {"security": [{"oauth": "orders.read"}]}},
            "openapi[GET/a]: has no list of scopes in its security. Write [<scope>] there.",
        ),
    ],
)
def test_nothing_of_a_path_is_passed_over(document: Document, item: Any, message: str) -> None:
    found = mistakes(document.write({"/a": item}))
    assert message in found


def test_a_path_item_by_reference(document: Document) -> None:
    given = document.write(
        {"/a": {"$ref": "#/components/pathItems/A"}},
        components={"pathItems": {"A": {"get": {"security": OAUTH}}}},
    )
    assert [(made.method, made.path) for made in check_api("orders", given).routes] == [
        ("GET", "/a")
    ]


def test_a_schema_of_a_later_draft() -> None:
    schema = {"const": "a", "exclusiveMinimum": 0, "items": {"exclusiveMaximum": True}}
    assert json_schema.self_contained(schema, {}) == {
        "$schema": json_schema.DRAFT,
        "enum": ["a"],
        "minimum": 0,
        "exclusiveMinimum": True,
        "items": {"exclusiveMaximum": True},
    }


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"exclusiveMinimum": 5, "minimum": 0}, {"minimum": 5, "exclusiveMinimum": True}),
        ({"minimum": 9, "exclusiveMinimum": 5}, {"minimum": 9}),
        ({"exclusiveMaximum": 5, "maximum": 9}, {"maximum": 5, "exclusiveMaximum": True}),
        ({"maximum": 0, "exclusiveMaximum": 5}, {"maximum": 0}),
        ({"minimum": 5, "exclusiveMinimum": 5}, {"minimum": 5, "exclusiveMinimum": True}),
    ],
)
def test_two_limits_of_a_later_draft_become_the_stricter(schema: Any, expected: Any) -> None:
    assert json_schema.self_contained(schema, {}) == {"$schema": json_schema.DRAFT, **expected}


def test_a_schema_with_all_that_it_refers_to() -> None:
    document = {
        "components": {
            "schemas": {
                "Order": {
                    "type": "object",
                    "example": {"type": "x"},
                    "properties": {
                        "example": {"type": "string", "nullable": True},
                        "parent": {"$ref": "#/components/schemas/Order"},
                        "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
                    },
                },
                "Line": {"enum": ["a"], "type": "string", "nullable": True, "x-more": 1},
                "Unused": {},
            }
        }
    }
    found = json_schema.self_contained({"$ref": "#/components/schemas/Order"}, document)
    assert found == {
        "$schema": json_schema.DRAFT,
        "$ref": "#/definitions/Order",
        "definitions": {
            "Order": {
                "type": "object",
                "properties": {
                    "example": {"type": ["string", "null"]},
                    "parent": {"$ref": "#/definitions/Order"},
                    "lines": {"type": "array", "items": {"$ref": "#/definitions/Line"}},
                },
            },
            "Line": {"enum": ["a", None], "type": ["string", "null"]},
        },
    }
