"""The rules, one a file, in the order in which they run and are listed."""

from __future__ import annotations

from ..rule import Rule
from . import method_requires_authorizer, method_requires_oauth_scope

RULES: tuple[Rule, ...] = (
    method_requires_authorizer.RULE,
    method_requires_oauth_scope.RULE,
)
