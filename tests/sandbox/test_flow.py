"""The example service over its whole life: the real engine, the pack, the API over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests

from audit import live
from audit.deployment import Deployment
from tests.harness import aws, programs, tokens
from tests.harness.engine import Engine

READ, WRITE = "com.test.test/test.read", "com.test.test/test.write"
SUCCESS = {"code": "00000", "message": "success"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, engine: Callable[..., Engine]) -> Engine:
    """The example service, deployed as `make up` does it."""
    folder = programs.service(tmp_path_factory.mktemp("flow") / "service", name="flow")
    run = engine(folder)
    run.pulumi("up", "--yes", "--policy-pack", "policy")
    return run


def call(outputs: dict[str, Any], method: str, token: str | None) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    url = outputs["invoke_url"] + "/tests"
    return requests.request(method, url, headers=headers, timeout=30)


def edit(run: Engine, *changes: tuple[str, str]) -> None:
    """Change the program."""
    file = run.folder / "__main__.py"
    source = file.read_text()
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    file.write_text(source)


def steps(run: Engine) -> dict[str, str]:
    """What a preview would do, by the resource's type and name; what stays is left out."""
    done = run.json("preview", "--json")
    return {
        "::".join(one["urn"].split("::")[2:]).split("$")[-1]: one["op"]
        for one in done["steps"]
        if one["op"] not in {"same", "read"}
    }


def test_both_clients_on_both_routes(service: Engine) -> None:
    outputs = service.outputs()
    reader, writer = (tokens.fetch(outputs, name) for name in ("reader", "writer"))
    assert {
        (method, name): call(outputs, method, token).status_code
        for method in ("GET", "POST")
        for name, token in (("none", None), ("reader", reader), ("writer", writer))
    } == {
        ("GET", "none"): 401,
        ("GET", "reader"): 200,
        ("GET", "writer"): 200,
        ("POST", "none"): 401,
        ("POST", "reader"): 401,
        ("POST", "writer"): 200,
    }
    assert call(outputs, "GET", reader).json() == SUCCESS
    assert call(outputs, "POST", writer).json() == SUCCESS


def test_the_token_is_what_the_program_declares(service: Engine) -> None:
    outputs = service.outputs()
    reader = tokens.claims(tokens.fetch(outputs, "reader"))
    assert (reader["scope"], reader["exp"] - reader["iat"]) == (READ, 3600)
    writer = tokens.claims(tokens.fetch(outputs, "writer"))
    assert sorted(writer["scope"].split()) == [READ, WRITE]
    narrowed = tokens.claims(tokens.fetch(outputs, "writer", WRITE))
    assert narrowed["scope"] == WRITE


def test_the_live_check_finds_every_cell_as_declared(service: Engine) -> None:
    result = live.check(Deployment.from_outputs(service.outputs()))
    assert len(result.rows) == 2
    assert result.ok, result


def test_an_expired_or_forged_token_is_refused(service: Engine, emulator: str) -> None:
    outputs = service.outputs()
    good = tokens.fetch(outputs, "reader")
    assert call(outputs, "GET", good).status_code == 200
    pool = outputs["jwks_url"].split("/")[-3]
    bad = {
        "expired": tokens.expired(emulator, pool, READ),
        "forged": tokens.forged(good),
        "unsigned": tokens.unsigned(good),
        "tampered": tokens.tampered(good, scope=f"{READ} {WRITE}"),
        "garbage": "no.token.atall",
    }
    assert {name: call(outputs, "GET", token).status_code for name, token in bad.items()} == (
        dict.fromkeys(bad, 401)
    )


def test_nothing_changes_when_nothing_changed(service: Engine) -> None:
    service.pulumi("preview", "--expect-no-changes", "--policy-pack", "policy")
    service.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes")


def test_secrets_are_in_no_output_and_in_no_state(service: Engine) -> None:
    secrets = [one["client_secret"] for one in service.outputs()["clients"].values()]
    shown = service.pulumi("stack", "output", "--json").stdout
    shown += json.dumps(service.json("stack", "export"))
    shown += service.pulumi("preview", "--diff").stdout
    assert len(secrets) == 2
    assert [secret for secret in secrets if secret in shown] == []


def test_a_changed_lifetime_is_in_the_next_token(service: Engine) -> None:
    service.pulumi("config", "set", "tokenLifetime", "15m")
    service.up("--policy-pack", "policy")
    claims = tokens.claims(tokens.fetch(service.outputs(), "reader"))
    assert claims["exp"] - claims["iat"] == 900


def test_a_changed_scope_goes_live_in_place_with_a_new_deployment(service: Engine) -> None:
    edit(
        service,
        (
            '"method": "GET", "path": "/tests", "scopes": ["test.read"]',
            '"method": "GET", "path": "/tests", "scopes": ["test.write"]',
        ),
    )
    changes = steps(service)
    methods = {urn: op for urn, op in changes.items() if ":Method::" in urn}
    deployments = [op for urn, op in changes.items() if ":Deployment::" in urn]
    stages = [op for urn, op in changes.items() if ":Stage::" in urn]
    assert (list(methods.values()), stages) == (["update"], ["update"]), changes
    # The new deployment is there before the old one goes.
    assert set(deployments) <= {"create-replacement", "replace", "delete-replaced"}, changes
    assert deployments
    service.up("--policy-pack", "policy")
    outputs = service.outputs()
    assert call(outputs, "GET", tokens.fetch(outputs, "reader")).status_code == 401
    assert call(outputs, "GET", tokens.fetch(outputs, "writer")).json() == SUCCESS
    service.pulumi("preview", "--expect-no-changes")


def test_a_refresh_heals_what_was_deleted_behind_pulumis_back(
    service: Engine, emulator: str
) -> None:
    method = next(r for r in service.resources() if r["type"].endswith(":Method"))
    _aws(
        emulator,
        "apigateway",
        "delete_method",
        restApiId=method["inputs"]["restApi"],
        resourceId=method["inputs"]["resourceId"],
        httpMethod=method["inputs"]["httpMethod"],
    )
    service.pulumi("refresh", "--yes", "--skip-preview")
    service.up("--policy-pack", "policy")
    assert live.check(Deployment.from_outputs(service.outputs())).ok


def test_destroy_leaves_nothing(service: Engine, emulator: str) -> None:
    made = {r["type"]: r["id"] for r in service.resources() if r.get("custom")}
    service.pulumi("destroy", "--yes", "--skip-preview")
    assert [r for r in service.resources() if r.get("custom")] == []
    left = {
        "aws:apigateway/restApi:RestApi": _aws(emulator, "apigateway", "get_rest_apis"),
        "aws:cognito/userPool:UserPool": _aws(
            emulator, "cognito-idp", "list_user_pools", MaxResults=60
        ),
        "aws:lambda/function:Function": _aws(emulator, "lambda", "list_functions"),
        "aws:iam/role:Role": _aws(emulator, "iam", "list_roles"),
        "aws:cloudwatch/logGroup:LogGroup": _aws(emulator, "logs", "describe_log_groups"),
    }
    assert left.keys() <= made.keys()
    assert {type_: made[type_] for type_, listed in left.items() if made[type_] in listed} == {}


def _aws(emulator: str, service: Any, operation: str, **parameters: object) -> str:
    """What an operation answers, as text to look for ids in."""
    return str(getattr(aws.client(emulator, service), operation)(**parameters))
