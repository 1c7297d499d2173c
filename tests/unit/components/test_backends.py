"""Backends: what each registers, and what would only fail when it is first called."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pulumi
import pytest
from scoped_api import ScopedApi, function_code

from tests.unit.components.api import args, mistakes, only_mistake, route
from tests.unit.components.harness import ACCOUNT, REGION, Deployed, deploy

FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:orders"
INTEGRATION, PERMISSION = "apigateway/integration:Integration", "lambda/permission:Permission"


def api(backend: dict[str, Any], *routes: dict[str, Any]) -> Deployed:
    given = args(backends={"b": backend}, routes=list(routes) or [route()])
    return deploy(lambda: ScopedApi("orders", given))


@pytest.fixture
def code(tmp_path: Path) -> Path:
    (tmp_path / "handler.py").write_text("def handler(event, context): ...\n")
    return tmp_path


def test_a_function_from_a_folder_may_write_its_log_and_nothing_else(code: Path) -> None:
    deployed = api({"function": {"folder": str(code), "environment": {"A": "b"}}})
    function = deployed.one("lambda/function:Function")
    assert {key: value for key, value in function.inputs.items() if key != "code"} == {
        "handler": "handler.handler",
        "runtime": "python3.13",
        "memorySize": 128,
        "timeout": 10,
        "role": f"arn:aws:iam::{ACCOUNT}:role/orders-b",
        "environment": {"variables": {"A": "b"}},
        "loggingConfig": {"logFormat": "JSON", "logGroup": "orders-b"},
    }
    may = deployed.one("iam/rolePolicy:RolePolicy")
    [statement] = json.loads(may.inputs["policy"])["Statement"]
    assert statement["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert statement["Resource"] == f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:orders-b:*"
    assert function.depends_on(may)
    assert deployed.outputs["orders"]["function_arns"] == {
        "b": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:orders-b"
    }


def test_a_function_may_be_allowed_more(code: Path) -> None:
    policy = '{"Version": "2012-10-17", "Statement": []}'
    deployed = api({"function": {"folder": str(code), "policy": policy}})
    assert deployed.one("iam/rolePolicy:RolePolicy", "orders-b").inputs["policy"] == policy


def test_one_permission_for_a_function_however_many_routes(code: Path) -> None:
    deployed = api(
        {"function": {"folder": str(code)}}, route(), route(method="POST"), route(path="/x/{y}")
    )
    permission = deployed.one(PERMISSION)
    assert permission.inputs["principal"] == "apigateway.amazonaws.com"
    assert permission.inputs["sourceArn"] == f"arn:aws:execute-api:{REGION}:{ACCOUNT}:api1/live/*"
    uris = {made.inputs["uri"] for made in deployed.of_type(INTEGRATION)}
    assert uris == {
        (
            f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/"
            f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:orders-b/invocations"
        )
    }
    for made in deployed.of_type(INTEGRATION):
        assert made.inputs["type"] == "AWS_PROXY"
        assert made.inputs["integrationHttpMethod"] == "POST"


@pytest.mark.parametrize(
    ("arn", "function", "qualifier"),
    [
        (FUNCTION, FUNCTION, None),
        (f"{FUNCTION}:live", FUNCTION, "live"),
        (f"{FUNCTION}:7", FUNCTION, "7"),
    ],
)
def test_an_existing_function_or_alias(arn: str, function: str, qualifier: str | None) -> None:
    deployed = api({"function_arn": arn})
    permission = deployed.one(PERMISSION)
    assert permission.inputs["function"] == function
    assert permission.inputs.get("qualifier") == qualifier
    assert deployed.one(INTEGRATION).inputs["uri"].endswith(f"functions/{arn}/invocations")
    assert deployed.of_type("lambda/function:Function") == []
    assert deployed.outputs["orders"]["function_arns"] == {}


@pytest.mark.parametrize(
    ("backend", "path", "uri", "passed"),
    [
        ({}, "/o/{id}/l/{line}", "/o/{id}/l/{line}", {"id", "line"}),
        ({}, "/o/{rest+}", "/o/{rest}", {"rest"}),
        ({}, "/", "", set()),
        ({"path": "/v1/{id}"}, "/o/{id}/l/{line}", "/v1/{id}", {"id"}),
    ],
)
def test_an_http_endpoint_gets_the_path_and_its_parameters(
    backend: dict[str, Any], path: str, uri: str, passed: set[str]
) -> None:
    url = pulumi.Output.from_input("https://orders.example.com")
    deployed = api({"http": {"url": url, **backend}}, route(method="ANY", path=path))
    integration = deployed.one(INTEGRATION).inputs
    assert integration["type"] == "HTTP_PROXY"
    assert integration["integrationHttpMethod"] == "ANY"
    assert integration["uri"] == f"https://orders.example.com{uri}"
    assert integration.get("requestParameters", {}) == {
        f"integration.request.path.{name}": f"method.request.path.{name}" for name in passed
    }
    declared = deployed.one("apigateway/method:Method").inputs.get("requestParameters", {})
    assert passed <= {name.rpartition(".")[2] for name in declared}


def test_an_http_endpoint_behind_a_vpc_link() -> None:
    deployed = api({"http": {"url": "http://orders.internal", "vpc_link_id": "link1"}})
    assert deployed.one(INTEGRATION).inputs["connectionType"] == "VPC_LINK"
    assert deployed.one(INTEGRATION).inputs["connectionId"] == "link1"


@pytest.mark.parametrize(
    ("body", "template"),
    [
        ({"code": "00000"}, '{"code": "00000"}'),
        ({"price": "$5 #1"}, r'{"price": "\u00245 \u00231"}'),
    ],
)
def test_a_fixed_answer(body: object, template: str) -> None:
    deployed = api({"answer": {"status": 410, "body": body}})
    integration = deployed.one(INTEGRATION).inputs
    assert integration["type"] == "MOCK"
    assert integration["requestTemplates"] == {"application/json": '{"statusCode": 410}'}
    answer = deployed.one("apigateway/integrationResponse:IntegrationResponse")
    assert answer.inputs["statusCode"] == "410"
    assert answer.inputs["responseTemplates"] == {"application/json": template}
    assert answer.depends_on(deployed.one("apigateway/methodResponse:MethodResponse"))
    # A fixed answer is as protected as any other.
    assert deployed.one("apigateway/method:Method").inputs["authorization"] == "COGNITO_USER_POOLS"


def test_a_backend_that_no_route_uses_is_not_made(code: Path) -> None:
    backends = {"b": {"function": {"folder": str(code)}}, "fixed": {"answer": {"body": 1}}}
    given = args(backends=backends, routes=[route(backend="fixed")])
    deployed = deploy(lambda: ScopedApi("orders", given))
    assert deployed.of_type("lambda/function:Function") == []


def test_what_is_deployed_is_not_changed_by_running_the_code(code: Path) -> None:
    (code / "data").mkdir()
    (code / "data" / "a.json").write_text("{}")
    for made in ("__pycache__/handler.pyc", ".hidden", ".venv/lib/x.py"):
        (code / made).parent.mkdir(parents=True, exist_ok=True)
        (code / made).write_text("x")
    found = [path.relative_to(code).as_posix() for path in function_code.files(code)]
    assert found == ["data/a.json", "handler.py"]


@pytest.mark.parametrize(
    ("backend", "message"),
    [
        (
            {},
            (
                "backends.b: must have exactly one of function, function_arn, http, answer; it has "
                "none."
            ),
        ),
        (
            {"function_arn": FUNCTION, "answer": {"body": 1}},
            (
                "backends.b: must have exactly one of "
                "function, function_arn, http, answer; it has function_arn and answer."
            ),
        ),
        (
            {"function_arn": "orders"},
            (
                'backends.b.function_arn: "orders" is no ARN of a Lambda '
                'function. Write, for example, "arn:aws:lambda:eu-west-1:123456789012:'
                'function:orders:live".'
            ),
        ),
        (
            {"http": {"url": "orders.example.com"}},
            (
                "backends.b.http.url: is no address. Write http:// or "
                "https://, a host, and at most a path without a slash at its end: "
                '"https://orders.example.com".'
            ),
        ),
        (
            {"http": {"url": "https://a.b/"}},
            (
                "backends.b.http.url: is no address. Write http:// or "
                "https://, a host, and at most a path without a slash at its end: "
                '"https://orders.example.com".'
            ),
        ),
        (
            {"http": {"url": "https://a.b", "path": "v1"}},
            ('backends.b.http.path: "v1" must start with a slash. Write "/v1".'),
        ),
        (
            {"answer": {"status": 99, "body": 1}},
            ("backends.b.answer.status: 99 is no HTTP status. Write 200 to 599."),
        ),
        ({"function": {}}, 'backends.b.function.folder: is missing. Write "folder": "...".'),
    ],
)
def test_a_bad_backend(backend: dict[str, Any], message: str) -> None:
    assert only_mistake(args(backends={"b": backend})) == message


def test_a_path_with_a_parameter_that_a_route_does_not_have() -> None:
    backends = {"b": {"http": {"url": "https://a.b", "path": "/v1/{id}"}}}
    given = args(backends=backends, routes=[route(path="/o/{id}"), route(path="/x")])
    assert only_mistake(given) == (
        'backends.b.http.path: "/v1/{id}" uses {id}, which GET /x does not have. Write a '
        "parameter of the route, or give that route another backend."
    )


def test_an_awaitable_is_awaited_once_however_often_it_is_used() -> None:
    async def later(value: str) -> str:
        return value

    def program() -> None:
        http = {"url": later("https://a.b"), "vpc_link_id": later("link")}
        routes = [route(path="/x"), route(path="/y")]
        ScopedApi("orders", args(backends={"b": {"http": http}}, routes=routes))

    made = deploy(program).of_type(INTEGRATION)
    assert {one.inputs["uri"] for one in made} == {"https://a.b/x", "https://a.b/y"}
    assert {one.inputs["connectionId"] for one in made} == {"link"}


def test_a_value_that_json_does_not_have() -> None:
    body = {"url": pulumi.Output.from_input("x")}
    assert only_mistake(args(backends={"b": {"answer": {"body": body}}})) == (
        "backends.b.answer.body: cannot be written as JSON. Write text, numbers, true, false, "
        "None, lists and mappings only, and no Output."
    )
    assert "cannot be written as JSON" in only_mistake(
        args(backends={"b": {"answer": {"body": float("nan")}}})
    )
    assert only_mistake(args(routes=[route(body_schema={"enum": {1, 2}})])) == (
        "routes[0] (GET /orders): has a body_schema that cannot be written as JSON. Write text, "
        "numbers, true, false, None, lists and mappings only, and no Output."
    )


def function_mistake(**function: Any) -> str:
    return only_mistake(args(backends={"b": {"function": function}}))


def test_a_folder_that_is_not_there() -> None:
    assert function_mistake(folder="nowhere") == (
        f'backends.b.function.folder: there is no folder "nowhere" in {Path.cwd()}. Write the '
        "path of the code, from the program's folder."
    )


def test_a_folder_that_is_too_large(code: Path) -> None:
    with (code / "model.bin").open("wb") as file:
        file.truncate(251 * 1024 * 1024)  # sparse: takes no room
    assert function_mistake(folder=str(code)) == (
        f'backends.b.function.folder: "{code}" has more than the 250 MB that Lambda takes. Keep '
        "only what runs there."
    )


def test_a_folder_that_cannot_be_read(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(top: Any, onerror: Any) -> Any:
        onerror(PermissionError(13, "Permission denied", f"{top}/inner"))
        return iter(())

    # Tests may run as root, who may read everything.
    monkeypatch.setattr("os.walk", refuse)
    assert function_mistake(folder=str(code)) == (
        f'backends.b.function.folder: "{code}" cannot be read: [Errno 13] Permission denied: '
        f"'{code}/inner'. Allow it."
    )


def test_an_empty_folder(tmp_path: Path) -> None:
    assert function_mistake(folder=str(tmp_path)) == (
        f'backends.b.function.folder: "{tmp_path}" is empty. Put the code there.'
    )


def test_a_syntax_error_anywhere_in_the_code(code: Path) -> None:
    (code / "handler.py").write_text("def handler(:\n")
    (code / "lib").mkdir()
    (code / "lib" / "more.py").write_text("x = 1\ny = = 2\n")
    assert mistakes(args(backends={"b": {"function": {"folder": str(code)}}})) == [
        (
            f"backends.b.function.folder: {code}/handler.py, line 1 is not valid Python: "
            "invalid syntax."
        ),
        (
            f"backends.b.function.folder: {code}/lib/more.py, line 2 is not valid Python: "
            "invalid syntax."
        ),
    ]


def test_a_handler_that_is_not_there(code: Path) -> None:
    assert function_mistake(folder=str(code), handler="main.handler") == (
        f'backends.b.function.handler: "main.handler" needs the file {code}/main.py, which is not '
        'there. Write "file.function".'
    )
    assert function_mistake(folder=str(code), handler="handler.run") == (
        f'backends.b.function.handler: {code}/handler.py defines no "run". Define it, or name '
        "another function."
    )
    assert function_mistake(folder=str(code), handler="handler") == (
        'backends.b.function.handler: "handler" must be "file.function", for example '
        '"handler.handler".'
    )
    assert function_mistake(folder=str(code), runtime="nodejs22.x", handler="index.handler") == (
        f'backends.b.function.handler: "index.handler" needs the file {code}/index.js (or .mjs, '
        ".cjs), which is not there."
    )


def test_settings_out_of_range(code: Path) -> None:
    assert function_mistake(folder=str(code), memory=64) == (
        "backends.b.function.memory: 64 is out of range. Write 128 to 10240."
    )
    assert function_mistake(folder=str(code), timeout=30) == (
        "backends.b.function.timeout: 30 is out of range. Write 1 to 29."
    )
