"""Scopes: what Cognito allows in their names, and which of them exist."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any
from weakref import WeakKeyDictionary

import pulumi

from .arguments import Mistakes

# Limits of Cognito's CreateResourceServer and CreateUserPoolClient (API reference).
MAX_LENGTH = 256
MAX_PER_RESOURCE_SERVER = 100
MAX_PER_CLIENT = 50
_IDENTIFIER = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]+")
_NAME = re.compile(r"[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+")

# The scopes behind an output of this process, by which a client in the same program is
# checked before anything is registered.
_declared: WeakKeyDictionary[pulumi.Output[Any], tuple[str, ...]] = WeakKeyDictionary()


def check_identifier(identifier: str, mistakes: Mistakes, where: str) -> None:
    """Check a resource server's identifier (1 to 256 printable characters, no space)."""
    if not _IDENTIFIER.fullmatch(identifier) or len(identifier) > MAX_LENGTH:
        mistakes.add(
            where,
            f"{identifier!r} is no resource server identifier: 1 to {MAX_LENGTH} printable "
            'ASCII characters, without space, " and \\. Write, for example, "com.example.orders".',
        )


def check_declared(identifier: str, scopes: dict[str, str], mistakes: Mistakes, where: str) -> None:
    """Check the scopes that a resource server declares: name to description."""
    if not scopes:
        mistakes.add(where, 'is empty. Write, for example, {"orders.read": "Read orders"}.')
    if len(scopes) > MAX_PER_RESOURCE_SERVER:
        mistakes.add(
            where,
            f"{len(scopes)} scopes are too many: Cognito allows {MAX_PER_RESOURCE_SERVER} on a "
            "resource server. Use broader scopes, or a second ScopedApi.",
        )
    for name, description in scopes.items():
        place = f"{where}.{name}"
        if not _NAME.fullmatch(name):
            short = name.removeprefix(f"{identifier}/")
            fix = short if _NAME.fullmatch(short) else "orders.read"
            mistakes.add(
                place,
                f'{name!r} is no scope name: printable ASCII characters, without space, ", \\ '
                f'and /. Write, for example, "{fix}".',
            )
        elif len(full_name(identifier, name)) > MAX_LENGTH:
            mistakes.add(
                place,
                f'"{full_name(identifier, name)}" has {len(full_name(identifier, name))} '
                f"characters; Cognito allows {MAX_LENGTH}. Shorten it.",
            )
        if not 1 <= len(description) <= MAX_LENGTH:
            mistakes.add(
                place,
                f"has a description of {len(description)} characters; Cognito wants 1 to "
                f"{MAX_LENGTH}. Say in a sentence what the scope allows.",
            )


def full_name(identifier: str, scope: str) -> str:
    """`identifier/name`, from a short name or a full one."""
    return scope if "/" in scope else f"{identifier}/{scope}"


def resolve(scope: str, declared: Sequence[str], mistakes: Mistakes, where: str) -> str | None:
    """The full name of a scope, short or full, among those that are declared."""
    if scope in declared:
        return scope
    matches = [known for known in declared if known.rpartition("/")[2] == scope]
    if len(matches) == 1:
        return matches[0]
    if matches:
        mistakes.add(where, f'"{scope}" is ambiguous. Write one of: {_listed(matches)}.')
    else:
        mistakes.add(where, f'"{scope}" is not declared. {_hint(scope, declared)}')
    return None


def resolve_for_route(
    scope: str, identifier: str, declared: Iterable[str], mistakes: Mistakes, where: str
) -> str | None:
    """The full name of a route's scope: this API's by its short name, or another server's."""
    own = [full_name(identifier, name) for name in declared]
    server, _, name = scope.rpartition("/")
    if not server or server == identifier:
        return resolve(scope, own, mistakes, where)
    if _IDENTIFIER.fullmatch(server) and _NAME.fullmatch(name) and len(scope) <= MAX_LENGTH:
        return scope
    mistakes.add(
        where,
        f"{scope!r} is no scope. Write the short name of a scope of this API, or "
        '"identifier/name" for one of another resource server.',
    )
    return None


def declare(anchor: pulumi.Resource, scopes: Sequence[str]) -> pulumi.Output[list[str]]:
    """The scopes as an output that is known at preview and depends on the resource server.

    A URN is known before its resource exists, and what is derived from it waits for it.
    """
    output = anchor.urn.apply(lambda _: list(scopes))
    _declared[output] = tuple(scopes)
    return output


def declared_now(value: object) -> tuple[str, ...] | None:
    """The declared scopes, if they can be read before deployment; else None."""
    if isinstance(value, pulumi.Output):
        return _declared.get(value)
    if isinstance(value, (list, tuple)):
        return tuple(value)
    return None


def _hint(scope: str, declared: Sequence[str]) -> str:
    names = [*declared, *(known.rpartition("/")[2] for known in declared)]
    close = get_close_matches(scope, names, n=1)
    meant = f'Did you mean "{close[0]}"? ' if close else ""
    return f"{meant}Declared: {_listed(declared) or 'none'}."


def _listed(scopes: Sequence[str]) -> str:
    return ", ".join(f'"{scope}"' for scope in sorted(scopes))
