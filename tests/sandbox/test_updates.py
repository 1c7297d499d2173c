"""Changes to an API that is in use, by the real engine: each leaves it working, and no orphans."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
import requests

from tests.harness import programs, tokens
from tests.harness.engine import Engine
from tests.sandbox import inventory

PROGRAM = """
    import json
    from pathlib import Path

    import pulumi
    from scoped_api import AuthorizationServer, M2MClient, ScopedApi

    given = json.loads(Path("given.json").read_text())
    auth = AuthorizationServer(
        "updates", {"domain_prefix": "updates", "deletion_protection": False}
    )
    api = ScopedApi(
        given["name"],
        {"user_pool_arn": auth.user_pool_arn, **given["api"]},
        pulumi.ResourceOptions(aliases=[pulumi.Alias(name=name) for name in given["aliases"]]),
    )
    client = M2MClient(
        "updates-caller",
        {
            "user_pool_id": auth.user_pool_id,
            "declared_scopes": api.declared_scopes,
            "scopes": given["client"],
        },
    )
    pulumi.export("invoke_url", api.invoke_url)
    pulumi.export("token_url", auth.token_url)
    pulumi.export(
        "clients",
        {"caller": {"client_id": client.client_id, "client_secret": client.client_secret}},
    )
"""


def route(method: str, path: str, scope: str, backend: str = "code") -> dict[str, Any]:
    return {"method": method, "path": path, "scopes": [scope], "backend": backend}


GIVEN: dict[str, Any] = {
    "name": "updates",
    "aliases": [],
    "client": ["read"],
    "api": {
        "identifier": "com.updates",
        "scopes": {"read": "Read", "write": "Write"},
        "backends": {
            "code": {"function": {"folder": "lambda"}},
            "fixed": {"answer": {"body": {"fixed": True}}},
        },
        "routes": [
            route("GET", "/orders", "read"),
            route("POST", "/orders", "write"),
            route("GET", "/orders/{id}/lines", "read"),
            route("GET", "/old/place", "read", "fixed"),
        ],
    },
}


class Service:
    """The program, what it is given now, and its API."""

    def __init__(self, run: Engine) -> None:
        self.run = run
        self.given = deepcopy(GIVEN)

    @property
    def routes(self) -> list[dict[str, Any]]:
        routes: list[dict[str, Any]] = self.given["api"]["routes"]
        return routes

    def write(self) -> None:
        (self.run.folder / "given.json").write_text(json.dumps(self.given))

    def update(self, calls: dict[str, int]) -> str:
        """Update; the API answers these calls so, and nothing is left over."""
        self.write()
        printed = self.run.up().stdout
        assert self.call(*calls) == calls
        inventory.same(self.run, prefix="updates")
        return printed

    def unchanged(self) -> None:
        """There is nothing to do."""
        self.write()
        self.run.pulumi("preview", "--expect-no-changes")

    def call(self, *calls: str) -> dict[str, int]:
        """The status of each call (`GET /orders`) with a new token of the client's."""
        outputs = self.run.outputs()
        headers = {"Authorization": f"Bearer {tokens.fetch(outputs, 'caller')}"}
        found = {}
        for one in calls:
            method, path = one.split()
            url = outputs["invoke_url"] + path
            found[one] = requests.request(method, url, headers=headers, timeout=30).status_code
            assert requests.request(method, url, timeout=30).status_code in (401, 403)
        return found


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, engine: Callable[..., Engine]) -> Service:
    """The API as it is at first."""
    folder = programs.write(tmp_path_factory.mktemp("updates") / "it", PROGRAM, name="updates")
    programs.add_function(folder)
    made = Service(engine(folder))
    made.update(
        {"GET /orders": 200, "POST /orders": 401, "GET /orders/1/lines": 200, "GET /old/place": 200}
    )
    return made


def test_another_order_of_routes_changes_nothing(service: Service) -> None:
    # Nor does another update.
    service.routes.reverse()
    service.unchanged()


def test_routes_are_added_removed_and_moved(service: Service) -> None:
    service.routes[:] = [
        route("GET", "/orders", "read"),
        route("POST", "/orders", "write"),
        route("GET", "/new/place", "read", "fixed"),
        route("DELETE", "/orders/{id}", "read"),
    ]
    service.update(
        {
            "GET /orders": 200,
            "POST /orders": 401,
            "GET /new/place": 200,
            "DELETE /orders/1": 200,
            "GET /orders/1/lines": 403,
            "GET /old/place": 403,
        }
    )
    service.unchanged()


def test_scopes_are_swapped_and_a_path_parameter_renamed(service: Service) -> None:
    service.routes[0]["scopes"], service.routes[1]["scopes"] = ["write"], ["read"]
    service.routes[3]["path"] = "/orders/{order}"
    printed = service.update({"GET /orders": 401, "POST /orders": 200, "DELETE /orders/1": 200})
    assert "replaced" in printed  # the deployment
    resources = [r for r in service.run.resources() if r["type"].endswith("/resource:Resource")]
    assert {r["inputs"]["pathPart"] for r in resources} == {"new", "place", "orders", "{order}"}
    service.unchanged()


def test_the_client_gets_other_scopes(service: Service) -> None:
    before = service.run.outputs()["clients"]
    service.given["client"] = ["write"]
    printed = service.update({"GET /orders": 200, "POST /orders": 401})
    # In place: its callers go on with their credentials, and nothing is deployed anew.
    assert service.run.outputs()["clients"] == before
    assert "replaced" not in printed
    service.unchanged()


def test_the_resource_server_gets_another_identifier(service: Service) -> None:
    service.given["api"]["identifier"] = "com.renamed"
    service.update({"GET /orders": 200, "POST /orders": 401})
    claims = tokens.claims(tokens.fetch(service.run.outputs(), "caller"))
    assert claims["scope"] == "com.renamed/write"
    service.unchanged()


def test_the_component_gets_another_name(service: Service) -> None:
    def ids() -> set[str]:
        return {r["id"] for r in service.run.resources() if r.get("custom")}

    before = ids()
    service.given |= {"name": "shop", "aliases": ["updates"]}
    service.update({"GET /orders": 200, "POST /orders": 401})
    assert ids() == before
    # The alias has done its work.
    service.given["aliases"] = []
    service.unchanged()


def test_destroy_leaves_nothing(service: Service) -> None:
    service.run.pulumi("destroy", "--yes", "--skip-preview")
    assert service.run.resources() == []
    assert inventory.functions(service.run, "updates") == set()
