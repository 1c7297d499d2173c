"""Rule m2m-client-is-minimal."""

from __future__ import annotations

from collections.abc import Iterator

from .. import scopes
from ..finding import Finding, Mend
from ..known import UNKNOWN
from ..rule import ResourceRule
from ..settings import LIFETIME, Settings
from ..views.client import CLIENTS, Client

MEND = Mend(
    component='M2MClient("<name>", {"scopes": ["<scope>"], "token_lifetime": "1h", …})',
    pulumi_aws=(
        'generate_secret=True, allowed_oauth_flows=["client_credentials"], '
        'explicit_auth_flows=["ALLOW_REFRESH_TOKEN_AUTH"], allowed_oauth_scopes=["<identifier>/'
        '<scope>"], access_token_validity=60, token_validity_units={"access_token": "minutes"}'
    ),
)

# https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
_WITH_PASSWORD = {
    "ALLOW_USER_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ADMIN_NO_SRP_AUTH",
    "USER_PASSWORD_AUTH",
}
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
_DEFAULT_LIFETIME = 3600


def check(client: Client, settings: Settings) -> Iterator[Finding]:
    """Every fault is one finding."""
    if not client.is_m2m:
        return
    faults = (
        _flows(client),
        _secret(client),
        _sign_in(client),
        _scopes(client),
        _lifetime(client, settings.longest_lifetime),
    )
    for fault in faults:
        if fault:
            yield Finding(client.resource.urn, client.subject, fault, MEND)


def _flows(client: Client) -> str | None:
    if client.flows is UNKNOWN or UNKNOWN in (client.flows or ()):
        return "its OAuth flows are not known before the update; write them as plain strings"
    others = [flow for flow in client.flows or () if flow != "client_credentials"]
    return "it has client_credentials and another OAuth flow, for people" if others else None


def _secret(client: Client) -> str | None:
    if client.has_secret is UNKNOWN:
        return "whether it has a secret is not known before the update; write it as plain true"
    return None if client.has_secret else "it has no secret, so anyone can ask for its tokens"


def _sign_in(client: Client) -> str | None:
    flows = client.auth_flows
    if flows is UNKNOWN or UNKNOWN in (flows or ()):
        return "its sign-in flows are not known before the update; write them as plain strings"
    if not flows:
        return "it names no sign-in flows, for which Cognito puts flows with a password (SRP)"
    allowed = [flow for flow in flows if flow in _WITH_PASSWORD]
    return f"it lets people sign in with a password: {', '.join(allowed)}" if allowed else None


def _scopes(client: Client) -> str | None:
    # Scopes not known yet have come from somewhere: scope-is-declared asks from where, and
    # this rule again at the update.
    if client.scopes is UNKNOWN or (client.scopes and set(client.scopes) == {UNKNOWN}):
        return None
    return scopes.fault(client.scopes)


def _lifetime(client: Client, longest: float) -> str | None:
    if client.validity is UNKNOWN or client.unit is UNKNOWN:
        return "how long its access tokens live is not known before the update"
    lifetime: float = _DEFAULT_LIFETIME
    if client.validity:
        unit = client.unit or "hours"
        if unit not in _SECONDS:
            return "its access token validity has a unit that Cognito does not have"
        lifetime = client.validity * _SECONDS[unit]
    if lifetime > longest:
        return (
            f"its access tokens live {lifetime:g} s, longer than the {longest:g} s that "
            "configuration allows"
        )
    return None


RULE = ResourceRule(
    id="m2m-client-is-minimal",
    title="A client for client_credentials can do that and nothing else.",
    severity="high",
    looks_at="`cognito.UserPoolClient` with `client_credentials`",
    why=(
        "A machine's client with flows for people, or with a password flow, gives people's "
        "tokens to whoever has the machine's secret; a long-lived token outlives its revocation. "
        "Sign-in flows that are left out are not none: Cognito then allows SRP."
    ),
    source="https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-app-idp-settings.html",
    mend=MEND,
    view=CLIENTS,
    check=check,
    options=(LIFETIME,),
)
