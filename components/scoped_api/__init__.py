"""Machine-to-machine APIs on AWS in which every method demands an OAuth2 scope.

The names below are loaded when they are first used, so that a calling service
can import `scoped_api.token` without Pulumi.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api_args import ScopedApiArgs
    from .arguments import ArgumentsError
    from .authorization_server import AuthorizationServer, AuthorizationServerArgs
    from .m2m_client import M2MClient, M2MClientArgs
    from .scoped_api import ScopedApi

__all__ = [
    "ArgumentsError",
    "AuthorizationServer",
    "AuthorizationServerArgs",
    "M2MClient",
    "M2MClientArgs",
    "ScopedApi",
    "ScopedApiArgs",
]

_HOME = {
    "ArgumentsError": "arguments",
    "AuthorizationServer": "authorization_server",
    "AuthorizationServerArgs": "authorization_server",
    "M2MClient": "m2m_client",
    "M2MClientArgs": "m2m_client",
    "ScopedApi": "scoped_api",
    "ScopedApiArgs": "api_args",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)
