"""The pack under the real engine, on a program of somebody else's that names it by its path."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.paths import ROOT
from tests.harness.engine import Engine
from tests.harness.programs import write

PACK = str(ROOT / "policy")

# Plain pulumi_aws, none of our components.
OPEN = """
    from pulumi_aws import apigateway as gateway, cognito

    pool = cognito.UserPool("pool")
    server = cognito.ResourceServer("server", identifier="shop", name="shop", user_pool_id=pool.id,
        scopes=[{"scope_name": "read", "scope_description": "Read"}])
    api = gateway.RestApi("orders", name="orders-api")
    orders = gateway.Resource("orders", rest_api=api.id, parent_id=api.root_resource_id,
        path_part="orders")
    item = gateway.Resource("item", rest_api=api.id, parent_id=orders.id, path_part="{id}")
    authorizer = gateway.Authorizer("auth", rest_api=api.id, type="COGNITO_USER_POOLS",
        provider_arns=[pool.arn])
    gateway.Method("get-item", rest_api=api.id, resource_id=item.id, http_method="GET",
        authorization="COGNITO_USER_POOLS", authorizer_id=authorizer.id,
        authorization_scopes=["shop/read"])
    gateway.Method("delete-item", rest_api=api.id, resource_id=item.id, http_method="DELETE",
        authorization="NONE")
"""
ALONE = """
    from pulumi_aws import apigateway as gateway

    gateway.Method("delete-item", rest_api="a1b2c3", resource_id="d4e5", http_method="DELETE",
        authorization="NONE")
"""

NO_AUTHORIZER = "it has no authorizer, so anyone can call it; an API key would be no authorization"


@pytest.fixture(scope="module")
def shop(engine: Callable[..., Engine], tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """A program with one protected method and one that is open."""
    return engine(write(tmp_path_factory.mktemp("shop"), OPEN, name="policy-shop"))


@pytest.fixture(scope="module")
def state(shop: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state of the same program, shop without the pack."""
    shop.up()
    file = tmp_path_factory.mktemp("state") / "state.json"
    shop.pulumi("stack", "export", "--file", str(file))
    return file


def analyze(
    engine: Engine, state: Path, config: dict[str, Any] | None = None
) -> subprocess.CompletedProcess[str]:
    """`pulumi policy analyze --file`: no backend, no program, no provider."""
    words = ["policy", "analyze", "--file", str(state), "--policy-pack", PACK]
    if config is not None:
        file = state.with_name("config.json")
        file.write_text(json.dumps(config))
        words += ["--policy-pack-config", str(file)]
    return subprocess.run(
        [str(engine.toolchain.pulumi), *words],
        env=engine.environment,
        cwd=state.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_first_preview_knows_no_id_and_rejects_the_open_method_by_its_path(shop: Engine) -> None:
    done = shop.pulumi("preview", "--policy-pack", PACK, check=False)
    assert done.returncode != 0, done.stdout
    told = done.stdout.partition("Policies:")[2]
    assert "[mandatory] [severity: critical]  method-requires-authorizer" in told
    assert (
        'DELETE (resource "delete-item", its path: see unprotected-method-paths at preview): '
        f"{NO_AUTHORIZER}" in told
    )
    assert (
        f'DELETE /orders/{{id}} on API "orders-api" (resource "delete-item"): {NO_AUTHORIZER}; it '
        "names no OAuth scope" in told
    )
    assert (told.count("[mandatory]"), told.count("[advisory]")) == (2, 1), told
    assert "can't run policy" not in done.stdout
    assert "get-item" not in told


def test_up_without_preview_creates_nothing(engine: Callable[..., Engine], tmp_path: Path) -> None:
    it = engine(write(tmp_path / "p", ALONE, name="policy-alone"))
    done = it.up("--policy-pack", PACK, check=False)
    assert done.returncode != 0, done.stdout
    assert 'DELETE on API "a1b2c3" (resource "delete-item"' in done.stdout
    assert NO_AUTHORIZER in done.stdout
    assert [each["type"] for each in it.resources() if each["type"].startswith("aws:")] == []


def test_analyze_judges_a_deployed_stack(shop: Engine, state: Path) -> None:
    done = analyze(shop, state)
    assert done.returncode != 0, done.stdout
    assert "one or more mandatory policy violations were found" in done.stdout
    assert 'DELETE /orders/{id} on API "orders-api" (resource "delete-item"): ' in done.stdout
    assert "get-item" not in done.stdout


def test_analyze_takes_exemptions_from_a_file(shop: Engine, state: Path) -> None:
    exempt = {
        "exemptions": [
            {
                "api": "orders*",
                "method": "DELETE",
                "path": "/orders/{id}",
                "reason": "a test",
                "expires": "2999-12-31",
            }
        ]
    }
    rules = ("method-requires-authorizer", "method-requires-oauth-scope")
    done = analyze(shop, state, dict.fromkeys(rules, exempt))
    assert done.returncode == 0, done.stdout
    assert "[mandatory]" not in done.stdout


@pytest.mark.parametrize(
    ("config", "told"),
    [
        (
            {"exemptions": [{"path": "/x", "expires": "2999-12-31"}]},
            "method-requires-authorizer: exemptions.0: reason is required",
        ),
        (
            {"exemptoins": []},
            (
                "the configuration of method-requires-authorizer is wrong: exemptoins: is not a "
                "key of this rule; allowed: exemptions"
            ),
        ),
    ],
    ids=["by the schema", "by the pack"],
)
def test_a_wrong_configuration_names_the_key(
    shop: Engine, state: Path, config: dict[str, Any], told: str
) -> None:
    done = analyze(shop, state, {"method-requires-authorizer": config})
    assert done.returncode != 0, done.stdout
    assert told in done.stdout, done.stdout
