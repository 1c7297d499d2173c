"""The components as a package for every Pulumi language: served, not imported."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.paths import ROOT
from tests.harness import programs, tokens
from tests.harness.engine import Engine

PACKAGE = ROOT / "components"
# What an SDK that Pulumi generates for the package does in any language.
PROGRAM = """
    import json
    from pathlib import Path

    import pulumi


    class Served(pulumi.ComponentResource):
        def __init__(self, kind, name, props, outputs):
            props = {**dict.fromkeys(outputs), **props}
            super().__init__(f"scoped-api:index:{kind}", name, props, None, remote=True)


    auth = Served(
        "AuthorizationServer",
        "auth",
        {"domainPrefix": "served", "deletionProtection": False},
        ["userPoolArn", "userPoolId", "tokenUrl"],
    )
    api = Served(
        "ScopedApi",
        "orders",
        {"userPoolArn": auth.userPoolArn, **json.loads(Path("given.json").read_text())},
        ["invokeUrl", "declaredScopes"],
    )
    reader = Served(
        "M2MClient",
        "reader",
        {
            "userPoolId": auth.userPoolId,
            "scopes": ["orders.read"],
            "declaredScopes": api.declaredScopes,
            "tokenLifetime": "10m",
        },
        ["clientId", "clientSecret"],
    )
    pulumi.export("invoke_url", api.invokeUrl)
    pulumi.export("token_url", auth.tokenUrl)
    pulumi.export("routes", api.routes)
    pulumi.export(
        "clients",
        {"reader": {"client_id": reader.clientId, "client_secret": reader.clientSecret}},
    )
"""
GIVEN: dict[str, Any] = {
    "identifier": "com.orders",
    "scopes": {"orders.read": "Read orders"},
    "backends": {"code": {"function": {"folder": "lambda", "logRetentionDays": 7}}},
    "routes": [{"method": "GET", "path": "/orders", "scopes": ["orders.read"]}],
    "authorizerCacheSeconds": 60,
}


@pytest.fixture
def run(tmp_path: Path, engine: Callable[..., Engine]) -> Engine:
    folder = programs.write(tmp_path / "served", PROGRAM, name="served")
    programs.add_function(folder)
    with (folder / "Pulumi.yaml").open("a") as file:
        file.write(f"packages:\n  scoped-api: {PACKAGE}\n")
    (folder / "given.json").write_text(json.dumps(GIVEN))
    return engine(folder)


def test_an_api_of_a_program_that_does_not_import_the_package(run: Engine) -> None:
    run.up("--policy-pack", str(ROOT / "policy"))
    outputs = run.outputs()
    token = tokens.fetch(outputs, "reader")
    claims = tokens.claims(token)
    assert claims["scope"] == "com.orders/orders.read"
    assert claims["exp"] - claims["iat"] == 600
    statuses = [
        requests.get(f"{outputs['invoke_url']}/orders", headers=headers, timeout=30).status_code
        for headers in ({"Authorization": f"Bearer {token}"}, {})
    ]
    assert statuses == [200, 401]
    assert outputs["routes"] == [
        {"method": "GET", "path": "/orders", "scopes": ["com.orders/orders.read"]}
    ]
    assert outputs["clients"]["reader"]["client_secret"] not in json.dumps(run.resources())
    run.pulumi("preview", "--expect-no-changes")


def test_its_mistakes_are_told_all_at_once(run: Engine) -> None:
    routes = [{"method": "GET", "path": "orders", "scopes": []}]
    (run.folder / "given.json").write_text(json.dumps({**GIVEN, "routes": routes}))
    refused = run.pulumi("preview", check=False)
    assert refused.returncode != 0
    assert 'ScopedApi "orders": 2 mistakes in its arguments.' in refused.stdout
    assert 'routes[0] (GET orders): "orders" must start with a slash.' in refused.stdout
    assert "routes[0] (GET orders): has no scopes" in refused.stdout


def test_the_schema_has_every_argument_and_its_text(run: Engine) -> None:
    done = subprocess.run(
        [str(run.toolchain.pulumi), "package", "get-schema", str(PACKAGE)],
        env=run.environment,
        cwd=run.folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    schema = json.loads(done.stdout)
    made = {token.rpartition(":")[2]: shape for token, shape in schema["resources"].items()}
    assert made.keys() == {"AuthorizationServer", "M2MClient", "ScopedApi"}
    api = made["ScopedApi"]
    assert set(api["requiredInputs"]) == {"userPoolArn", "identifier", "scopes", "backends"}
    assert api["inputProperties"]["routes"]["items"]["$ref"].endswith(":RouteArgs")
    assert api["inputProperties"]["routes"]["items"]["plain"] is True
    described = [*schema["types"].values(), *made.values()]
    fields = [
        (name, field)
        for shape in described
        for key in ("properties", "inputProperties")
        for name, field in shape.get(key, {}).items()
    ]
    assert len(fields) > 50
    assert [name for name, field in fields if not field.get("description")] == []
