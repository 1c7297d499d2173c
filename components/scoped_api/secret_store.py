"""A client's credentials in Secrets Manager, and who may read them."""

import re
from collections.abc import Mapping
from typing import TypedDict

import pulumi
import pulumi_aws as aws
from typing_extensions import NotRequired

from . import policy_document
from .arguments import Mistakes, is_later

# CreateSecret.
_NAME = re.compile(r"[A-Za-z0-9/_+=.@-]{1,512}")


class SecretStoreArgs(TypedDict):
    """Keeps a client's credentials as one JSON document: `client_id`, `client_secret`,
    `token_url` and `scope` (the full scopes, with a space between)."""

    token_url: pulumi.Input[str]
    """Where the client gets its tokens: `AuthorizationServer.token_url`."""
    name: NotRequired[str]
    """The secret's name; made up if not given."""
    kms_key_arn: NotRequired[pulumi.Input[str]]
    """A key of your own to encrypt it; AWS's key for Secrets Manager if not given. The reader
    policy then allows to decrypt with it."""
    recovery_days: NotRequired[int]
    """For how long a deleted secret can be brought back: 7 to 30 (also the default), or 0 for
    not at all."""


def check(args: SecretStoreArgs, mistakes: Mistakes, where: str) -> None:
    """Check a name and a number of days."""
    name = args.get("name", "ok")
    if not _NAME.fullmatch(name):
        mistakes.add(
            f"{where}.name",
            f'"{name}" is no secret name: 1 to 512 letters, digits and / _ + = . @ -. Write, '
            'for example, "orders/reader".',
        )
    days = args.get("recovery_days", 30)
    if days and not 7 <= days <= 30:
        mistakes.add(f"{where}.recovery_days", f"{days} is out of range. Write 7 to 30, or 0.")
    url = args["token_url"]
    if not is_later(url) and not str(url).startswith(("https://", "http://")):
        mistakes.add(f"{where}.token_url", "is no address. Write AuthorizationServer.token_url.")


def store(
    name: str,
    args: SecretStoreArgs,
    document: Mapping[str, pulumi.Input[str]],
    tags: Mapping[str, pulumi.Input[str]] | None,
    opts: pulumi.ResourceOptions,
) -> tuple[pulumi.Output[str], pulumi.Output[str]]:
    """Store credentials; return the secret's ARN and that of a policy to read it."""
    secret = aws.secretsmanager.Secret(
        name,
        name=args.get("name"),
        description=f"Credentials of the M2M client {name}",
        kms_key_id=args.get("kms_key_arn"),
        recovery_window_in_days=args.get("recovery_days", 30),
        tags=tags,
        opts=opts,
    )
    aws.secretsmanager.SecretVersion(
        name,
        secret_id=secret.id,
        # Secret, because `client_secret` is.
        secret_string=pulumi.Output.json_dumps(document),
        opts=opts,
    )
    policy = aws.iam.Policy(
        f"{name}-reader",
        description=f"May read the credentials of the M2M client {name}",
        policy=pulumi.Output.all(secret.arn, args.get("kms_key_arn")).apply(
            lambda known: _may_read(*known)
        ),
        tags=tags,
        opts=opts,
    )
    return secret.arn, policy.arn


def _may_read(secret_arn: str, key_arn: str | None) -> str:
    decrypt = [{"Action": "kms:Decrypt", "Resource": key_arn}] if key_arn else []
    return policy_document.allow(
        {"Action": "secretsmanager:GetSecretValue", "Resource": secret_arn}, *decrypt
    )
