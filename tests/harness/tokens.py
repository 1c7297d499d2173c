"""Tokens for the live API: good ones, expired ones, and forged ones."""

from __future__ import annotations

import time
from typing import Any

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox import processes
from tests.harness import aws


def fetch(outputs: dict[str, Any], client: str, scope: str = "") -> str:
    """An access token of one of the stack's clients."""
    one = outputs["clients"][client]
    form = {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})
    answer = requests.post(
        outputs["token_url"],
        data=form,
        auth=(one["client_id"], one["client_secret"]),
        timeout=30,
    )
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


def claims(token: str) -> dict[str, Any]:
    """What a token says, unverified."""
    said: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return said


def expired(endpoint: str, user_pool_id: str, scope: str) -> str:
    """A token that was good: signed by the pool, with the scope, its second of life over.

    Its client is made in the emulator directly, which allows a lifetime that AWS does not.
    """
    cognito = aws.client(endpoint, "cognito-idp", user_pool_id.split("_")[0])
    client = cognito.create_user_pool_client(
        UserPoolId=user_pool_id,
        ClientName="short-lived",
        GenerateSecret=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthScopes=[scope],
        AccessTokenValidity=1,
        TokenValidityUnits={"AccessToken": "seconds"},
    )["UserPoolClient"]
    outputs = {
        "token_url": f"{endpoint}/oauth2/token",
        "clients": {
            "short": {"client_id": client["ClientId"], "client_secret": client["ClientSecret"]}
        },
    }
    token = fetch(outputs, "short")
    over = claims(token)["exp"]
    assert processes.wait_until(lambda: time.time() > over, seconds=10), "it lives too long"
    return token


def forged(token: str) -> str:
    """The same claims and key id, signed with another key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    headers = {"kid": jwt.get_unverified_header(token)["kid"]}
    return jwt.encode(claims(token), key, algorithm="RS256", headers=headers)


def unsigned(token: str) -> str:
    """The same claims, with `alg: none`."""
    return jwt.encode(claims(token), "", algorithm="none")


def tampered(token: str, **changes: object) -> str:
    """Other claims under the signature of `token`."""
    head, _, signature = token.split(".")
    body = jwt.encode(claims(token) | changes, "x" * 32, algorithm="HS256").split(".")[1]
    return f"{head}.{body}.{signature}"
