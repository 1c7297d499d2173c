"""What Cognito refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sandbox.provider.errors import AwsError, Fault
from sandbox.provider.live import Live
from sandbox.provider.values import UNKNOWN, Plain

STANDARD_SCOPES = frozenset(
    {"openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"}
)
"""The scopes that exist without a resource server (CreateUserPoolClient, AllowedOAuthScopes)."""

_INVALID = "InvalidParameterException"
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
_LIFETIMES = {
    # (property, unit when none is given, least and most in seconds; words for both)
    "accessTokenValidity": ("accessToken", "hours", 300, 86400, "5 minutes and 24 hours"),
    "idTokenValidity": ("idToken", "hours", 300, 86400, "5 minutes and 24 hours"),
    "refreshTokenValidity": ("refreshToken", "days", 3600, 315360000, "60 minutes and 10 years"),
}


def domain(state: Plain) -> Iterator[Fault]:
    """Prefixes that Cognito reserves; a prefix with a certificate, or a domain name without."""
    name = state.get("domain")
    if not isinstance(name, str):
        return
    if "." in name and not state.get("certificateArn"):
        yield Fault(
            "domain",
            f"{_INVALID}: {name!r} is a custom domain: it needs certificateArn. "
            "A prefix has no dot in it.",
        )
    if "." not in name and not re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", name):
        yield Fault(
            "domain",
            f"{_INVALID}: {name!r} is no prefix: it takes at most 63 of a-z, 0-9 and -, and "
            "neither begins nor ends with -.",
        )
    for reserved in ("aws", "amazon", "cognito"):
        if "." not in name and reserved in name:
            yield Fault("domain", f"{_INVALID}: a prefix may not contain {reserved!r}.")


def unique_scopes(state: Plain) -> Iterator[Fault]:
    """Each scope of a resource server once."""
    seen = set()
    for number, scope in enumerate(state.get("scopes") or []):
        name = scope.get("scopeName") if isinstance(scope, dict) else None
        if isinstance(name, str) and name in seen:
            yield Fault(
                f"scopes[{number}].scopeName", f"{_INVALID}: the scope {name!r} is there twice."
            )
        seen.add(name if isinstance(name, str) else None)


def client_flows(state: Plain) -> Iterator[Fault]:
    """client_credentials: alone, and with a secret. Scopes and flows: both or none."""
    given, scopes = state.get("allowedOauthFlows"), state.get("allowedOauthScopes")
    flows = {flow for flow in given if isinstance(flow, str)} if isinstance(given, list) else set()
    for_users = flows & {"code", "implicit"}
    if "client_credentials" in flows:
        if for_users:
            yield Fault(
                "allowedOauthFlows",
                "InvalidOAuthFlowException: client_credentials flow can not be selected along "
                "with code flow or implicit flow. Make an app client of its own for it.",
            )
        if not state.get("generateSecret"):
            yield Fault(
                "generateSecret",
                "InvalidOAuthFlowException: client_credentials flow can not be selected if "
                "client does not have a client secret. Set generateSecret to true.",
            )
    if flows and not scopes and scopes is not UNKNOWN:
        yield Fault(
            "allowedOauthScopes",
            f"{_INVALID}: AllowedOAuthFlows and AllowedOAuthScopes are required if user pool "
            "client is allowed to use OAuth flows.",
        )
    if for_users and not state.get("callbackUrls"):
        yield Fault("callbackUrls", f"{_INVALID}: code and implicit flows need a callback URL.")
    for number, scope in enumerate(scopes if isinstance(scopes, list) else []):
        if "client_credentials" in flows and scope in STANDARD_SCOPES:
            yield Fault(
                f"allowedOauthScopes[{number}]",
                f"{_INVALID}: {scope} is not supported with client_credentials flow.",
            )


def client_lifetimes(state: Plain) -> Iterator[Fault]:
    """How long tokens may live."""
    units = state.get("tokenValidityUnits") or {}
    if not isinstance(units, dict):
        return
    for name, (unit_name, unit, least, most, words) in _LIFETIMES.items():
        value, unit = state.get(name), units.get(unit_name) or unit
        if not isinstance(value, (int, float)) or unit not in _SECONDS:
            continue
        seconds = value * _SECONDS[unit]
        if not least <= seconds <= most:
            yield Fault(
                name,
                f"{_INVALID}: Invalid range for token validity: {value} {unit}; it must be "
                f"between {words}.",
            )


def client_scopes_exist(live: Live, state: Plain, old: Plain | None) -> None:
    """Every custom scope of a client is declared by a resource server of its pool."""
    wanted = [s for s in state.get("allowedOauthScopes") or [] if s not in STANDARD_SCOPES]
    if old is not None and set(wanted) <= set(old.get("allowedOauthScopes") or []):
        return
    if not wanted:
        return
    servers: list[dict[str, Any]] = live.all_of(
        "ListResourceServers", "ResourceServers", UserPoolId=state["userPoolId"], MaxResults=50
    )
    there = {
        f"{server['Identifier']}/{scope['ScopeName']}"
        for server in servers
        for scope in server.get("Scopes") or []
    }
    missing = [scope for scope in wanted if scope not in there]
    if missing:
        raise AwsError(
            "ScopeDoesNotExistException",
            f"Invalid scope requested: {', '.join(missing)}. The pool's resource servers declare "
            f"{', '.join(sorted(there)) or 'no scope'}. Let the client depend on the resource "
            "server that declares it.",
            "UpdateUserPoolClient" if old else "CreateUserPoolClient",
        )


def pool_tier(live: Live, state: Plain, old: Plain | None) -> None:
    """Advanced security costs a plan that has it."""
    del live, old
    mode = (state.get("userPoolAddOns") or {}).get("advancedSecurityMode", "OFF")
    if mode != "OFF" and state.get("userPoolTier") not in (None, "PLUS"):
        raise AwsError(
            "FeatureUnavailableInTierException",
            f"advancedSecurityMode {mode} needs userPoolTier PLUS.",
        )


def pool_without_domain(live: Live, state: Plain) -> None:
    """A pool with a domain stays."""
    answer = live.look("DescribeUserPool", UserPoolId=state["id"])
    found = (answer or {}).get("UserPool", {})
    name = found.get("Domain") or found.get("CustomDomain")
    if name:
        raise AwsError(
            _INVALID,
            f"User pool cannot be deleted. It has a domain configured that should be deleted "
            f"first: {name}.",
            "DeleteUserPool",
        )


def pool_unprotected(live: Live, state: Plain) -> None:
    """A protected pool stays."""
    answer = live.look("DescribeUserPool", UserPoolId=state["id"])
    if (answer or {}).get("UserPool", {}).get("DeletionProtection") == "ACTIVE":
        raise AwsError(
            _INVALID,
            "The user pool cannot be deleted because deletion protection is activated. Set "
            "deletionProtection to INACTIVE first.",
            "DeleteUserPool",
        )
