"""Whether inputs are right, as far as that can be said before anything is created."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from sandbox.provider import archive, constraints
from sandbox.provider.errors import Fault
from sandbox.provider.row import Row
from sandbox.provider.schema import Kind, TypeInfo
from sandbox.provider.values import UNKNOWN, Plain, is_known

DEFAULTS = "__defaults"
"""Where the inputs say which of them nobody wrote, as in Pulumi's own AWS provider."""


def check(
    row: Row, info: TypeInfo, name: str, new: Plain, old: Plain, random_seed: bytes
) -> tuple[Plain, list[Fault]]:
    """The inputs with defaults and a name filled in, and all that is wrong with them."""
    new = {key: value for key, value in new.items() if not key.startswith("__")}
    faults = [*_unknown(row, info, new)]
    known = {key: value for key, value in new.items() if key in info.inputs.fields}
    faults += [
        Fault(missing, f"is missing. {row.pulumi_type} needs it.")
        for missing in sorted(info.inputs.required - known.keys())
    ]
    for key, value in known.items():
        prop = row.prop(key)
        if prop and prop.json and isinstance(value, dict):
            known[key] = value = json.dumps(value) if is_known(value) else UNKNOWN
        faults += _typed(value, info.inputs.fields[key], key)
    if faults:
        return known, faults
    filled = _fill(row, name, known, old, random_seed)
    faults += constraints.faults(row, filled)
    faults += archive.replace(filled, info.inputs)
    if not faults:
        for rule in row.checks:
            faults += rule(filled)
    return filled, faults


def _unknown(row: Row, info: TypeInfo, new: Plain) -> Iterator[Fault]:
    for key in new:
        if key in row.unsupported:
            yield Fault(key, f"is not known to the sandbox: {row.unsupported[key]}")
        elif key not in info.inputs.fields:
            yield Fault(
                key, f"is not a property of {row.pulumi_type}.{nearest(key, info.inputs.fields)}"
            )
        elif row.prop(key) is None and key != "region":
            yield Fault(key, "is not known to the sandbox.")


def nearest(name: str, known: Iterable[str]) -> str:
    """ " Did you mean …?", or nothing."""
    found = difflib.get_close_matches(name, list(known), n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(found)}?" if found else ""


_PYTHON = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "list": (list,),
    "map": (dict,),
    "object": (dict,),
    "archive": (dict,),
    "asset": (dict,),
}
_SPOKEN = {str: "a string", bool: "a boolean", int: "a number", float: "a number"}


def _typed(value: Any, kind: Kind, path: str) -> Iterator[Fault]:
    """What is of the wrong type, with its place."""
    if value is UNKNOWN or value is None or kind.name == "any":
        return
    right = isinstance(value, _PYTHON[kind.name])
    if isinstance(value, bool) and kind.name != "boolean":
        right = False
    if not right:
        is_a = _SPOKEN.get(type(value)) or ("a list" if isinstance(value, list) else "a map")
        yield Fault(path, f"is {is_a}; it takes {_spoken(kind)}.")
    elif kind.name == "list":
        for number, item in enumerate(value):
            yield from _typed(item, kind.item or kind, f"{path}[{number}]")
    elif kind.name == "map":
        for key, item in value.items():
            yield from _typed(item, kind.item or kind, f"{path}.{key}")
    elif kind.name == "object":
        for missing in sorted(kind.required - value.keys()):
            yield Fault(f"{path}.{missing}", "is missing.")
        for key, item in value.items():
            if key.startswith("__"):
                continue
            if key not in kind.fields:
                yield Fault(f"{path}.{key}", f"is not known.{nearest(key, kind.fields)}")
            else:
                yield from _typed(item, kind.fields[key], f"{path}.{key}")
    elif kind.name in ("archive", "asset") and "kind" not in value:
        yield Fault(path, f"is a map; it takes {_spoken(kind)}.")


def _spoken(kind: Kind) -> str:
    if kind.name == "list" and kind.item:
        return f"a list of {_spoken(kind.item).partition(' ')[2]}s"
    return f"an {kind.name}" if kind.name[0] in "aio" else f"a {kind.name}"


def _fill(row: Row, name: str, known: Plain, old: Plain, random_seed: bytes) -> Plain:
    filled = dict(known)
    defaulted = []
    for prop in row.props:
        if prop.default is not None and prop.name not in filled:
            filled[prop.name] = prop.default
            defaulted.append(prop.name)
    auto = row.auto_name
    if auto and auto.property not in filled:
        filled[auto.property] = _auto_name(row, name, filled, old, random_seed)
        defaulted.append(auto.property)
    filled[DEFAULTS] = sorted(defaulted)
    return filled


def _auto_name(row: Row, name: str, new: Plain, old: Plain, random_seed: bytes) -> Any:
    """The name it had, if Pulumi made it up then; else one of `<name>-<7 hex digits>`."""
    auto = row.auto_name
    assert auto is not None  # noqa: S101  # the caller looked
    prefix = new.get(auto.prefix_property) if auto.prefix_property else None
    same_prefix = prefix == (old.get(auto.prefix_property) if auto.prefix_property else None)
    if auto.property in old.get(DEFAULTS, ()) and auto.property in old and same_prefix:
        return old[auto.property]
    if prefix is UNKNOWN:
        return UNKNOWN
    digits = random_seed.hex()[:7] or "0000000"
    stem = prefix or f"{name}{auto.separator}"
    if not auto.separator:
        stem = "".join(filter(str.isalnum, stem))
    return f"{stem[: auto.limit - len(digits)]}{digits}"
