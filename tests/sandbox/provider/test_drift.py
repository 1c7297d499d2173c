"""What happened behind Pulumi's back: shown by a refresh, mended by the next update."""

from __future__ import annotations

import pytest

from sandbox.provider import quirks
from sandbox.provider.errors import HalfDoneError, ProviderError
from tests.sandbox.provider.conftest import World
from tests.sandbox.provider.engineless import Engineless

CLIENT = "aws:cognito/userPoolClient:UserPoolClient"


def test_what_was_deleted_is_gone(pulumi: Engineless, world: World) -> None:
    method = world.method
    pulumi.aws(
        "apigateway", "DeleteMethod",
        restApiId=method["restApi"], resourceId=method["resourceId"], httpMethod="GET",
    )  # fmt: skip
    assert pulumi.refresh(method) is None
    pulumi.aws("apigateway", "DeleteRestApi", restApiId=world.api.id)
    assert pulumi.refresh(world.api) is None
    assert pulumi.refresh(world.resource) is None


def test_what_was_changed_shows_and_is_mended(pulumi: Engineless, world: World) -> None:
    server = world.server
    inputs = {
        "userPoolId": server["userPoolId"],
        "identifier": "com.test",
        "scopes": server["scopes"],
    }
    pulumi.aws(
        "cognito-idp", "UpdateResourceServer",
        UserPoolId=server["userPoolId"], Identifier="com.test", Name=server["name"], Scopes=[],
    )  # fmt: skip
    found = pulumi.refresh(server)
    assert found is not None
    assert found.outputs["scopeIdentifiers"] == []
    assert found.inputs["scopes"] == []
    diff = pulumi.diff(found, inputs)
    assert diff.changes
    assert not diff.replaces
    assert pulumi.update(found, inputs).outputs == server.outputs


def test_a_scope_that_was_added_shows(pulumi: Engineless, world: World) -> None:
    inputs = {
        "restApi": world.api.id, "resourceId": world.resource.id, "httpMethod": "PUT",
        "authorization": "NONE",
    }  # fmt: skip
    method = pulumi.create("aws:apigateway/method:Method", "it", **inputs)
    pulumi.aws(
        "apigateway", "UpdateMethod",
        restApiId=world.api.id, resourceId=world.resource.id, httpMethod="PUT",
        patchOperations=[{"op": "replace", "path": "/operationName", "value": "other"}],
    )  # fmt: skip
    found = pulumi.refresh(method)
    assert found is not None
    assert found["operationName"] == "other"
    assert list(pulumi.diff(found, inputs).detailed_diff) == ["operationName"]
    assert "operationName" not in pulumi.update(found, inputs).outputs


def test_what_the_emulator_does_not_take_is_an_error_that_keeps_the_id(
    pulumi: Engineless, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As the emulator is where patches are sent AWS's way: it stores something else.
    monkeypatch.setattr(quirks, "patch", lambda *_: None)
    with pytest.raises(HalfDoneError) as half:
        pulumi.create(
            "aws:apigateway/stage:Stage",
            "it",
            restApi=world.api.id,
            deployment=world.deployment.id,
            stageName="half",
            accessLogSettings={"destinationArn": world.group["arn"], "format": "a"},
        )
    assert "accessLogSettings reads back as None, but {" in str(half.value)
    assert half.value.resource_id == f"ags-{world.api.id}-half"
    assert half.value.outputs["stageName"] == "half"
    there = pulumi.import_("aws:apigateway/stage:Stage", "it", f"{world.api.id}/half")
    inputs = {
        "restApi": world.api.id, "deployment": world.deployment.id, "stageName": "half",
        "description": "new",
    }  # fmt: skip
    with pytest.raises(ProviderError, match="description reads back as '', but 'new' was asked"):
        pulumi.update(there, inputs)


def test_a_client_secret_is_secret_whatever_the_program_says(
    pulumi: Engineless, world: World
) -> None:
    client = pulumi.create(CLIENT, "it", userPoolId=world.pool.id, generateSecret=True)
    assert client.secrets == {"clientSecret"}
    assert client["clientSecret"]
    found = pulumi.refresh(client)
    assert found is not None
    assert found.secrets == {"clientSecret"}


def test_a_scope_set_in_another_order_is_the_same(pulumi: Engineless, world: World) -> None:
    inputs = {
        "userPoolId": world.server["userPoolId"],
        "generateSecret": True,
        "allowedOauthFlows": ["client_credentials"],
        "allowedOauthScopes": ["com.test/read", "com.test/write"],
    }
    client = pulumi.create(CLIENT, "it", **inputs)
    other = {**inputs, "allowedOauthScopes": ["com.test/write", "com.test/read"]}
    assert not pulumi.diff(client, other).changes


def test_the_region_and_default_tags_of_a_provider(emulator: str, pulumi: Engineless) -> None:
    kind = "aws:cloudwatch/logGroup:LogGroup"
    tagged = Engineless(
        emulator, region="eu-west-1", defaultTags='{"tags": {"owner": "team", "a": "default"}}'
    )
    group = tagged.create(kind, "it", tags={"a": "own"})
    assert group["tagsAll"] == {"owner": "team", "a": "own"}
    assert group["tags"] == {"a": "own"}
    assert group["region"] == "eu-west-1"
    assert ":eu-west-1:" in group["arn"]
    found = tagged.refresh(group)
    assert found is not None
    assert found.outputs == group.outputs
    # Another default changes the resource in place; another region replaces it.
    other = Engineless(emulator, region="eu-west-1", defaultTags='{"tags": {"owner": "other"}}')
    diff = other.diff(group, {"tags": {"a": "own"}})
    assert list(diff.detailed_diff) == ["tagsAll"]
    assert other.update(group, {"tags": {"a": "own"}})["tagsAll"] == {"owner": "other", "a": "own"}
    assert pulumi.diff(group, {"tags": {"a": "own"}}).replaces == ["region"]
