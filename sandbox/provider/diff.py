"""What changes, and what of it needs a new resource."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi.provider.experimental.provider import PropertyDiff, PropertyDiffKind

from sandbox.provider.check import DEFAULTS
from sandbox.provider.row import Prop, Row
from sandbox.provider.same import is_empty, same
from sandbox.provider.schema import ANY, TypeInfo
from sandbox.provider.values import Plain


def changed(row: Row, info: TypeInfo, old: Plain, new: Plain) -> list[Prop]:
    """The properties of which the state holds something else than the inputs ask for."""
    return [prop for prop in row.props if _differs(prop, info, old, new)]


def _differs(prop: Prop, info: TypeInfo, old: Plain, new: Plain) -> bool:
    before, after = old.get(prop.name), new.get(prop.name)
    if prop.name == "tags":
        # Default tags change without the property.
        before, after = old.get("tagsAll"), new.get("tagsAll")
    elif after is None and prop.computed:
        return False
    return not same(before, after, prop, info.inputs.fields.get(prop.name, ANY))


def detailed(info: TypeInfo, old: Plain, new: Plain, props: list[Prop]) -> dict[str, PropertyDiff]:
    """The changes by their paths, as Pulumi displays them."""
    found: dict[str, PropertyDiff] = {}
    for prop in props:
        before, after = old.get(prop.name), new.get(prop.name)
        if prop.name == "tags" and before == after:
            before, after = old.get("tagsAll"), new.get("tagsAll")
            found["tagsAll"] = _kind(before, after, replace=False)
        elif prop.json or prop.unordered or info.inputs.fields[prop.name].name == "archive":
            found[prop.name] = _kind(before, after, replace=prop.replace)
        else:
            for path, was, is_ in _paths(before, after, prop.name):
                found[path] = _kind(was, is_, replace=prop.replace)
    return found


def _paths(before: Any, after: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """The places within a value that differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            if before.get(key) != after.get(key):
                step = f".{key}" if key.isidentifier() else f'["{key}"]'
                yield from _paths(before.get(key), after.get(key), path + step)
    elif isinstance(before, list) and isinstance(after, list):
        for number in range(max(len(before), len(after))):
            was = before[number] if number < len(before) else None
            is_ = after[number] if number < len(after) else None
            if was != is_:
                yield from _paths(was, is_, f"{path}[{number}]")
    else:
        yield path, before, after


def _kind(before: Any, after: Any, *, replace: bool) -> PropertyDiff:
    if is_empty(before) and before != after and after is not None:
        kind = PropertyDiffKind.ADD_REPLACE if replace else PropertyDiffKind.ADD
    elif after is None:
        kind = PropertyDiffKind.DELETE_REPLACE if replace else PropertyDiffKind.DELETE
    else:
        kind = PropertyDiffKind.UPDATE_REPLACE if replace else PropertyDiffKind.UPDATE
    return PropertyDiff(kind=kind, input_diff=False)


def delete_first(row: Row, new: Plain, props: list[Prop]) -> bool:
    """Whether the old one must go before the new one can be.

    So it is where the two would have the same name: the id is made of properties,
    and none of those changes.
    """
    auto = row.auto_name
    if auto and auto.property in new.get(DEFAULTS, ()):
        return False
    named_by = set(row.keys) | ({auto.property} if auto and row.keys else set())
    return bool(named_by) and "{id}" not in row.id and not named_by & {p.name for p in props}
