"""The example service: an API behind two scopes, and two clients that may call it."""

import hashlib
import re

import pulumi
import pulumi_aws as aws
from scoped_api import AuthorizationServer, M2MClient, ScopedApi
from scoped_api.lifetimes import DEFAULT, seconds

config = pulumi.Config()


def token_lifetime() -> str:
    """How long access tokens are valid; an hour if configuration does not say."""
    value = config.get("tokenLifetime", DEFAULT)
    try:
        seconds(value)
    except ValueError as error:
        raise wrong("tokenLifetime", str(error)) from None
    return value


def deletion_protection() -> bool:
    """Whether the user pool is protected from deletion; it is if configuration does not say."""
    value = config.get("deletionProtection", "true")
    if value not in ("true", "false"):
        raise wrong("deletionProtection", f'"{value}" is neither. Write "true" or "false".')
    return value == "true"


def domain_prefix() -> str:
    """The token endpoint's host: a Region's prefixes are shared by all AWS accounts."""
    value = config.get("domainPrefix")
    if value is None:
        account = aws.get_caller_identity().account_id
        whose = f"{account}/{pulumi.get_project()}/{pulumi.get_stack()}"
        return f"scoped-api-{hashlib.sha256(whose.encode()).hexdigest()[:12]}"
    if not re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", value):
        raise wrong(
            "domainPrefix",
            f'"{value}" is no domain prefix. Write 1 to 63 small letters, digits and hyphens, no '
            "hyphen at either end.",
        )
    return value


def wrong(key: str, message: str) -> pulumi.RunError:
    """An error about a configuration key, and how to set it."""
    return pulumi.RunError(
        f"Configuration {pulumi.get_project()}:{key}: {message}\n"
        f"Set it with: pulumi config set {key} <value>"
    )


lifetime = token_lifetime()

authorization_server = AuthorizationServer(
    "tests",
    {"domain_prefix": domain_prefix(), "deletion_protection": deletion_protection()},
)

api = ScopedApi(
    "tests",
    {
        "user_pool_arn": authorization_server.user_pool_arn,
        "identifier": "com.test.test",
        "scopes": {"test.read": "Read tests", "test.write": "Write tests"},
        "backends": {"tests": {"function": {"folder": "lambda"}}},
        "routes": [
            {"method": "GET", "path": "/tests", "scopes": ["test.read"]},
            {"method": "POST", "path": "/tests", "scopes": ["test.write"]},
        ],
        "stage": "dev",
    },
)


def client(name: str, scopes: list[str]) -> M2MClient:
    """A client that may ask for some of the API's scopes."""
    return M2MClient(
        name,
        {
            "user_pool_id": authorization_server.user_pool_id,
            "scopes": scopes,
            "declared_scopes": api.declared_scopes,
            "token_lifetime": lifetime,
        },
    )


clients = {
    "reader": client("reader", ["test.read"]),
    "writer": client("writer", ["test.read", "test.write"]),
}

pulumi.export("invoke_url", api.invoke_url)
pulumi.export("token_url", authorization_server.token_url)
pulumi.export("jwks_url", authorization_server.jwks_url)
pulumi.export("routes", api.routes)
pulumi.export(
    "clients",
    {
        name: {"client_id": made.client_id, "client_secret": made.client_secret}
        for name, made in clients.items()
    },
)
