"""Schemas of an OpenAPI document as API Gateway's models take them: JSON schema, draft 4."""

from collections.abc import Mapping
from typing import Any, TypeGuard

from .openapi_document import listing, mapping, resolve

DRAFT = "http://json-schema.org/draft-04/schema#"
_COMPONENTS = "#/components/schemas/"
# What OpenAPI adds to JSON schema, or draft 4 does not know.
_DROPPED = ("discriminator", "example", "examples", "externalDocs", "xml", "deprecated")
# Since draft 6 these are limits of their own; in draft 4, whether the limit itself is out.
_LIMITS = {"exclusiveMinimum": ("minimum", max), "exclusiveMaximum": ("maximum", min)}


def self_contained(schema: Any, document: Mapping[str, Any]) -> dict[str, Any]:
    """A schema with all that it refers to, as draft 4: `definitions` instead of components.

    What draft 4 does not know is left as it is; API Gateway does not look at it. Raises
    DocumentError.
    """
    definitions: dict[str, Any] = {}
    converted = _convert(mapping(schema, "a schema"), document, definitions)
    result: dict[str, Any] = {"$schema": DRAFT, **converted}
    if definitions:
        result["definitions"] = definitions
    return result


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
        elif key == "enum":
            converted[key] = listing(item, "an enum")
        elif key == "const":
            converted["enum"] = [item]
        elif key == "default":
            converted[key] = item
        elif key not in (*_DROPPED, "nullable") and not str(key).startswith("x-"):
            converted[str(key)] = _convert(item, document, definitions)
    for exclusive, (limit, stricter) in _LIMITS.items():
        number, other = converted.get(exclusive), converted.get(limit)
        if not _is_number(number):
            continue
        if _is_number(other) and stricter(number, other) != number:
            del converted[exclusive]
        else:
            converted |= {limit: number, exclusive: True}
    if value.get("nullable") is True and isinstance(value.get("type"), str):
        converted["type"] = [value["type"], "null"]
        if "enum" in converted and None not in converted["enum"]:
            converted["enum"] = [*converted["enum"], None]
    return converted


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _refer(
    value: Mapping[str, Any], document: Mapping[str, Any], definitions: dict[str, Any]
) -> dict[str, str]:
    reference = str(value["$ref"])
    target = resolve(document, value, "a schema")
    name = reference.removeprefix(_COMPONENTS) if reference.startswith(_COMPONENTS) else ""
    if not name or "/" in name:
        name = reference.removeprefix("#/").replace("/", ".")
    if name not in definitions:
        definitions[name] = {}  # before its own references, which may lead back to it
        definitions[name] = _convert(target, document, definitions)
    return {"$ref": f"#/definitions/{name}"}
