"""The user pools behind a method or a client, and which scopes are declared in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from .known import UNKNOWN
from .resource import Resource
from .scopes import OPENID, is_full
from .settings import ResourceServer, Settings
from .stack import Stack
from .views.authorizer import AUTHORIZER_IDS, AUTHORIZERS
from .views.client import Client
from .views.method import Method
from .views.user_pool import POOL_ARNS, POOL_IDS, SERVER_TYPES, SERVERS


@dataclass(frozen=True)
class Pool:
    """A user pool: in this stack, or elsewhere and known by its id or ARN, or not at all."""

    resource: Resource | None = None
    name: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """By what configuration may name it: id, ARN."""
        if self.resource:
            keys = (POOL_IDS[self.resource.type], POOL_ARNS[self.resource.type])
            values = (self.resource.bag.value(key) for key in keys)
            return tuple(value for value in values if isinstance(value, str))
        # An ARN ends in the id.
        return (self.name, self.name.rpartition("/")[2]) if self.name else ()

    def __str__(self) -> str:
        if self.resource:
            return f'user pool "{self.resource.name}"'
        return f"user pool {self.name}" if self.name else "a user pool outside this stack"


def of_method(method: Method, stack: Stack) -> tuple[Pool, ...]:
    """The pools whose tokens a method's authorizer takes."""
    found: dict[object, Pool] = {}
    for resource in stack.refers_to(method.resource, "authorizerId", AUTHORIZER_IDS):
        authorizer = AUTHORIZERS.read(resource)
        arns = authorizer.provider_arns
        for arn in (UNKNOWN,) if arns is UNKNOWN else arns or ():
            here = stack.named(resource, "providerArns", arn, POOL_ARNS)
            for pool in [Pool(each) for each in here] or [Pool(name=_known(arn))]:
                found[pool.resource.urn if pool.resource else pool.name] = pool
    return tuple(found.values()) or (Pool(),)


def of_client(client: Client, stack: Stack) -> tuple[Pool, ...]:
    """The pool that a client is in."""
    here = stack.refers_to(client.resource, "userPoolId", POOL_IDS)
    if here:
        return tuple(Pool(each) for each in here)
    return (Pool(name=_known(client.resource.bag.text("userPoolId"))),)


def _known(text: object) -> str | None:
    return text if isinstance(text, str) else None


def servers(pool: Pool, stack: Stack) -> tuple[Resource, ...]:
    """The resource servers in this stack that declare scopes in a pool."""

    def index() -> dict[str, list[Resource]]:
        found: dict[str, list[Resource]] = {}
        for server in stack.of(SERVER_TYPES):
            for owner in stack.refers_to(server, "userPoolId", POOL_IDS):
                found.setdefault(owner.urn, []).append(server)
        return found

    if pool.resource is None:
        return ()
    return tuple(stack.remember("servers of pools", index).get(pool.resource.urn, ()))


def declared(pool: Pool, stack: Stack, settings: Settings) -> frozenset[str]:
    """The full scopes that a pool is known to have, in the stack or by configuration."""

    def make() -> frozenset[str]:
        here = [SERVERS.read(server).scopes for server in servers(pool, stack)]
        there = [_full(server) for server in settings.resource_servers if _of(server, pool)]
        return frozenset().union(*here, *there)

    return stack.remember(("declared", pool.names, pool.resource and pool.resource.urn), make)


def faults(
    scopes: tuple[str, ...], pools: tuple[Pool, ...], stack: Stack, settings: Settings
) -> Iterator[str]:
    """What is wrong with known scopes. Those of OpenID exist in every pool."""
    for scope in scopes:
        if scope in OPENID or not scope.strip():
            continue
        told = [_fault(scope, pool, stack, settings) for pool in pools]
        # A token of any of the pools is let in: one that declares the scope is enough.
        if None not in told:
            yield next(fault for fault in told if fault)


def _fault(scope: str, pool: Pool, stack: Stack, settings: Settings) -> str | None:
    known = declared(pool, stack, settings)
    if scope in known:
        return None
    if pool.resource is None and not _listed(scope, pool, settings):
        if is_full(scope):
            return None
        return f'its scope "{scope}" is not of the form identifier/name'
    by_lower = {name.lower(): name for name in known}
    hint = get_close_matches(scope.lower(), by_lower, n=1, cutoff=0.8)
    meant = f'; did you mean "{by_lower[hint[0]]}"? Case matters' if hint else ""
    return f'its scope "{scope}" is declared by no resource server of {pool}{meant}'


def _listed(scope: str, pool: Pool, settings: Settings) -> bool:
    """Whether configuration says what a pool elsewhere has, or this identifier has."""
    return any(
        (server.user_pool is not None and _of(server, pool))
        or (server.user_pool is None and scope.rpartition("/")[0] == server.identifier)
        for server in settings.resource_servers
    )


def _of(server: ResourceServer, pool: Pool) -> bool:
    return server.user_pool is None or server.user_pool in pool.names


def _full(server: ResourceServer) -> frozenset[str]:
    return frozenset(f"{server.identifier}/{name}" for name in server.scopes)
