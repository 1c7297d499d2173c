"""A client's credentials, from arguments, the environment or Secrets Manager."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .errors import CredentialsError

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Credentials:
    """What a client shows the token endpoint, and which scopes it asks for."""

    client_id: str
    client_secret: str = field(repr=False)
    token_url: str
    """`https://…/oauth2/token`. Plain http is taken for this machine only."""
    scope: str = ""
    """Full scopes with a space between; all that the client has if empty."""

    def __post_init__(self) -> None:
        for name in ("client_id", "client_secret", "token_url"):
            if not getattr(self, name):
                raise CredentialsError(f"{name} is empty.")
        url = urlsplit(self.token_url)
        if url.scheme != "https" and not (url.scheme == "http" and url.hostname in _LOOPBACK):
            raise CredentialsError(
                f'token_url "{self.token_url}" is not safe for a secret. Write https://.'
            )


def from_environment(
    prefix: str = "SCOPED_API_", environment: Mapping[str, str] | None = None
) -> Credentials:
    """Credentials from the variables CLIENT_ID, CLIENT_SECRET, TOKEN_URL and SCOPE, prefixed.

    With SECRET_ID instead of those, they come from Secrets Manager. Raises CredentialsError
    that names what is missing.
    """
    variables = os.environ if environment is None else environment
    secret_id = variables.get(f"{prefix}SECRET_ID")
    if secret_id:
        return from_secrets_manager(secret_id)
    names = {key: f"{prefix}{key.upper()}" for key in ("client_id", "client_secret", "token_url")}
    missing = [name for name in names.values() if not variables.get(name)]
    if missing:
        raise CredentialsError(
            f"{' and '.join(missing)} not set. Set {', '.join(names.values())}, or "
            f"{prefix}SECRET_ID for credentials in Secrets Manager."
        )
    values = {key: variables[name] for key, name in names.items()}
    return Credentials(**values, scope=variables.get(f"{prefix}SCOPE", ""))


def from_secrets_manager(secret_id: str, client: Any = None) -> Credentials:
    """Credentials from the document that an M2MClient with `store` keeps.

    `client` is a boto3 client for `secretsmanager`; made from the environment if not given.
    Raises CredentialsError.
    """
    if client is None:
        try:
            import boto3  # only who keeps credentials there needs it
        except ImportError as error:
            raise CredentialsError(
                'Secrets Manager needs boto3. Install "scoped-api[secrets-manager]".'
            ) from error
        client = boto3.client("secretsmanager")
    try:
        text = client.get_secret_value(SecretId=secret_id)["SecretString"]
    except Exception as error:
        # botocore's errors name the operation, the secret and the reason, and no value.
        raise CredentialsError(f'The secret "{secret_id}" cannot be read: {error}') from error
    try:
        document = json.loads(text)
        keys = ("client_id", "client_secret", "token_url", "scope")
        return Credentials(**{key: document[key] for key in keys})
    except (ValueError, TypeError, KeyError):
        # Without its cause, which may hold the document.
        raise CredentialsError(
            f'The secret "{secret_id}" is no JSON document with client_id, client_secret, '
            "token_url and scope."
        ) from None
