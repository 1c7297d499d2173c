"""An OpenAPI document as it is read: references, and values of the kind that they should be."""

from collections.abc import Mapping
from typing import Any


class DocumentError(ValueError):
    """A place in a document that cannot be read. The message says what is wrong there."""


def resolve(document: Mapping[str, Any], value: Any, what: str) -> Mapping[str, Any]:
    """A mapping, or what a `$ref` within the document refers to.

    `what` names it in the DocumentError that is raised where neither is there.
    """
    seen: set[str] = set()
    while isinstance(value, Mapping) and "$ref" in value:
        reference = str(value["$ref"])
        if reference in seen or not reference.startswith("#/"):
            raise DocumentError(f"refers to {reference}, which is not in the document. Copy it in.")
        seen.add(reference)
        value = document
        for part in reference[2:].split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            if not isinstance(value, Mapping) or key not in value:
                raise DocumentError(
                    f"refers to {reference}, which is not in the document. Define it there."
                )
            value = value[key]
    return mapping(value, what)


def mapping(value: Any, what: str) -> Mapping[str, Any]:
    """A value that has to be a mapping; raises DocumentError if it is none."""
    if not isinstance(value, Mapping):
        raise DocumentError(f"has {what} where a mapping has to be. See the OpenAPI specification.")
    return value


def listing(value: Any, what: str) -> list[Any]:
    """A value that has to be a list; raises DocumentError if it is none."""
    if not isinstance(value, list):
        raise DocumentError(f"has {what} where a list has to be. See the OpenAPI specification.")
    return value
