"""Machine tokens: asked for with client_credentials, verified against the issuer's keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import jwt
import requests

from audit.deployment import Client, Deployment

SECONDS = 30


class TokenError(Exception):
    """No token, or one that does not verify; names the client and the OAuth error."""


@dataclass(frozen=True)
class Token:
    """An access token whose signature was verified."""

    client: str
    scopes: frozenset[str]
    lifetime: int
    """Seconds from issue to expiry, by its claims."""
    expires_in: int
    """Seconds, as the token endpoint said."""
    text: str = field(repr=False)


def fetch(
    session: requests.Session,
    deployment: Deployment,
    client: Client,
    scopes: frozenset[str] = frozenset(),
) -> Token:
    """A token of `client`, for all its scopes or some, verified against the JWKS.

    Raises:
        TokenError: the authorization server refuses, or the token does not verify.
    """
    form = {"grant_type": "client_credentials"}
    if scopes:
        form["scope"] = " ".join(sorted(scopes))
    try:
        answer = session.post(
            deployment.token_url,
            data=form,
            auth=(client.client_id, client.client_secret),
            timeout=SECONDS,
        )
        said = answer.json()
    except requests.RequestException as error:
        raise TokenError(
            f"{deployment.token_url} gives client {client.name} nothing: {error}"
        ) from error
    if answer.status_code != 200:
        raise TokenError(
            f"client {client.name} is refused a token: {answer.status_code} {said.get('error')}"
        )
    claims = _verified(deployment, client, said["access_token"])
    return Token(
        client=client.name,
        scopes=frozenset(str(claims.get("scope", "")).split()),
        lifetime=int(claims["exp"]) - int(claims["iat"]),
        expires_in=int(said["expires_in"]),
        text=said["access_token"],
    )


def _verified(deployment: Deployment, client: Client, text: str) -> dict[str, Any]:
    try:
        key = jwt.PyJWKClient(deployment.jwks_url, timeout=SECONDS).get_signing_key_from_jwt(text)
        claims: dict[str, Any] = jwt.decode(
            text,
            key,
            algorithms=["RS256"],
            # Cognito's access tokens have no audience: the client is the claim client_id.
            options={"verify_aud": False, "require": ["exp", "iat", "client_id", "token_use"]},
        )
    except jwt.PyJWTError as error:
        raise TokenError(
            f"the token of client {client.name} does not verify against "
            f"{deployment.jwks_url}: {error}"
        ) from error
    if (claims["client_id"], claims["token_use"]) != (client.client_id, "access"):
        raise TokenError(f"what client {client.name} got is no access token of its own")
    return claims
