"""Rule http-route-requires-scope."""

from __future__ import annotations

from collections.abc import Iterator

from .. import scopes, tree
from ..finding import Finding, Mend, Subject
from ..known import UNKNOWN, Text
from ..resource import Resource
from ..rule import Part, StackRule
from ..settings import Settings
from ..stack import Stack
from ..views.http_route import API_V2_IDS, APIS, ROUTES, QuickApi, Route

MEND = Mend(
    component='ScopedApi routes: [{"method": "<METHOD>", "path": "<PATH>", "scopes": ["<scope>"]}]',
    pulumi_aws=(
        'authorization_type="JWT", authorizer_id=authorizer.id, '
        'authorization_scopes=["<identifier>/<scope>"]'
    ),
)
MEND_CONNECT = Mend(
    component="none: ScopedApi makes REST APIs",
    pulumi_aws='authorization_type="CUSTOM", authorizer_id=authorizer.id, on the route $connect',
)
MEND_QUICK = Mend(
    component=MEND.component,
    pulumi_aws="no target on the Api: an Integration, and Route(…) with JWT and scopes",
)


def check_route(route: Route, stack: Stack, settings: Settings) -> Iterator[Finding]:  # noqa: ARG001 (every rule's signature)
    """By the API's protocol, or by what the route key can only be on."""
    apis = stack.refers_to(route.resource, "apiId", API_V2_IDS)
    if _is_websocket(route.key, apis):
        fault, mend = _open_connect(route), MEND_CONNECT
    else:
        fault, mend = _open_route(route), MEND
    if fault:
        subject = _subject(route.resource, route.key, apis)
        yield Finding(route.resource.urn, subject, fault, mend)


def check_quick(api: QuickApi, stack: Stack, settings: Settings) -> Iterator[Finding]:  # noqa: ARG001 (every rule's signature)
    """A target that is there, known or not, makes a route that no one can protect."""
    if api.target is None:
        return
    subject = _subject(api.resource, api.key or "$default", (api.resource,))
    fault = "the API's target makes this route by itself, without authorization"
    yield Finding(api.resource.urn, subject, fault, MEND_QUICK)


def _is_websocket(key: Text, apis: tuple[Resource, ...]) -> bool:
    protocols = {api.bag.text("protocolType") for api in apis}
    if len(protocols) == 1 and protocols <= {"HTTP", "WEBSOCKET"}:
        return protocols == {"WEBSOCKET"}
    # $default is on both kinds: judged as HTTP's, which must be protected.
    return isinstance(key, str) and key != "$default" and " " not in key.strip()


def _open_connect(route: Route) -> str | None:
    if route.key is UNKNOWN:
        return "whether it is $connect is not known before the update; write a plain route key"
    if route.key != "$connect":
        return None
    if route.authorization is UNKNOWN:
        return "whether $connect is open is not known before the update; write a plain type"
    if route.authorization == "AWS_IAM":
        return None
    if route.authorization != "CUSTOM":
        return "anyone can connect: $connect has neither AWS_IAM nor a CUSTOM authorizer"
    if _blank(route.authorizer_id):
        return "its authorization is CUSTOM, but it names no authorizer"
    return None


def _open_route(route: Route) -> str | None:
    if route.authorization is UNKNOWN:
        return "its authorization type is not known before the update; write it as a plain string"
    if route.authorization != "JWT":
        return "its authorization is not JWT, the only one that checks scopes on an HTTP API"
    if _blank(route.authorizer_id):
        return "its authorization is JWT, but it names no authorizer"
    return scopes.fault(route.scopes)


def _blank(text: Text) -> bool:
    return text is not UNKNOWN and not (text or "").strip()


def _subject(resource: Resource, key: Text, apis: tuple[Resource, ...]) -> Subject:
    verb, _, path = (key if isinstance(key, str) else "a route").partition(" ")
    if not isinstance(key, str):
        verb, path = "a route", ""
    names = tree.api_names(apis[0]) if len(apis) == 1 else ()
    return Subject(resource.name, verb, path.strip() or None, names)


RULE = StackRule(
    id="http-route-requires-scope",
    title="A route of an HTTP API demands an OAuth2 scope; a WebSocket API is not open.",
    severity="critical",
    looks_at="`apigatewayv2.Route` with its `Api`, and `target` of `apigatewayv2.Api`",
    why=(
        "HTTP APIs check scopes with JWT authorizers only, and `$default` is a route as well. "
        "A WebSocket API asks who calls at `$connect`, once; JWT does not exist there."
    ),
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html",
    mend=MEND,
    parts=(Part(ROUTES, check_route), Part(APIS, check_quick)),
)
