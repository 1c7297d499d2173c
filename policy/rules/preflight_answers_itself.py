"""Rule preflight-answers-itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from .. import tree
from ..finding import Finding, Mend
from ..known import UNKNOWN, Bag
from ..resource import Resource
from ..rule import Part, StackRule
from ..settings import Settings
from ..stack import Stack
from ..views.method import METHODS, Method

MEND = Mend(
    component='ScopedApi makes such preflights itself; any other route: "scopes": ["<scope>"]',
    pulumi_aws=(
        'Integration(type="MOCK", …) with IntegrationResponse(response_parameters={"method.'
        'response.header.Access-Control-Allow-Origin": "\'https://<origin>\'"}, …)'
    ),
)

_INTEGRATIONS = "aws:apigateway/integration:Integration"
_RESPONSES = "aws:apigateway/integrationResponse:IntegrationResponse"


def check(method: Method, stack: Stack, settings: Settings) -> Iterator[Finding]:  # noqa: ARG001 (every rule's signature)
    """An open OPTIONS method reaches nothing: a MOCK integration answers the preflight."""
    if not method.is_open_preflight:
        return
    fault = _fault(list(_integrations(method, stack)), list(_headers(method, stack)))
    if fault:
        yield Finding(method.resource.urn, tree.subject(stack, method), fault, MEND)


def _fault(types: list[object], headers: list[object]) -> str | None:
    if not types:
        return "it is open, and no integration of it is in this stack to show that it is a MOCK"
    if UNKNOWN in types:
        return "it is open, and whether its integration is a MOCK is not known before the update"
    if any(not isinstance(type_, str) or type_.upper() != "MOCK" for type_ in types):
        return "it is open and reaches a backend: its integration is not a MOCK"
    if not any(str(h).lower().endswith(".header.access-control-allow-origin") for h in headers):
        return (
            "it is open but no CORS preflight: no integration response sets the header "
            "Access-Control-Allow-Origin"
        )
    return None


def _integrations(method: Method, stack: Stack) -> Iterator[object]:
    inline = _inline(method)
    if inline is UNKNOWN:
        yield UNKNOWN
    elif isinstance(inline, Bag):
        yield inline.text("type")
    for integration in _beside(method, stack, _INTEGRATIONS):
        yield integration.bag.text("type")


def _headers(method: Method, stack: Stack) -> Iterator[str]:
    inline = _inline(method)
    bags = [inline.bags("integrationResponses")] if isinstance(inline, Bag) else []
    responses: list[Bag] = [
        bag for found in bags if isinstance(found, tuple) for bag in found if isinstance(bag, Bag)
    ]
    responses.extend(response.bag for response in _beside(method, stack, _RESPONSES))
    for response in responses:
        parameters = response.bag("responseParameters")
        if isinstance(parameters, Bag):
            yield from parameters.keys()


def _inline(method: Method) -> object:
    """aws-native writes the integration into the method."""
    return method.resource.bag.bag("integration")


def _beside(method: Method, stack: Stack, type_: str) -> Iterable[Resource]:
    """The resources of a type that are for the same method."""

    def index() -> dict[tuple[str, str], list[Resource]]:
        found = defaultdict(list)
        for resource in stack.of([type_]):
            place = tree.place(stack, resource)
            if place:
                found[place].append(resource)
        return found

    place = tree.place(stack, method.resource)
    return stack.remember(("beside", type_), index).get(place, ()) if place else ()


RULE = StackRule(
    id="preflight-answers-itself",
    title="An open OPTIONS method is a CORS preflight that answers by itself.",
    severity="high",
    looks_at="open `OPTIONS` methods, with their `Integration` and `IntegrationResponse`s",
    why=(
        "Browsers send preflights without a token, so they must be open; but an open method "
        "that reaches a backend is a way in, whatever it is called."
    ),
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html",
    mend=MEND,
    parts=(Part(METHODS, check),),
)
