"""Schemas of an OpenAPI document as API Gateway's models take them: JSON schema, draft 4."""

from collections.abc import Mapping
from typing import Any

DRAFT = "http://json-schema.org/draft-04/schema#"
_COMPONENTS = "#/components/schemas/"
# What OpenAPI adds to JSON schema, or draft 4 does not know.
_DROPPED = ("discriminator", "example", "examples", "externalDocs", "xml", "deprecated")


class SchemaError(ValueError):
    """A reference that leads nowhere. The message says which."""


def self_contained(schema: Any, document: Mapping[str, Any]) -> dict[str, Any]:
    """A schema with all that it refers to, as draft 4: `definitions` instead of components."""
    definitions: dict[str, Any] = {}
    converted = _convert(schema, document, definitions)
    result: dict[str, Any] = {"$schema": DRAFT, **converted}
    if definitions:
        result["definitions"] = definitions
    return result


def resolve(document: Mapping[str, Any], value: Any) -> Mapping[str, Any]:
    """What a `$ref` within a document refers to; raises SchemaError if nothing is there."""
    seen: set[str] = set()
    while isinstance(value, Mapping) and "$ref" in value:
        reference = str(value["$ref"])
        if reference in seen or not reference.startswith("#/"):
            raise SchemaError(f"refers to {reference}, which is not in the document. Copy it in.")
        seen.add(reference)
        value = document
        for part in reference[2:].split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            if not isinstance(value, Mapping) or key not in value:
                raise SchemaError(
                    f"refers to {reference}, which is not in the document. Define it there."
                )
            value = value[key]
    return value if isinstance(value, Mapping) else {}


def _convert(value: Any, document: Mapping[str, Any], definitions: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_convert(item, document, definitions) for item in value]
    if not isinstance(value, Mapping):
        return value
    if "$ref" in value:
        return _refer(value, document, definitions)
    converted: dict[str, Any] = {}
    for key, item in value.items():
        if key in ("properties", "patternProperties") and isinstance(item, Mapping):
            # Names of properties, not keywords.
            converted[key] = {
                name: _convert(one, document, definitions) for name, one in item.items()
            }
        elif key in ("enum", "default", "const"):
            converted[key] = item
        elif key not in (*_DROPPED, "nullable") and not str(key).startswith("x-"):
            converted[str(key)] = _convert(item, document, definitions)
    if value.get("nullable") is True and isinstance(value.get("type"), str):
        converted["type"] = [value["type"], "null"]
        if "enum" in converted and None not in converted["enum"]:
            converted["enum"] = [*converted["enum"], None]
    return converted


def _refer(
    value: Mapping[str, Any], document: Mapping[str, Any], definitions: dict[str, Any]
) -> dict[str, str]:
    reference = str(value["$ref"])
    target = resolve(document, value)
    name = reference.removeprefix(_COMPONENTS) if reference.startswith(_COMPONENTS) else ""
    if not name or "/" in name:
        name = reference.removeprefix("#/").replace("/", ".")
    if name not in definitions:
        definitions[name] = {}  # before its own references, which may lead back to it
        definitions[name] = _convert(target, document, definitions)
    return {"$ref": f"#/definitions/{name}"}
