"""What an API does besides letting tokens in, as its callers see it over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
import requests

from sandbox.paths import ROOT
from tests.harness import aws, programs, tokens
from tests.harness.engine import Engine

PROGRAM = """
    import json
    from pathlib import Path

    import pulumi
    from scoped_api import AuthorizationServer, M2MClient, ScopedApi

    auth = AuthorizationServer(
        "features", {"domain_prefix": "features", "deletion_protection": False}
    )
    given = json.loads(Path("given.json").read_text())
    api = ScopedApi("features", {"user_pool_arn": auth.user_pool_arn, **given})
    client = M2MClient(
        "features-caller",
        {
            "user_pool_id": auth.user_pool_id,
            "scopes": ["use"],
            "declared_scopes": api.declared_scopes,
        },
    )
    pulumi.export("invoke_url", api.invoke_url)
    pulumi.export("token_url", auth.token_url)
    pulumi.export(
        "clients",
        {"caller": {"client_id": client.client_id, "client_secret": client.client_secret}},
    )
"""
ORIGIN = "https://app.example.com"


def route(method: str, path: str, backend: str, **more: Any) -> dict[str, Any]:
    return {"method": method, "path": path, "scopes": ["use"], "backend": backend, **more}


def given(upstream: str) -> dict[str, Any]:
    """The API; `upstream` is an HTTP endpoint."""
    return {
        "identifier": "com.features",
        "scopes": {"use": "Use it"},
        "backends": {
            "code": {"function": {"folder": "lambda"}},
            "gone": {"answer": {"status": 410, "body": {"message": "it cost $5 #1"}}},
            "same": {"http": {"url": upstream}},
            "other": {"http": {"url": upstream, "path": "/v1/by-order/{id}"}},
        },
        "routes": [
            route("ANY", "/any", "code"),
            route("GET", "/gone", "gone"),
            route("GET", "/orders/{id}", "same"),
            route("GET", "/orders/{id}/lines", "other"),
            route("ANY", "/files/{proxy+}", "same"),
            route(
                "POST",
                "/checked",
                "code",
                required_parameters=["header.X-Id"],
                body_schema={"type": "object", "required": ["item"]},
            ),
            route("GET", "/slow", "gone", throttle={"rate": 0.001, "burst": 1}),
            route("ANY", "/slow/any", "gone", throttle={"rate": 0.001, "burst": 1}),
        ],
        "cors": {"origin": ORIGIN, "max_age": 60},
        "error_body": {"code": "refused", "message": "$context.error.message"},
        "throttle": {"rate": 1000, "burst": 1000},
        "stage": "v1",
        "stage_variables": {"color": "blue"},
        "tags": {"team": "features"},
        "access_logs": {"retention_days": 7},
        "authorizer_cache_seconds": 0,
    }


class _Echo(BaseHTTPRequestHandler):
    """Answers with the request line that it got."""

    def do_GET(self) -> None:
        body = json.dumps({"got": f"{self.command} {self.path}"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_PUT = do_GET  # noqa: N815  # the name that http.server looks for

    def log_message(self, *_: object) -> None:
        """Nothing: the tests' output is for the tests."""


@dataclass
class Api:
    """The API, and a token for it."""

    run: Engine
    url: str = ""
    token: str = ""

    def write(self, args: dict[str, Any]) -> None:
        """What the next update makes of it."""
        (self.run.folder / "given.json").write_text(json.dumps(args))

    def call(self, method: str, path: str, **more: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        return requests.request(method, self.url + path, headers=headers, timeout=30, **more)


@pytest.fixture(scope="module")
def upstream() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def api(
    tmp_path_factory: pytest.TempPathFactory, engine: Callable[..., Engine], upstream: str
) -> Api:
    folder = programs.write(tmp_path_factory.mktemp("features") / "it", PROGRAM, name="features")
    programs.add_function(folder)
    made = Api(engine(folder))
    made.write(given(upstream))
    made.run.up("--policy-pack", str(ROOT / "policy"))
    outputs = made.run.outputs()
    made.url, made.token = outputs["invoke_url"], tokens.fetch(outputs, "caller")
    return made


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_any_method(api: Api, method: str) -> None:
    assert api.call(method, "/any").json()["message"] == "success"


def test_a_fixed_answer_as_it_was_written(api: Api) -> None:
    answer = api.call("GET", "/gone")
    assert (answer.status_code, answer.json()) == (410, {"message": "it cost $5 #1"})


@pytest.mark.parametrize(
    ("call", "got"),
    [
        ("GET /orders/7", "GET /orders/7"),
        ("GET /orders/7/lines", "GET /v1/by-order/7"),
        ("PUT /files/a/b.txt", "PUT /files/a/b.txt"),
    ],
)
def test_an_http_backend_gets_the_paths_parameters(api: Api, call: str, got: str) -> None:
    assert api.call(*call.split()).json() == {"got": got}


def test_a_request_without_what_is_required_is_refused(api: Api) -> None:
    wanted = {"headers": {"X-Id": "1"}, "json": {"item": "x"}}
    statuses = [
        api.call("POST", "/checked", **more).status_code
        for more in (wanted, {**wanted, "headers": {}}, {**wanted, "json": {"other": "x"}})
    ]
    assert statuses == [200, 400, 400]


@pytest.mark.parametrize("call", ["GET /slow", "PATCH /slow/any"])
def test_a_route_that_is_called_too_often(api: Api, call: str) -> None:
    statuses = {api.call(*call.split()).status_code for _ in range(5)}
    assert statuses == {410, 429}


def test_a_preflight_needs_no_token_and_an_error_has_its_header_too(api: Api) -> None:
    preflight = requests.options(api.url + "/orders/7", timeout=30)
    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET,OPTIONS"
    assert preflight.headers["Access-Control-Max-Age"] == "60"
    refused = requests.get(api.url + "/any", timeout=30)
    assert refused.status_code == 401
    assert refused.json() == {"code": "refused", "message": "Unauthorized"}
    assert refused.headers["Access-Control-Allow-Origin"] == ORIGIN


def test_every_route_refuses_who_has_no_token(api: Api) -> None:
    for one in given("")["routes"]:
        method = one["method"].replace("ANY", "PATCH")
        path = one["path"].replace("{id}", "7").replace("{proxy+}", "a")
        assert requests.request(method, api.url + path, timeout=30).status_code == 401, one


def test_there_is_nothing_left_to_do(api: Api) -> None:
    api.run.pulumi("preview", "--expect-no-changes")


def test_what_is_no_route_can_be_refused(api: Api, upstream: str) -> None:
    open_by_hand(api)
    assert requests.get(api.url + "/back/door", timeout=30).status_code == 200
    closed = {**given(upstream), "refuse_others": True}
    del closed["throttle"]
    api.write(closed)
    api.run.up()
    assert requests.get(api.url + "/back/door", timeout=30).status_code == 429
    # All routes go on, ANY and preflights included.
    calls = ("GET /orders/7", "PUT /files/a/b.txt", "DELETE /any", "GET /gone")
    assert [api.call(*call.split()).status_code for call in calls] == [200, 200, 200, 410]
    assert requests.options(api.url + "/orders/7", timeout=30).status_code == 204
    api.run.pulumi("preview", "--expect-no-changes")


def open_by_hand(api: Api) -> None:
    """Make an open method, as somebody would at the console: Pulumi knows nothing of it.

    A route that Pulumi removes is like this on AWS: the deployment made in that update holds it.
    """
    client = aws.client(api.run.emulator.url, "apigateway")
    stage = next(r for r in api.run.resources() if r["type"].endswith("/stage:Stage"))
    found = client.get_resources(restApiId=stage["outputs"]["restApi"], limit=500)
    place = {"restApiId": stage["outputs"]["restApi"]}
    parent = next(one["id"] for one in found["items"] if one["path"] == "/")
    for part in ("back", "door"):
        parent = client.create_resource(**place, parentId=parent, pathPart=part)["id"]
    place |= {"resourceId": parent, "httpMethod": "GET"}
    client.put_method(**place, authorizationType="NONE")
    mock = {"application/json": '{"statusCode": 200}'}
    client.put_integration(**place, type="MOCK", requestTemplates=mock)
    client.put_method_response(**place, statusCode="200")
    client.put_integration_response(**place, statusCode="200", responseTemplates={})
