"""Between Pulumi's property values and plain Python.

Plain is: None, bool, int, float, str, list, dict, and `UNKNOWN` for what is not
known at preview. An asset or archive is a dict with its `kind` (see `archive`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from google.protobuf import struct_pb2
from pulumi.provider.experimental.property_value import Computed, PropertyValue
from pulumi.runtime import rpc

Plain = dict[str, Any]
"""A resource's properties by their Pulumi names."""


class _Unknown:
    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()
"""A value that only the update will know."""

_KINDS = {
    # The engine's marks for the two (pulumi.runtime.rpc keeps them private).
    "c44067f5952c0a294b673a41bacd8c17": "asset",
    "0def7320c3a5731c473e5ecbe6d01bc7": "archive",
}
_MARK = "4dabf18193072939515e22adb298388d"


def plain(value: PropertyValue) -> Any:
    """The value without its wrapping; whole numbers, which arrive as floats, as ints."""
    inner = value.value
    if isinstance(inner, Computed) or inner == rpc.UNKNOWN:
        return UNKNOWN
    if isinstance(inner, Mapping):
        return {name: plain(item) for name, item in inner.items()}
    if isinstance(inner, Sequence) and not isinstance(inner, str):
        return [plain(item) for item in inner]
    if isinstance(inner, float) and inner.is_integer():
        return int(inner)
    return inner


def plain_all(values: Mapping[str, PropertyValue]) -> Plain:
    """All of a resource's properties, plain; what is null is left out."""
    found = {name: plain(value) for name, value in values.items()}
    return {name: value for name, value in found.items() if value is not None}


def secret_names(values: Mapping[str, PropertyValue]) -> set[str]:
    """The properties that are, or hold, a secret."""
    return {name for name, value in values.items() if value.contains_secret()}


def wrap(value: Any, *, secret: bool = False) -> PropertyValue:
    """A plain value, wrapped."""
    if value is UNKNOWN:
        return PropertyValue(rpc.UNKNOWN, is_secret=secret)
    if isinstance(value, Mapping):
        return PropertyValue({k: wrap(v) for k, v in value.items()}, is_secret=secret)
    if isinstance(value, (list, tuple)):
        return PropertyValue([wrap(v) for v in value], is_secret=secret)
    if isinstance(value, int) and not isinstance(value, bool):
        return PropertyValue(float(value), is_secret=secret)
    return PropertyValue(value, is_secret=secret)


def wrap_all(values: Mapping[str, Any], secrets: Collection[str]) -> dict[str, PropertyValue]:
    """All of a resource's properties, wrapped; those named in `secrets` as secrets."""
    return {
        name: wrap(value, secret=name in secrets)
        for name, value in values.items()
        if value is not None
    }


def is_known(value: Any) -> bool:
    """Whether nothing in the value is unknown."""
    if isinstance(value, dict):
        return all(is_known(item) for item in value.values())
    if isinstance(value, list):
        return all(is_known(item) for item in value)
    return value is not UNKNOWN


def strings_in(value: Any) -> Iterator[str]:
    """Every string in the value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings_in(item)


def defuse(values: struct_pb2.Struct) -> None:
    """Turn assets and archives into plain maps, in place.

    The SDK drops an archive's hash, and fails on one that is a hash only, as
    the engine sends old ones.
    """
    mark = values.fields.get(_MARK)
    if mark is not None and mark.string_value in _KINDS:
        kind = _KINDS[mark.string_value]
        del values.fields[_MARK]
        values.fields["kind"].string_value = kind
    for field in values.fields.values():
        _defuse(field)


def _defuse(value: struct_pb2.Value) -> None:
    which = value.WhichOneof("kind")
    if which == "struct_value":
        defuse(value.struct_value)
    elif which == "list_value":
        for item in value.list_value.values:
            _defuse(item)
