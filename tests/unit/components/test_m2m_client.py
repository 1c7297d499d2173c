"""M2MClient: client_credentials and nothing else, a secret, scopes that exist, rotation."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest
from pulumi.output import Unknown
from scoped_api import ArgumentsError, M2MClient, ScopedApi

from tests.unit.components.api import READ, WRITE
from tests.unit.components.api import args as api_args
from tests.unit.components.harness import POOL_ID, Deployed, deploy

CLIENT = "cognito/userPoolClient:UserPoolClient"


def args(**changes: Any) -> Any:
    given = {
        "user_pool_id": POOL_ID,
        "scopes": ["orders.read"],
        "declared_scopes": [READ, WRITE],
        **changes,
    }
    return {key: value for key, value in given.items() if value is not None}


def client(*, preview: bool = False, **changes: Any) -> Deployed:
    return deploy(lambda: M2MClient("caller", args(**changes)), preview=preview)


def test_it_can_get_machine_tokens_and_nothing_else() -> None:
    assert client().one(CLIENT).inputs == {
        "userPoolId": POOL_ID,
        "generateSecret": True,
        "allowedOauthFlowsUserPoolClient": True,
        "allowedOauthFlows": ["client_credentials"],
        "allowedOauthScopes": [READ],
        "explicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
        "preventUserExistenceErrors": "ENABLED",
        "enableTokenRevocation": True,
        "accessTokenValidity": 3600,
        "tokenValidityUnits": {"accessToken": "seconds"},
    }


def test_its_secret_is_a_secret() -> None:
    deployed = client()
    assert deployed.outputs["caller"]["client_id"] == "client-caller"
    assert deployed.outputs["caller"]["client_secret"] == "shh-caller"
    assert deployed.secrets == {"client_secret"}


def test_a_lifetime_with_its_unit() -> None:
    assert client(token_lifetime="5m").one(CLIENT).inputs["accessTokenValidity"] == 300


def test_beside_its_api_it_waits_for_the_scopes_which_are_known_at_preview() -> None:
    def program() -> None:
        api = ScopedApi("orders", api_args())
        M2MClient(
            "caller", args(scopes=["orders.write", READ], declared_scopes=api.declared_scopes)
        )

    deployed = deploy(program, preview=True)
    made = deployed.one(CLIENT)
    server = deployed.one("cognito/resourceServer:ResourceServer")
    assert made.inputs["allowedOauthScopes"] == [READ, WRITE]
    assert made.property_dependencies["allowedOauthScopes"] == {server.urn}


def test_beside_its_api_a_wrong_scope_is_found_before_the_client_is_registered() -> None:
    registered: list[str] = []

    def program() -> None:
        api = ScopedApi("orders", api_args())
        with pytest.raises(ArgumentsError) as raised:
            M2MClient("caller", args(scopes=["orders.raed"], declared_scopes=api.declared_scopes))
        registered.append(str(raised.value))

    deployed = deploy(program)
    assert registered == [
        (
            'M2MClient "caller": 1 mistake in its arguments. Nothing was created for it.\n'
            '  scopes[0]: "orders.raed" is not declared. Did you mean "orders.read"? Declared: '
            f'"{READ}", "{WRITE}".'
        )
    ]
    assert deployed.of_type(CLIENT) == []


def test_in_another_stack_the_scopes_of_a_reference_are_checked_when_they_are_known() -> None:
    def declared(value: list[str]) -> pulumi.Output[list[str]]:
        return pulumi.Output.from_input(value)

    assert client(declared_scopes=declared([READ])).one(CLIENT).inputs["allowedOauthScopes"] == [
        READ
    ]
    with pytest.raises(ArgumentsError, match=r'"orders\.read" is not declared'):
        client(declared_scopes=declared([WRITE]))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"declared_scopes": None},
            'declared_scopes: is missing. Write "declared_scopes": [...].',
        ),
        ({"scopes": []}, 'scopes: is empty. Write, for example, ["orders.read"].'),
        (
            {"scopes": ["openid"]},
            f'scopes[0]: "openid" is not declared. Declared: "{READ}", "{WRITE}".',
        ),
        (
            {
                "scopes": [f"s{n}" for n in range(51)],
                "declared_scopes": [f"i/s{n}" for n in range(51)],
            },
            "scopes: 51 scopes are too many: Cognito allows 50 for a client. Make two clients.",
        ),
        (
            {"token_lifetime": "2d"},
            'token_lifetime: \'2d\' is no lifetime with a unit. Write "3600s", "60m" or "1h".',
        ),
        ({"generation": 0}, "generation: 0 is too low. Write 1 or more."),
        (
            {"keep_previous": True},
            'keep_previous: has nothing to keep. Write "generation": 2 beside it.',
        ),
        (
            {"store": {"token_url": "auth"}},
            "store.token_url: is no address. Write AuthorizationServer.token_url.",
        ),
        (
            {"store": {"token_url": "https://a", "name": "a b"}},
            (
                'store.name: "a b" is no secret name: 1 to 512 letters, digits and / _ + = . @ -. '
                'Write, for example, "orders/reader".'
            ),
        ),
        (
            {"store": {"token_url": "https://a", "recovery_days": 3}},
            "store.recovery_days: 3 is out of range. Write 7 to 30, or 0.",
        ),
    ],
)
def test_a_mistake(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ArgumentsError) as raised:
        client(**changes)
    assert str(raised.value).split("\n")[1:] == [f"  {message}"]


STORE = {"token_url": "https://auth.example.com/oauth2/token", "name": "orders/caller"}


def test_credentials_in_secrets_manager_as_one_document() -> None:
    deployed = client(scopes=["orders.write", "orders.read"], store=STORE)
    version = deployed.one("secretsmanager/secretVersion:SecretVersion")
    secret = deployed.one("secretsmanager/secret:Secret")
    document = version.inputs["secretString"]
    assert pulumi.runtime.rpc.is_rpc_secret(document)
    assert json.loads(pulumi.runtime.rpc.unwrap_rpc_secret(document)) == {
        "client_id": "client-caller",
        "client_secret": "shh-caller",
        "token_url": STORE["token_url"],
        "scope": f"{READ} {WRITE}",
    }
    assert secret.inputs["name"] == "orders/caller"
    assert secret.inputs["recoveryWindowInDays"] == 30
    assert "shh" not in str(secret.inputs)


def test_tags_on_all_that_takes_them() -> None:
    deployed = client(store=STORE, tags={"team": "a"})
    tagged = {made.type for made in deployed.resources if made.inputs.get("tags") == {"team": "a"}}
    assert tagged == {"aws:iam/policy:Policy", "aws:secretsmanager/secret:Secret"}


@pytest.mark.parametrize("key", [None, "arn:aws:kms:eu-west-1:123456789012:key/1"])
def test_the_reader_policy_allows_this_secret_and_its_key_only(key: str | None) -> None:
    deployed = client(store={**STORE, **({"kms_key_arn": key} if key else {})})
    policy = deployed.one("iam/policy:Policy", "caller-reader")
    allowed = {
        statement["Action"]: statement["Resource"]
        for statement in json.loads(policy.inputs["policy"])["Statement"]
    }
    secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:caller"
    assert allowed == {
        "secretsmanager:GetSecretValue": secret,
        **({"kms:Decrypt": key} if key else {}),
    }
    assert deployed.outputs["caller"]["reader_policy_arn"].endswith("policy/caller-reader")
    assert deployed.outputs["caller"]["secret_arn"] == secret


def test_rotation_first_both_generations_work_then_the_old_one_goes() -> None:
    before = client(store=STORE)
    both = client(store=STORE, generation=2, keep_previous=True)
    after = client(store=STORE, generation=2)

    def urns(deployed: Deployed) -> dict[str, Any]:
        return {made.urn: made.inputs for made in deployed.of_type(CLIENT)}

    old = urns(before)
    assert len(old) == 1
    # The old app client is the same resource with the same inputs: nothing happens to it.
    assert old.items() <= urns(both).items()
    assert len(urns(both)) == 2
    assert set(urns(after)) == set(urns(both)) - set(old)
    assert both.outputs["caller"]["client_id"] == after.outputs["caller"]["client_id"]
    assert both.outputs["caller"]["client_id"] == "client-caller-2"
    assert both.outputs["caller"]["previous_client_id"] == "client-caller"
    stored = both.one("secretsmanager/secretVersion:SecretVersion").inputs["secretString"]
    document = json.loads(pulumi.runtime.rpc.unwrap_rpc_secret(stored))
    assert document["client_secret"] == "shh-caller-2"
    # The secret's name and ARN stay, so callers look in the same place.
    assert both.one("secretsmanager/secret:Secret").urn == (
        before.one("secretsmanager/secret:Secret").urn
    )


def test_a_later_rotation_keeps_only_the_one_before() -> None:
    names = client(generation=5, keep_previous=True).names(CLIENT)
    assert sorted(names) == ["caller-4", "caller-5"]


def test_the_secret_is_unknown_at_preview_and_still_a_secret() -> None:
    deployed = client(preview=True)
    assert isinstance(deployed.outputs["caller"]["client_secret"], Unknown)
