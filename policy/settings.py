"""A rule's configuration: its schema for the engine, and its values for the rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import exemptions
from .exemptions import Exemption

LIFETIME = "longestAccessTokenLifetime"
SERVERS = "externalResourceServers"

# Cognito's own bounds: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
_SHORTEST, _DEFAULT, _LONGEST = 300, 3600, 86400


@dataclass(frozen=True)
class ResourceServer:
    """A resource server that is declared in another stack."""

    identifier: str
    scopes: frozenset[str]
    """The names of its scopes, without the identifier."""
    user_pool: str | None = None
    """Its pool's id or ARN; None: any pool."""


@dataclass(frozen=True)
class Settings:
    """What a rule was configured with, or the defaults."""

    exemptions: tuple[Exemption, ...] = ()
    resource_servers: tuple[ResourceServer, ...] = ()
    longest_lifetime: float = _DEFAULT
    """Seconds."""


OPTIONS: dict[str, dict[str, Any]] = {
    LIFETIME: {
        "type": "integer",
        "minimum": _SHORTEST,
        "maximum": _LONGEST,
        "default": _DEFAULT,
        "description": "How long an access token may live, in seconds.",
    },
    SERVERS: {
        "type": "array",
        "default": [],
        "description": "Resource servers that are declared outside the stack.",
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": ["identifier", "scopes"],
            "properties": {
                "identifier": {"type": "string", "minLength": 1},
                "scopes": {"type": "array", "items": {"type": "string", "minLength": 1}},
                "userPool": {"type": "string", "minLength": 1},
            },
        },
    },
}
"""The schema of each key that one rule or another has, beside `exemptions`."""


def schema(exempt_by: tuple[str, ...], options: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """The JSON schema of a rule's configuration, key by key."""
    keys = {option: OPTIONS[option] for option in options}
    return {"exemptions": exemptions.schema(exempt_by), **keys} if exempt_by else keys


def parse(
    raw: Mapping[str, Any], exempt_by: tuple[str, ...], options: tuple[str, ...]
) -> tuple[Settings, list[str]]:
    """A rule's settings, and what is wrong with its configuration; what is wrong is left out.

    The engine validates against the schema first, but knows neither unknown keys nor dates.
    """
    mistakes: list[str] = []
    allowed = (("exemptions",) if exempt_by else ()) + options
    for key in raw:
        if key not in allowed:
            names = ", ".join(allowed) or "enforcementLevel only"
            mistakes.append(f"{key}: is not a key of this rule; allowed: {names}")
    settings = Settings(
        exemptions=exemptions.parse(raw.get("exemptions", []), exempt_by, mistakes)
        if exempt_by
        else (),
        resource_servers=_servers(raw.get(SERVERS, []), mistakes) if SERVERS in options else (),
        longest_lifetime=_lifetime(raw.get(LIFETIME, _DEFAULT), mistakes),
    )
    return settings, mistakes


def _lifetime(raw: Any, mistakes: list[str]) -> float:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        mistakes.append(f"{LIFETIME}: must be a number of seconds")
    elif not _SHORTEST <= raw <= _LONGEST:
        mistakes.append(f"{LIFETIME}: must be between {_SHORTEST} and {_LONGEST} seconds")
    else:
        return float(raw)
    return _DEFAULT


def _servers(raw: Any, mistakes: list[str]) -> tuple[ResourceServer, ...]:
    if not isinstance(raw, list):
        mistakes.append(f"{SERVERS}: must be a list of objects")
        return ()
    found = []
    for index, item in enumerate(raw):
        where = f"{SERVERS}[{index}]"
        if not isinstance(item, Mapping) or set(item) - {"identifier", "scopes", "userPool"}:
            mistakes.append(f"{where}: must be an object of identifier, scopes and userPool")
            continue
        identifier, names, pool = item.get("identifier"), item.get("scopes"), item.get("userPool")
        if not isinstance(identifier, str) or not identifier.strip():
            mistakes.append(f"{where}.identifier: must be text that is not blank")
        elif not isinstance(names, list) or not all(isinstance(n, str) and n for n in names):
            mistakes.append(f"{where}.scopes: must be a list of scope names")
        elif any("/" in name for name in names):
            mistakes.append(f"{where}.scopes: must be names alone, without `{identifier}/`")
        elif pool is not None and (not isinstance(pool, str) or not pool.strip()):
            mistakes.append(f"{where}.userPool: must be a user pool's id or ARN")
        else:
            found.append(ResourceServer(identifier, frozenset(names), pool))
    return tuple(found)
