"""Reads OpenAPI 3 and Swagger 2 documents, in JSON and YAML, as API Gateway does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from .known import UNKNOWN

_VERBS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
_ANY = "x-amazon-apigateway-any-method"


class UnreadableError(Exception):
    """The document cannot be judged. The message shows nothing of its values."""


@dataclass(frozen=True)
class Operation:
    """A method of a path."""

    verb: str
    """`GET` …, or `ANY`."""
    path: str
    security: Any
    """The effective security requirements: the operation's own, else the document's."""
    overrides_auth: bool
    """`x-amazon-apigateway-auth` sets an authorization type beside the security schemes."""
    integration: Any
    """The type of its integration, or None."""


def load(body: Any) -> Mapping[str, Any]:
    """The document as an object.

    Raises:
        UnreadableError: it is not known yet, no JSON or YAML, or no OpenAPI document.
    """
    if body is UNKNOWN:
        raise UnreadableError(
            "is not known before the update. Build it of plain values: name a function by an ARN "
            "put together from account, Region and name, or by a stage variable"
        )
    document = _parse(body) if isinstance(body, str) else body
    if not isinstance(document, Mapping):
        raise UnreadableError("is no OpenAPI document: it is no object")
    if not any(isinstance(document.get(key), (str, float, int)) for key in ("openapi", "swagger")):
        raise UnreadableError("is no OpenAPI document: it has neither `openapi` nor `swagger`")
    return document


def _parse(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError:
        pass
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 (a subclass of SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 1}" if mark else ""
        raise UnreadableError(f"is neither JSON nor YAML{line}") from None


def _once(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    """An object whose keys are there once: of two equal ones AWS may read the other."""
    found: dict[Any, Any] = {}
    for key, value in pairs:
        if key in found:
            raise UnreadableError(f"has the key `{key}` twice in one object")
        found[key] = value
    return found


class _Loader(yaml.SafeLoader):
    """YAML without duplicate keys."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    # Before merging: a key of its own may well override a merged one.
    own = [key for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
    _once([(loader.construct_object(key, deep=True), None) for key in own])
    loader.flatten_mapping(node)
    return {
        loader.construct_object(key, deep=True): loader.construct_object(value, deep=True)
        for key, value in node.value
    }


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    """Every operation of every path.

    Raises:
        UnreadableError: a path refers to elsewhere, or is not what the format says.
    """
    paths = _object(document.get("paths", {}), "`paths`")
    for path, item in paths.items():
        where = f"path `{path}`"
        for key, operation in _object(item, where).items():
            if key == "$ref":
                raise UnreadableError(f"has a `$ref` at {where}: write the operations there")
            verb = "ANY" if key == _ANY else key.upper() if key.lower() in _VERBS else None
            if verb:
                yield _operation(verb, path, _object(operation, f"{verb} {path}"), document)


def _operation(
    verb: str, path: str, operation: Mapping[str, Any], document: Mapping[str, Any]
) -> Operation:
    # An empty list is there, and opens the operation: only what is absent is inherited.
    security = operation.get("security", document.get("security"))
    integration = operation.get("x-amazon-apigateway-integration")
    if isinstance(integration, Mapping):
        integration = integration.get("type")
    return Operation(verb, path, security, "x-amazon-apigateway-auth" in operation, integration)


def authorizers(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Security scheme → its `x-amazon-apigateway-authorizer`, empty where it has none."""
    components = _object(document.get("components") or {}, "`components`")
    found: dict[str, Mapping[str, Any]] = {}
    for schemes in (components.get("securitySchemes"), document.get("securityDefinitions")):
        for name, scheme in _object(schemes or {}, "the security schemes").items():
            authorizer = _object(scheme, f"scheme `{name}`").get("x-amazon-apigateway-authorizer")
            found[name] = authorizer if isinstance(authorizer, Mapping) else {}
    return found


def _object(value: Any, where: str) -> Mapping[str, Any]:
    if value is UNKNOWN:
        raise UnreadableError(f"is not known before the update at {where}")
    if not isinstance(value, Mapping):
        raise UnreadableError(f"is no OpenAPI document: {where} is no object")
    if not all(isinstance(key, str) for key in value):
        raise UnreadableError(f"is no OpenAPI document: a key in {where} is no text")
    return value
