"""The limits in AWS's own service descriptions: lists of values, lengths, ranges, patterns."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from sandbox.provider import model, shapes
from sandbox.provider.errors import Fault
from sandbox.provider.row import Prop, Row
from sandbox.provider.values import UNKNOWN, Plain

REFUSAL = {
    "apigateway": "BadRequestException",
    "cognito-idp": "InvalidParameterException",
    "iam": "ValidationError",
    "lambda": "ValidationException",
    "logs": "InvalidParameterException",
    "secretsmanager": "ValidationException",
    "wafv2": "WAFInvalidParameterException",
}
"""What each service calls a request with a value that it does not take."""


def faults(row: Row, state: Plain) -> Iterator[Fault]:
    """The properties whose value AWS would refuse whatever else is true."""
    for prop in row.props:
        value, shape = state.get(prop.name), _shape(row, prop)
        if value is None or shape is None or prop.json or prop.free:
            continue
        code = REFUSAL[row.service]
        for path, reason in _against(shapes.to_aws(value, shape, prop.names), shape, prop.name):
            yield Fault(path, f"{code}: {reason}")


def _shape(row: Row, prop: Prop) -> Shape | None:
    if prop.member is None:
        return None
    operations = (row.create, *(update.operation for update in row.update))
    for operation in operations:
        members = model.inputs(row.service, operation) if operation else {}
        member = model.member(members, prop.member)
        if member:
            return members[member]
    return None


def _against(value: Any, shape: Shape, path: str) -> Iterator[tuple[str, str]]:
    if value is UNKNOWN or value is None:
        return
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        for member, item in value.items():
            if member in shape.members:
                spelled = member[0].lower() + member[1:]
                yield from _against(item, shape.members[member], f"{path}.{spelled}")
        return
    yield from _sized(value, shape, path)
    if isinstance(shape, ListShape) and isinstance(value, list):
        for number, item in enumerate(value):
            yield from _against(item, shape.member, f"{path}[{number}]")
    elif isinstance(shape, MapShape) and isinstance(value, dict):
        for key, item in value.items():
            yield from _against(item, shape.value, f"{path}.{key}")
    elif isinstance(value, str):
        known = getattr(shape, "enum", None)
        if known and value not in known:
            yield path, f"is {value!r}; AWS takes {', '.join(known)}."
        pattern = _pattern(shape.metadata.get("pattern", ""))
        if pattern and not pattern.fullmatch(value):
            yield path, f"is not of the form {shape.metadata['pattern']}"


def _sized(value: Any, shape: Shape, path: str) -> Iterator[tuple[str, str]]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if isinstance(value, bool) or not isinstance(value, (str, list, dict, int, float)):
        return
    size = value if isinstance(value, (int, float)) else len(value)
    units = {"str": " characters", "list": " items", "dict": " entries"}
    unit = units.get(type(value).__name__, "")
    if least is not None and size < least:
        yield path, f"{'is' if not unit else 'has'} {size}{unit}; AWS takes at least {least}."
    if most is not None and size > most:
        yield path, f"{'is' if not unit else 'has'} {size}{unit}; AWS takes at most {most}."


@functools.cache
def _pattern(text: str) -> re.Pattern[str] | None:
    """The pattern, unless it uses what Python's `re` does not have (`\\p{L}`)."""
    try:
        return re.compile(text, re.ASCII) if text else None
    except re.error:
        return None
