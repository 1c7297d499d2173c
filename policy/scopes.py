"""Which scopes protect a machine-to-machine method."""

from __future__ import annotations

import re

from .known import UNKNOWN, Texts

# https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
OPENID = frozenset({"openid", "email", "profile", "phone", "aws.cognito.signin.user.admin"})
"""Scopes that every signed-in user's token can have."""

# The patterns of CreateResourceServer in the Cognito API reference: a name holds no slash.
_FULL = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]+/[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+")


def fault(scopes: Texts) -> str | None:
    """Why a list of scopes protects nothing, or None if it does.

    A token is let in that has *any* of them. What is not known yet does not count.
    """
    if scopes is UNKNOWN:
        return (
            "its scopes are not known before the update, so nothing shows that there are any; "
            "write them as plain strings"
        )
    if not scopes:
        return "it names no OAuth scope"
    if any(scope is not UNKNOWN and not scope.strip() for scope in scopes):
        return "one of its scopes is blank"
    known = [scope for scope in scopes if scope is not UNKNOWN]
    if not known:
        return "none of its scopes is known before the update; write at least one as a plain string"
    if all(scope in OPENID for scope in known):
        return "it names OpenID scopes only, which are every signed-in user's and no machine's"
    return None


def is_full(scope: str) -> bool:
    """Whether a scope has the form `identifier/name`."""
    return _FULL.fullmatch(scope) is not None
