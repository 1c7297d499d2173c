"""Property values as the rules see them: known, not known yet, or absent.

The one place that meets the SDK's proxies, in which reading a value that is
not known yet raises, and would end a policy with a mere warning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Final, Literal, TypeAlias

from pulumi_policy.proxy import UnknownValueError


class _Unknown(Enum):
    UNKNOWN = "not known yet"


UNKNOWN: Final = _Unknown.UNKNOWN
"""There will be a value, which only the update can tell. Never to be read as fine."""

Unknown: TypeAlias = Literal[_Unknown.UNKNOWN]
Text: TypeAlias = str | Unknown | None
Texts: TypeAlias = tuple[str | Unknown, ...] | Unknown | None
Flag: TypeAlias = bool | Unknown | None
Number: TypeAlias = float | Unknown | None


class UnforeseenShapeError(Exception):
    """A property has a shape that no rule can judge. The message shows no value."""


class Bag:
    """A resource's properties, read key by key, from the SDK's proxy or from a plain mapping."""

    def __init__(self, properties: Mapping[str, Any]) -> None:
        self._properties = properties

    def keys(self) -> list[str]:
        """The names of the properties; reading these never raises."""
        return list(self._properties)

    def value(self, key: str) -> Any:
        """Plain Python with `UNKNOWN` wherever a value is not known yet; None if absent."""
        # `key in` and `.get` of the SDK's proxy raise for unknown values as well.
        try:
            return plain(self._properties[key])
        except KeyError:
            return None
        except UnknownValueError:
            return UNKNOWN

    def text(self, key: str) -> Text:
        """A string.

        Raises:
            UnforeseenShapeError: it is something else; so do the others below.
        """
        value = self.value(key)
        return value if value is UNKNOWN or value is None else _checked(value, str, key)

    def texts(self, key: str) -> Texts:
        """A list of strings; unknown as a whole, or item by item. An absent item is blank."""
        value = self.value(key)
        if value is UNKNOWN or value is None:
            return value
        items = _checked(value, list, key)
        return tuple(
            item if item is UNKNOWN else "" if item is None else _checked(item, str, f"{key}[{i}]")
            for i, item in enumerate(items)
        )

    def flag(self, key: str) -> Flag:
        """True or false."""
        value = self.value(key)
        return value if value is UNKNOWN or value is None else _checked(value, bool, key)

    def number(self, key: str) -> Number:
        """A number; the engine's are all floats."""
        value = self.value(key)
        if value is UNKNOWN or value is None:
            return value
        if isinstance(value, bool):
            raise _unforeseen(value, "a number", key)
        return float(_checked(value, (int, float), key))

    def bag(self, key: str) -> Bag | Unknown | None:
        """A nested object."""
        value = self.value(key)
        return value if value is UNKNOWN or value is None else Bag(_checked(value, dict, key))

    def bags(self, key: str) -> tuple[Bag | Unknown, ...] | Unknown | None:
        """A list of nested objects."""
        value = self.value(key)
        if value is UNKNOWN or value is None:
            return value
        items = _checked(value, list, key)
        return tuple(
            item if item is UNKNOWN else Bag(_checked(item, dict, f"{key}[{i}]"))
            for i, item in enumerate(items)
        )


def plain(value: Any) -> Any:
    """A proxied value as plain dicts, lists and scalars, with `UNKNOWN` where it is unknown."""
    if isinstance(value, Mapping):
        return {key: _item(value, key) for key in value}
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        # By index: iterating over the SDK's proxy raises at the first unknown item.
        return [_item(value, index) for index in range(len(value))]
    return value


def _item(container: Any, key: Any) -> Any:
    try:
        return plain(container[key])
    except UnknownValueError:
        return UNKNOWN


_NAMES = {str: "a string", bool: "true or false", list: "a list", dict: "an object"}


def _checked(value: Any, kind: Any, key: str) -> Any:
    if not isinstance(value, kind):
        raise _unforeseen(value, _NAMES.get(kind, "a number"), key)
    return value


def _unforeseen(value: Any, expected: str, key: str) -> UnforeseenShapeError:
    return UnforeseenShapeError(
        f"property `{key}` should be {expected}, and is of type {type(value).__name__}"
    )
