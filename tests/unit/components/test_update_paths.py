"""Changes to an API that is there, by the real engine: each leaves it working, without orphans."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests
from scoped_api.token import Credentials
from scoped_api.token.exchange import fetch

from tests.harness import programs
from tests.harness.engine import Engine

PROGRAM = """
    import json
    from pathlib import Path

    import pulumi
    from scoped_api import AuthorizationServer, M2MClient, ScopedApi

    given = json.loads(Path("given.json").read_text())
    server = AuthorizationServer(
        "auth", {"domain_prefix": "update-paths", "deletion_protection": False}
    )
    aliases = [pulumi.Alias(name=name) for name in given["aliases"]]
    api = ScopedApi(
        given["name"],
        {"user_pool_arn": server.user_pool_arn, **given["api"]},
        pulumi.ResourceOptions(aliases=aliases),
    )
    caller = M2MClient(
        "caller",
        {
            "user_pool_id": server.user_pool_id,
            "declared_scopes": api.declared_scopes,
            **given["client"],
        },
    )
    for key in ("invoke_url", "rest_api_id"):
        pulumi.export(key, getattr(api, key))
    pulumi.export("token_url", server.token_url)
    pulumi.export("user_pool_id", server.user_pool_id)
    pulumi.export("client_id", caller.client_id)
    pulumi.export("client_secret", caller.client_secret)
"""


def route(method: str, path: str, *scopes: str) -> dict[str, Any]:
    return {"method": method, "path": path, "scopes": list(scopes)}


GIVEN: dict[str, Any] = {
    "name": "orders",
    "aliases": [],
    "client": {"scopes": ["read"]},
    "api": {
        "identifier": "com.orders",
        "scopes": {"read": "Read", "write": "Write"},
        "backends": {"fixed": {"answer": {"body": {"ok": True}}}},
        "routes": [
            route("GET", "/o", "read"),
            route("POST", "/o", "write"),
            route("GET", "/o/{a}/lines", "read"),
        ],
    },
}


class Service:
    """The program above, what it is given, and the API that it makes."""

    def __init__(self, run: Engine) -> None:
        self.run = run
        self.given = json.loads(json.dumps(GIVEN))
        self.up()
        # They stay: no update here replaces what they name.
        self.outputs = run.outputs()

    def up(self) -> str:
        (self.run.folder / "given.json").write_text(json.dumps(self.given))
        return self.run.up().stdout

    def unchanged(self) -> None:
        (self.run.folder / "given.json").write_text(json.dumps(self.given))
        self.run.pulumi("preview", "--expect-no-changes")

    @property
    def routes(self) -> list[dict[str, Any]]:
        routes: list[dict[str, Any]] = self.given["api"]["routes"]
        return routes

    def call(self, method: str, path: str) -> int:
        """The status of a call with a new token of the client."""
        keys = ("client_id", "client_secret", "token_url")
        token = fetch(Credentials(**{key: self.outputs[key] for key in keys})).value
        url = self.outputs["invoke_url"] + path
        headers = {"Authorization": f"Bearer {token}"}
        return requests.request(method, url, headers=headers, timeout=30).status_code

    def deployed(self) -> set[str]:
        """The methods that the emulated AWS has, with their paths and scopes."""
        client = boto3.client(
            "apigateway",
            region_name="us-east-1",
            endpoint_url=self.run.emulator.url,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        items = client.get_resources(
            restApiId=self.outputs["rest_api_id"], limit=500, embed=["methods"]
        )["items"]
        assert {item["path"] for item in items} >= {"/"}
        found = set()
        for item in items:
            for method, made in item.get("resourceMethods", {}).items():
                assert made["methodIntegration"]["type"] == "MOCK"
                found.add(f"{method} {item['path']} {' '.join(made['authorizationScopes'])}")
            if not item.get("resourceMethods"):
                found.add(item["path"])
        return found


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, engine: Callable[..., Engine]) -> Service:
    folder = programs.write(
        Path(tmp_path_factory.mktemp("update")) / "program", PROGRAM, name="update-paths"
    )
    return Service(engine(folder))


READ, WRITE = "com.orders/read", "com.orders/write"


def test_the_api_works_and_stays(service: Service) -> None:
    assert service.call("GET", "/o") == 200
    assert service.call("GET", "/o/1/lines") == 200
    assert service.call("POST", "/o") == 401
    service.routes.reverse()
    service.unchanged()


def test_a_route_is_added_and_another_removed(service: Service) -> None:
    service.routes[:] = [one for one in service.routes if one["path"] == "/o"]
    service.routes.append(route("GET", "/p/q", "read"))
    service.up()
    assert service.call("GET", "/p/q") == 200
    assert service.call("GET", "/o") == 200
    assert service.deployed() == {
        "/", "/p", f"GET /p/q {READ}", f"GET /o {READ}", f"POST /o {WRITE}",
    }  # fmt: skip


def test_a_route_is_moved_and_a_parameter_renamed(service: Service) -> None:
    service.routes[:] = [
        route("GET", "/p/{a}", "read"),
        route("GET", "/o", "read"),
        route("POST", "/o", "write"),
    ]
    service.up()
    service.routes[0]["path"] = "/p/{b}"
    printed = service.up()
    assert "orders/p/{} updated" in printed
    assert service.call("GET", "/p/1") == 200
    assert service.deployed() == {
        "/", "/p", f"GET /p/{{b}} {READ}", f"GET /o {READ}", f"POST /o {WRITE}",
    }  # fmt: skip


def test_scopes_are_swapped_between_two_routes_and_the_client_follows(service: Service) -> None:
    service.routes[1]["scopes"], service.routes[2]["scopes"] = ["write"], ["read"]
    service.up()
    assert (service.call("GET", "/o"), service.call("POST", "/o")) == (401, 200)
    service.given["client"]["scopes"] = ["write"]
    service.up()
    assert (service.call("GET", "/o"), service.call("POST", "/o")) == (200, 401)


def test_the_resource_server_gets_another_identifier(service: Service) -> None:
    service.given["api"]["identifier"] = "com.shop"
    service.up()
    assert (service.call("GET", "/o"), service.call("POST", "/o")) == (200, 401)
    assert "GET /o com.shop/write" in service.deployed()
    client = boto3.client(
        "cognito-idp",
        region_name="us-east-1",
        endpoint_url=service.run.emulator.url,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    servers = client.list_resource_servers(
        UserPoolId=service.outputs["user_pool_id"], MaxResults=50
    )["ResourceServers"]
    assert [server["Identifier"] for server in servers] == ["com.shop"]


def test_the_component_is_renamed(service: Service) -> None:
    service.given |= {"name": "shop", "aliases": ["orders"]}
    (service.run.folder / "given.json").write_text(json.dumps(service.given))
    steps = service.run.json("preview", "--json")["steps"]
    assert {step["op"] for step in steps} == {"same"}


def test_nothing_is_left(service: Service) -> None:
    service.given |= {"name": "orders", "aliases": []}
    (service.run.folder / "given.json").write_text(json.dumps(service.given))
    service.run.pulumi("destroy", "--yes", "--skip-preview")
    assert service.run.resources() == []
