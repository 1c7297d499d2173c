"""AuthorizationServer: a pool for machines, or one that is there; its addresses."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from scoped_api import ArgumentsError, AuthorizationServer

from tests.unit.components.harness import POOL_ARN, POOL_ID, REGION, Deployed, deploy

POOL, DOMAIN = "cognito/userPool:UserPool", "cognito/userPoolDomain:UserPoolDomain"
ISSUER = f"https://cognito-idp.{REGION}.amazonaws.com/{POOL_ID}"
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/abc"


@pytest.fixture(autouse=True)
def _on_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)


def server(existing: dict[str, Any] | None = None, **given: Any) -> Deployed:
    return deploy(lambda: AuthorizationServer("auth", given), existing=existing)  # type: ignore[arg-type]  # as written by a caller without types


def test_a_pool_for_machines_only() -> None:
    deployed = server(domain_prefix="orders", feature_plan="LITE", tags={"team": "a"})
    assert deployed.one(POOL).inputs == {
        "adminCreateUserConfig": {"allowAdminCreateUserOnly": True},
        "accountRecoverySetting": {"recoveryMechanisms": [{"name": "admin_only", "priority": 1}]},
        "deletionProtection": "ACTIVE",
        "userPoolTier": "LITE",
        "tags": {"team": "a"},
    }
    assert deployed.one(DOMAIN).inputs == {"domain": "orders", "userPoolId": POOL_ID}
    assert deployed.outputs["auth"] == {
        "user_pool_id": POOL_ID,
        "user_pool_arn": POOL_ARN,
        "issuer": ISSUER,
        "token_url": f"https://orders.auth.{REGION}.amazoncognito.com/oauth2/token",
        "jwks_url": f"{ISSUER}/.well-known/jwks.json",
    }


def test_deletion_protection_can_be_taken_off() -> None:
    deployed = server(domain_prefix="orders", deletion_protection=False)
    assert deployed.one(POOL).inputs["deletionProtection"] == "INACTIVE"


def test_a_custom_domain() -> None:
    custom = {"name": "auth.example.com", "certificate_arn": CERTIFICATE}
    deployed = server(custom_domain=custom)
    assert deployed.one(DOMAIN).inputs == {
        "domain": "auth.example.com",
        "certificateArn": CERTIFICATE,
        "userPoolId": POOL_ID,
    }
    assert deployed.outputs["auth"]["token_url"] == "https://auth.example.com/oauth2/token"
    assert deployed.outputs["auth"]["domain_target"] == "d1.cloudfront.net"


@pytest.mark.parametrize(
    ("found", "host"),
    [
        ({"domain": "theirs"}, f"theirs.auth.{REGION}.amazoncognito.com"),
        ({"domain": "theirs", "customDomain": "auth.example.com"}, "auth.example.com"),
    ],
)
def test_an_existing_pool_is_looked_up_and_not_owned(found: dict[str, str], host: str) -> None:
    deployed = server(existing={"arn": POOL_ARN, **found}, existing_user_pool_id=POOL_ID)
    assert deployed.of_type(POOL) == deployed.of_type(DOMAIN) == []
    assert deployed.outputs["auth"]["user_pool_arn"] == POOL_ARN
    assert deployed.outputs["auth"]["token_url"] == f"https://{host}/oauth2/token"


def test_an_existing_pool_is_known_at_preview() -> None:
    given: Any = {"existing_user_pool_id": POOL_ID}
    found = {"arn": POOL_ARN, "domain": "theirs"}
    deployed = deploy(lambda: AuthorizationServer("auth", given), preview=True, existing=found)
    assert deployed.outputs["auth"]["user_pool_id"] == POOL_ID
    assert deployed.outputs["auth"]["issuer"] == ISSUER


def test_an_existing_pool_without_a_domain() -> None:
    with pytest.raises(pulumi.RunError, match=f"the user pool {POOL_ID} has no domain"):
        server(existing={"arn": POOL_ARN}, existing_user_pool_id=POOL_ID)


def test_its_addresses_where_every_call_goes_to_an_endpoint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1234/")
    outputs = server(domain_prefix="orders").outputs["auth"]
    assert outputs["token_url"] == "http://127.0.0.1:1234/oauth2/token"
    assert outputs["jwks_url"] == f"http://127.0.0.1:1234/{POOL_ID}/.well-known/jwks.json"
    assert outputs["issuer"] == ISSUER


ONE_OF = "Exactly one of domain_prefix, custom_domain, existing_user_pool_id is needed; there is "


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, f'{ONE_OF}none. Write, for example, "domain_prefix": "orders-dev".'),
        (
            {"domain_prefix": "a", "existing_user_pool_id": POOL_ID},
            (
                f"{ONE_OF}domain_prefix and existing_user_pool_id. Write, for example, "
                '"domain_prefix": "orders-dev".'
            ),
        ),
        (
            {"domain_prefix": "Orders"},
            (
                'domain_prefix: "Orders" is no domain prefix: 1 to 63 small letters, digits and '
                'hyphens, no hyphen at either end. Write, for example, "orders-dev".'
            ),
        ),
        (
            {"domain_prefix": "my-aws"},
            'domain_prefix: "my-aws" has "aws" in it, which Cognito refuses. Leave it out.',
        ),
        (
            {"domain_prefix": "orders", "feature_plan": "BIG"},
            'feature_plan: "BIG" is none. Write LITE, ESSENTIALS or PLUS.',
        ),
        (
            {"existing_user_pool_id": "pool"},
            (
                'existing_user_pool_id: "pool" is no user pool id. Write, for example, '
                '"eu-west-1_AbCdEfGhI".'
            ),
        ),
        (
            {"existing_user_pool_id": POOL_ID, "deletion_protection": True},
            "deletion_protection: cannot be set on an existing pool. Leave it out.",
        ),
        (
            {"custom_domain": {"name": "auth", "certificate_arn": CERTIFICATE}},
            (
                'custom_domain.name: "auth" is no domain name. Write, for example, '
                '"auth.example.com".'
            ),
        ),
        (
            {"custom_domain": {"name": "a.b.com", "certificate_arn": "arn:aws:acm:eu:c"}},
            (
                "custom_domain.certificate_arn: is no certificate in us-east-1, where Cognito "
                'wants it. Write an ARN that starts with "arn:aws:acm:us-east-1:".'
            ),
        ),
    ],
)
def test_a_mistake(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ArgumentsError) as raised:
        server(**given)
    lines = [line.removeprefix("  ") for line in str(raised.value).split("\n")[1:]]
    assert lines[0] == message
