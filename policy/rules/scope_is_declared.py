"""Rule scope-is-declared."""

from __future__ import annotations

from collections.abc import Iterator

from .. import pools, tree
from ..finding import Finding, Mend, Subject
from ..known import UNKNOWN, Texts
from ..pools import Pool
from ..resource import Resource
from ..rule import Part, StackRule
from ..settings import SERVERS, Settings
from ..stack import Stack
from ..views.client import CLIENTS, Client
from ..views.method import METHODS, Method
from ..views.user_pool import SERVER_TYPES

MEND = Mend(
    component='ScopedApi "identifier" and "scopes": {"<scope>": "<what it allows>"}',
    pulumi_aws=(
        'ResourceServer(user_pool_id=pool.id, identifier="<identifier>", scopes=[{"scope_name": '
        '"<scope>", …}]); one of another stack: '
        f'{{"scope-is-declared": {{"{SERVERS}": [{{"identifier": …, "scopes": […]}}]}}}}'
    ),
)


def check_method(method: Method, stack: Stack, settings: Settings) -> Iterator[Finding]:
    """Judged where API Gateway looks at scopes; elsewhere, method-requires-oauth-scope does."""
    if method.authorization != "COGNITO_USER_POOLS" or not method.scopes:
        return
    behind = pools.of_method(method, stack)
    faults = _faults(method.resource, "authorizationScopes", method.scopes, behind, stack, settings)
    for fault in faults:
        yield Finding(method.resource.urn, tree.subject(stack, method), fault, MEND)


def check_client(client: Client, stack: Stack, settings: Settings) -> Iterator[Finding]:
    """Every client: a scope that does not exist is one that nobody can ask for."""
    if not client.scopes:
        return
    behind = pools.of_client(client, stack)
    faults = _faults(
        client.resource, client.scopes_property, client.scopes, behind, stack, settings
    )
    for fault in faults:
        yield Finding(client.resource.urn, Subject(client.resource.name), fault, MEND)


def _faults(
    resource: Resource,
    key: str,
    scopes: Texts,
    behind: tuple[Pool, ...],
    stack: Stack,
    settings: Settings,
) -> Iterator[str]:
    items = (UNKNOWN,) if scopes is UNKNOWN else scopes or ()
    if UNKNOWN in items and not _from_server(resource, key, behind, stack):
        yield (
            "its scopes are not known before the update, and do not come from a resource server "
            "of its user pool; write them as plain strings"
        )
    known = tuple(scope for scope in items if scope is not UNKNOWN)
    yield from pools.faults(known, behind, stack, settings)


def _from_server(resource: Resource, key: str, behind: tuple[Pool, ...], stack: Stack) -> bool:
    """Whether unknown scopes came from a resource server that declares them for the pool."""
    sources = stack.sources(resource, key, SERVER_TYPES)
    here = {server.urn for pool in behind for server in pools.servers(pool, stack)}
    return any(source.urn in here for source in sources)


RULE = StackRule(
    id="scope-is-declared",
    title="A scope that a method or a client names is declared by a resource server.",
    severity="high",
    looks_at=(
        "scopes of `apigateway.Method` and `cognito.UserPoolClient`, with the `ResourceServer`s "
        "of their pool"
    ),
    why=(
        "No token can have a scope that is not declared: the method can never be called, and a "
        "client with one cannot be created. Case matters."
    ),
    source="https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html",
    mend=MEND,
    parts=(Part(METHODS, check_method), Part(CLIENTS, check_client)),
    options=(SERVERS,),
)
