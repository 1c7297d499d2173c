"""Where a method is: its API and its full path, from the tree of API Gateway resources."""

from __future__ import annotations

from .finding import Subject
from .known import UNKNOWN
from .resource import Resource
from .stack import Stack
from .views.method import Method

REST_API_IDS = {
    "aws:apigateway/restApi:RestApi": "id",
    "aws-native:apigateway:RestApi": "restApiId",
}
"""type → the property that holds its id."""

_RESOURCE_IDS = {
    "aws:apigateway/resource:Resource": "id",
    "aws-native:apigateway:Resource": "resourceId",
}
# A method on `/` names the root resource, which is a property of its API.
_NODE_IDS = {**_RESOURCE_IDS, **dict.fromkeys(REST_API_IDS, "rootResourceId")}

_UNKNOWN_PART = "{not-known-yet}"
# API Gateway allows 1,000 characters of path: a deeper tree is a loop.
_DEEPEST = 500


def subject(stack: Stack, method: Method) -> Subject:
    """A method's place as the whole stack tells it."""
    apis = stack.refers_to(method.resource, method.api_property, REST_API_IDS)
    api_id = method.resource.bag.text(method.api_property)
    names = api_names(apis[0]) if len(apis) == 1 else ()
    if not names and isinstance(api_id, str):
        names = (api_id,)
    return Subject(
        resource=method.resource.name,
        method=method.verb or "a method",
        path=path(stack, method.resource),
        apis=names,
    )


def api_names(api: Resource) -> tuple[str, ...]:
    """An API's names: its own, the Pulumi program's, its id."""
    names = (
        api.bag.text("name"),
        api.name,
        *(api.bag.text(key) for key in ("id", "restApiId", "apiId")),
    )
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str)))


def path(stack: Stack, of: Resource) -> str | None:
    """The full path of what has a `resourceId`, or None if the tree is not in this stack."""
    node = _node(stack, of, "resourceId")
    parts: list[str] = []
    while node is not None and len(parts) < _DEEPEST:
        if node.type in REST_API_IDS:
            return "/" + "/".join(reversed(parts))
        known = node.bag.text("path")
        if isinstance(known, str):
            return "/".join([known.rstrip("/"), *reversed(parts)])
        part = node.bag.text("pathPart")
        parts.append(_UNKNOWN_PART if part is UNKNOWN or part is None else part)
        node = _node(stack, node, "parentId")
    return None


def place(stack: Stack, of: Resource) -> tuple[str, str] | None:
    """What a method, its integration and its responses have in common, or None if not known."""
    method, resource_id = of.bag.text("httpMethod"), of.bag.text("resourceId")
    node = _node(stack, of, "resourceId")
    where = node.urn if node else resource_id
    if not isinstance(method, str) or not isinstance(where, str):
        return None
    return where, method.upper()


def _node(stack: Stack, of: Resource, key: str) -> Resource | None:
    nodes = stack.refers_to(of, key, _NODE_IDS)
    return nodes[0] if len(nodes) == 1 else None
