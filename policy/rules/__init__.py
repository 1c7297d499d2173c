"""The rules, one a file, in the order in which they run and are listed."""

from __future__ import annotations

from ..rule import Rule
from . import (
    authorizer_is_cognito,
    exemption_is_current,
    function_url_requires_auth,
    http_route_requires_scope,
    invoke_permission_names_its_source,
    m2m_client_is_minimal,
    method_requires_authorizer,
    method_requires_oauth_scope,
    openapi_operation_requires_scope,
    preflight_answers_itself,
    scope_is_declared,
    unprotected_method_paths,
)

RULES: tuple[Rule, ...] = (
    method_requires_authorizer.RULE,
    method_requires_oauth_scope.RULE,
    preflight_answers_itself.RULE,
    authorizer_is_cognito.RULE,
    scope_is_declared.RULE,
    openapi_operation_requires_scope.RULE,
    http_route_requires_scope.RULE,
    function_url_requires_auth.RULE,
    invoke_permission_names_its_source.RULE,
    m2m_client_is_minimal.RULE,
    # These look at what the others were configured with, so they come after them.
    unprotected_method_paths.RULE,
    exemption_is_current.RULE,
)
