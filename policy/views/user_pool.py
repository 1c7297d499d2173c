"""Cognito user pools, and the resource servers that declare scopes in them."""

from __future__ import annotations

from dataclasses import dataclass

from ..known import UNKNOWN, Bag, Text, Texts, Unknown
from ..resource import Resource, View

_CLASSIC, _NATIVE = "aws:cognito/userPool:UserPool", "aws-native:cognito:UserPool"

POOL_IDS = {_CLASSIC: "id", _NATIVE: "userPoolId"}
"""type → the property that holds its id."""
POOL_ARNS = {_CLASSIC: "arn", _NATIVE: "arn"}

SERVER_TYPES = frozenset(
    {"aws:cognito/resourceServer:ResourceServer", "aws-native:cognito:UserPoolResourceServer"}
)


@dataclass(frozen=True)
class Server:
    """A resource server; its full scopes are `identifier/name`."""

    resource: Resource
    identifier: Text
    names: Texts

    @property
    def scopes(self) -> frozenset[str]:
        """The full scopes that are known."""
        if not isinstance(self.identifier, str) or self.names is UNKNOWN:
            return frozenset()
        return frozenset(
            f"{self.identifier}/{name}" for name in self.names or () if name is not UNKNOWN
        )


def _read(resource: Resource) -> Server:
    scopes = resource.bag.bags("scopes")
    names: Texts = None
    if scopes is UNKNOWN:
        names = UNKNOWN
    elif scopes is not None:
        names = tuple(_name(scope) for scope in scopes)
    return Server(resource, resource.bag.text("identifier"), names)


def _name(scope: Bag | Unknown) -> str | Unknown:
    name = UNKNOWN if scope is UNKNOWN else scope.text("scopeName")
    return "" if name is None else name


SERVERS = View(SERVER_TYPES, _read)
