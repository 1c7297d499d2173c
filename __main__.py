"""The example service: an API behind two scopes, and two clients that may call it."""

import hashlib
import re

import pulumi
import pulumi_aws as aws
from scoped_api import AuthorizationServer, M2MClient, ScopedApi
from scoped_api.lifetimes import DEFAULT, seconds

config = pulumi.Config()
lifetime = config.get("tokenLifetime", DEFAULT)
protection = config.get("deletionProtection", "true")
prefix = config.get("domainPrefix")


def check_configuration() -> None:
    """Find every wrong key before anything is created, and say how to set it."""
    wrong = {}
    try:
        seconds(lifetime)
    except ValueError as error:
        wrong["tokenLifetime"] = str(error)
    if protection not in ("true", "false"):
        wrong["deletionProtection"] = f'"{protection}" is neither. Write "true" or "false".'
    if prefix is not None and not re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", prefix):
        wrong["domainPrefix"] = (
            f'"{prefix}" is no domain prefix. Write 1 to 63 small letters, digits and hyphens, '
            "no hyphen at either end."
        )
    if wrong:
        project = pulumi.get_project()
        lines = [f"  {project}:{key}: {message}" for key, message in wrong.items()]
        raise pulumi.RunError(
            "Configuration that cannot work. Set it with `pulumi config set <key> <value>`.\n"
            + "\n".join(lines)
        )


def own_prefix() -> str:
    """A host for the token endpoint: all AWS accounts share a Region's prefixes."""
    account = aws.get_caller_identity().account_id
    whose = f"{account}/{pulumi.get_project()}/{pulumi.get_stack()}"
    return f"scoped-api-{hashlib.sha256(whose.encode()).hexdigest()[:12]}"


check_configuration()

authorization_server = AuthorizationServer(
    "tests",
    {"domain_prefix": prefix or own_prefix(), "deletion_protection": protection == "true"},
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
