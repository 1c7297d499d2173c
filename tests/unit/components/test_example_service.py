"""The example service: what it registers, and its configuration."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.runtime import config

from tests.unit.components.harness import ACCOUNT, Deployed, deploy

ROOT = Path(__file__).parents[3]
POOL, DOMAIN = "cognito/userPool:UserPool", "cognito/userPoolDomain:UserPoolDomain"
CLIENT = "cognito/userPoolClient:UserPoolClient"
KEYS = ("tokenLifetime", "deletionProtection", "domainPrefix")


@pytest.fixture(autouse=True)
def _in_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def service(**configuration: str) -> Deployed:
    config.set_all_config({f"test:{key}": value for key, value in configuration.items()})
    try:
        return deploy(lambda: runpy.run_path("__main__.py"))
    finally:
        config.set_all_config({})


def test_both_methods_of_the_resource_demand_their_scope() -> None:
    deployed = service()
    assert deployed.one("apigateway/resource:Resource").inputs["pathPart"] == "tests"
    methods = {
        made.inputs["httpMethod"]: made.inputs["authorizationScopes"]
        for made in deployed.of_type("apigateway/method:Method")
    }
    assert methods == {"GET": ["com.test.test/test.read"], "POST": ["com.test.test/test.write"]}
    assert deployed.one("apigateway/stage:Stage").inputs["stageName"] == "dev"
    assert len(deployed.of_type("lambda/permission:Permission")) == 1


def test_the_clients_and_their_scopes() -> None:
    clients = {made.name: made.inputs for made in service().of_type(CLIENT)}
    assert {name: inputs["allowedOauthScopes"] for name, inputs in clients.items()} == {
        "reader": ["com.test.test/test.read"],
        "writer": ["com.test.test/test.read", "com.test.test/test.write"],
    }
    assert {inputs["accessTokenValidity"] for inputs in clients.values()} == {3600}


def test_configuration() -> None:
    deployed = service(tokenLifetime="10m", deletionProtection="false", domainPrefix="mine")
    assert {made.inputs["accessTokenValidity"] for made in deployed.of_type(CLIENT)} == {600}
    assert deployed.one(POOL).inputs["deletionProtection"] == "INACTIVE"
    assert deployed.one(DOMAIN).inputs["domain"] == "mine"


def test_the_domain_is_the_accounts_and_stacks_own_and_stays() -> None:
    one, again = service(), service()
    domain = one.one(DOMAIN).inputs["domain"]
    assert domain.startswith("scoped-api-")
    assert domain == again.one(DOMAIN).inputs["domain"]
    assert ACCOUNT not in domain


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("tokenLifetime", "3600", "'3600' is no lifetime with a unit. Write \"3600s\"."),
        ("tokenLifetime", "", '\'\' is no lifetime with a unit. Write "3600s", "60m" or "1h".'),
        ("deletionProtection", "yes", '"yes" is neither. Write "true" or "false".'),
        (
            "domainPrefix",
            "My_API",
            (
                '"My_API" is no domain prefix. Write 1 to 63 small letters, digits and hyphens, no '
                "hyphen at either end."
            ),
        ),
    ],
)
def test_a_bad_value_names_key_value_and_what_to_write(key: str, value: str, message: str) -> None:
    with pytest.raises(pulumi.RunError) as raised:
        service(**{key: value})
    assert str(raised.value) == (
        "Configuration that cannot work. Set it with `pulumi config set <key> <value>`.\n"
        f"  test:{key}: {message}"
    )


def test_all_bad_values_in_one_error() -> None:
    with pytest.raises(pulumi.RunError) as raised:
        service(**dict.fromkeys(KEYS, "?"))
    assert [line.split(":")[1] for line in str(raised.value).split("\n")[1:]] == list(KEYS)


def test_importing_the_components_is_cheap_until_one_is_used() -> None:
    code = (
        "import sys, scoped_api; before = 'pulumi' in sys.modules; "
        "from scoped_api import ScopedApi; "
        "print(before, ScopedApi.__module__, 'pulumi_aws.ec2.instance' in sys.modules)"
    )
    run: Any = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert run.stdout == "False scoped_api.scoped_api False\n"


def test_every_exported_name_is_there() -> None:
    import scoped_api

    for name in scoped_api.__all__:
        assert getattr(scoped_api, name).__name__ == name
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        scoped_api.Nothing  # noqa: B018  # raises
