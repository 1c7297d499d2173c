"""Whether two values mean the same to AWS."""

from __future__ import annotations

import json
from typing import Any

from sandbox.provider.row import Prop
from sandbox.provider.schema import ANY, Kind
from sandbox.provider.values import UNKNOWN


def is_empty(value: Any) -> bool:
    """Whether it is what AWS has where nothing is given: None, "", 0, False, [] or {}."""
    return value is None or (value is not UNKNOWN and not bool(value))


def same(old: Any, new: Any, prop: Prop, kind: Kind = ANY) -> bool:
    """Whether the property's old value is what the new one asks for.

    Of a property that AWS fills in (`computed`), an object may hold more than is asked for.
    """
    if old is UNKNOWN or new is UNKNOWN:
        return False
    if is_empty(old) and is_empty(new):
        return True
    if kind.name == "archive" and isinstance(old, dict) and isinstance(new, dict):
        # What is in an archive counts, not where it lies.
        return bool(old.get("sha256") == new.get("sha256"))
    if prop.json:
        return bool(_document(old) == _document(new))
    return _Comparison(prop).holds(old, new, kind)


class _Comparison:
    def __init__(self, prop: Prop) -> None:
        self.more_is_fine = prop.computed
        self.unordered = prop.unordered

    def holds(self, old: Any, new: Any, kind: Kind) -> bool:
        if new is UNKNOWN or old is UNKNOWN:
            return False
        if isinstance(new, dict) and isinstance(old, dict):
            return self._maps(old, new, kind)
        if isinstance(new, list) and isinstance(old, list):
            item = kind.item or ANY
            if self.unordered:
                return self._any_order(old, new, item)
            return len(old) == len(new) and all(
                self.holds(a, b, item) for a, b in zip(old, new, strict=True)
            )
        if isinstance(old, bool) is not isinstance(new, bool):
            # True is not 1; but nothing given is as good as False.
            return is_empty(old) and is_empty(new)
        return bool(old == new) or (is_empty(old) and is_empty(new))

    def _maps(self, old: dict[str, Any], new: dict[str, Any], kind: Kind) -> bool:
        if kind.name == "map":
            return old.keys() == new.keys() and all(
                self.holds(old[name], new[name], kind.item or ANY) for name in new
            )
        names = new.keys() if self.more_is_fine else old.keys() | new.keys()
        return all(
            self.holds(old.get(name), new.get(name), kind.fields.get(name, ANY)) for name in names
        )

    def _any_order(self, old: list[Any], new: list[Any], item: Kind) -> bool:
        left = list(old)
        for wanted in new:
            match = next((i for i, other in enumerate(left) if self.holds(other, wanted, item)), -1)
            if match < 0:
                return False
            del left[match]
        return not left


def _document(value: Any) -> Any:
    """A JSON document without its form; a list of one, in a policy, is as good as its item."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return value
    return _canonical(value)


def _canonical(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in value.items()}
    if isinstance(value, list):
        items = [_canonical(item) for item in value]
        return items[0] if len(items) == 1 else items
    return value
