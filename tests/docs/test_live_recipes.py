"""Recipes whose point shows only when they are deployed: the real engine, calls over HTTP."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from sandbox.paths import ROOT
from tests.docs.page import recipes
from tests.harness import programs, tokens
from tests.harness.engine import Engine

RECIPES = recipes()
PACK = ("--policy-pack", str(ROOT / "policy"))


@pytest.fixture
def write(tmp_path: Path, engine: Callable[..., Engine]) -> Callable[[str], dict[str, Engine]]:
    """Write a recipe; the engine on each of its programs, by its folder's name."""

    def make(title: str) -> dict[str, Engine]:
        recipe = RECIPES[title]
        folder = recipe.write(tmp_path / "recipe")
        found = {}
        for file in recipe.programs:
            place = (folder / file).parent
            # The StackReference of a recipe names the other project.
            name = place.name if place != folder else f"recipe-{len(title)}"
            programs.write(place, recipe.files[file], name=name)
            found[place.name] = engine(place)
        return found

    return make


def call(
    outputs: dict[str, Any], method: str, path: str, token: str | None, **more: Any
) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    url = outputs["invoke_url"] + path
    return requests.request(method, url, headers=headers, timeout=30, **more)


def test_another_stacks_client_calls_with_scoped_api_token(
    write: Callable[[str], dict[str, Engine]], tmp_path: Path
) -> None:
    stacks = write("A client in another service's stack")
    stacks["orders"].up()
    billing = stacks["billing"]
    file = billing.folder / "policy-config.json"
    told = (*PACK, "--policy-pack-config", str(file))
    billing.up(*told)
    file.write_text(file.read_text().replace('"orders.read", ', ""))
    refused = billing.pulumi("preview", *told, check=False)
    assert refused.returncode != 0
    assert 'its scope "com.example.orders/orders.read" is declared by no' in refused.stdout
    billing.pulumi("preview", "--expect-no-changes")
    outputs = billing.outputs()

    (caller,) = RECIPES["Calling the API"].write(tmp_path).glob("call.py")
    names = ("client_id", "client_secret", "token_url")
    env = {f"SCOPED_API_{name.upper()}": outputs[name] for name in names}
    env["ORDERS_URL"] = outputs["invoke_url"]
    done = subprocess.run(
        [sys.executable, str(caller)],
        env={"PATH": os.environ["PATH"], **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "{'code': '00000', 'message': 'success'}\n"

    clients = {"billing": {name: outputs[name] for name in names}}
    token = tokens.fetch({**outputs, "clients": clients}, "billing")
    assert call(outputs, "POST", "/orders", token).status_code == 401


def test_while_a_secret_is_changed_there_is_no_gap(
    write: Callable[[str], dict[str, Engine]],
) -> None:
    (run,) = write("A new secret without a gap").values()
    run.up()
    before = run.outputs()
    old = tokens.fetch(before, "billing")
    commands = [shlex.split(line)[1:] for line in RECIPES["A new secret without a gap"].commands]
    updates = [number for number, words in enumerate(commands) if words == ["up"]]
    assert updates == [2, 4]

    for words in commands[: updates[0]]:
        run.pulumi(*words)
    run.up()
    after = run.outputs()
    assert after["clients"]["billing"]["client_id"] != before["clients"]["billing"]["client_id"]
    for token in (old, tokens.fetch(before, "billing"), tokens.fetch(after, "billing")):
        assert call(after, "GET", "/orders", token).json() == {"orders": []}

    for words in commands[updates[0] + 1 : updates[1]]:
        run.pulumi(*words)
    run.up()
    assert call(after, "GET", "/orders", tokens.fetch(after, "billing")).status_code == 200
    refused = before["clients"]["billing"]
    answer = requests.post(
        before["token_url"],
        data={"grant_type": "client_credentials"},
        auth=(refused["client_id"], refused["client_secret"]),
        timeout=30,
    )
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client")
    run.pulumi("preview", "--expect-no-changes")


def test_routes_of_a_document_demand_their_scopes_and_what_it_requires(
    write: Callable[[str], dict[str, Engine]],
) -> None:
    (run,) = write("Routes from an OpenAPI document").values()
    run.up(*PACK)
    outputs = run.outputs()
    read, write_ = (f"com.example.orders/orders.{name}" for name in ("read", "write"))
    assert {(one["method"], one["path"]): one["scopes"] for one in outputs["routes"]} == {
        ("GET", "/orders"): [read],
        ("POST", "/orders"): [write_],
    }
    reading, writing = (tokens.fetch(outputs, "clerk", scope) for scope in (read, write_))
    assert {
        "read": call(outputs, "GET", "/orders?page=1", reading).status_code,
        "no page": call(outputs, "GET", "/orders", reading).status_code,
        "read with write": call(outputs, "GET", "/orders?page=1", writing).status_code,
        "write": call(outputs, "POST", "/orders", writing, json={"item": "x"}).status_code,
        "no item": call(outputs, "POST", "/orders", writing, json={}).status_code,
        "no token": call(outputs, "GET", "/orders?page=1", None).status_code,
    } == {
        "read": 200,
        "no page": 400,
        "read with write": 401,
        "write": 200,
        "no item": 400,
        "no token": 401,
    }
    run.pulumi("preview", "--expect-no-changes", *PACK)


def test_a_deployment_is_made_once_more(write: Callable[[str], dict[str, Engine]]) -> None:
    (run,) = write("Taking a route out").values()

    def deployments() -> list[str]:
        return [r["id"] for r in run.resources() if r["type"].endswith(":Deployment")]

    run.up(*PACK)
    before = deployments()
    (command,) = RECIPES["Taking a route out"].commands
    run.pulumi(*shlex.split(command)[1:], "--yes", "--skip-preview")
    after = deployments()
    assert len(before) == len(after) == 1
    assert before != after
    outputs = run.outputs()
    token = tokens.fetch(outputs, "reader")
    assert call(outputs, "GET", "/orders", token).status_code == 200
    run.pulumi("preview", "--expect-no-changes", *PACK)


def test_a_public_route_needs_its_exemption(write: Callable[[str], dict[str, Engine]]) -> None:
    (run,) = write("A public route").values()
    (run.folder / "policy").symlink_to(ROOT / "policy")
    (run.folder / ".venv").symlink_to(programs.VENV)
    job = yaml.safe_load(next(iter(RECIPES["The pack in pull requests"].files.values())))
    words = job["jobs"]["preview"]["steps"][-1]["run"].partition(" pulumi ")[2].split()
    refused = run.pulumi(*words, check=False)
    assert refused.returncode != 0
    for rule in ("method-requires-authorizer", "method-requires-oauth-scope"):
        assert rule in refused.stdout
    assert "/health" in refused.stdout

    # Whenever this runs, the exemption is in date.
    settings = json.loads((run.folder / "policy-config.json").read_text())
    later = (datetime.now(timezone.utc) + timedelta(days=30)).date().isoformat()
    for rule in settings.values():
        rule["exemptions"][0]["expires"] = later
    (run.folder / "policy-config.json").write_text(json.dumps(settings))
    (command,) = RECIPES["A public route"].commands
    run.pulumi(*command.split()[1:], "--yes", "--skip-preview")
    outputs = run.outputs()
    assert call(outputs, "GET", "/health", None).json() == {"healthy": True}
    assert call(outputs, "GET", "/orders", None).status_code == 401
