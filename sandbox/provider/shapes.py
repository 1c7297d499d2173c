"""Between Pulumi's properties and AWS's parameters, guided by both sides' own types."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from sandbox.provider import model
from sandbox.provider.schema import Kind

Names = Mapping[str, str]
"""AWS's names of fields by Pulumi's, where they differ by more than capitals."""


def to_aws(value: Any, shape: Shape, names: Names) -> Any:
    """A property's value as AWS takes it."""
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        found = {}
        for name, item in value.items():
            member = model.member(shape.members, names.get(name, name))
            if member is not None and item is not None:
                found[member] = to_aws(item, shape.members[member], names)
        return found
    if isinstance(shape, ListShape) and isinstance(value, dict):
        # Tags are a map to Pulumi, and in some services a list to AWS.
        return [{"Key": key, "Value": item} for key, item in value.items()]
    if isinstance(shape, ListShape) and isinstance(value, str):
        # A list of at most one is its item to Pulumi.
        return [value]
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [to_aws(item, shape.member, names) for item in value]
    if isinstance(shape, MapShape) and isinstance(value, dict):
        return {key: to_aws(item, shape.value, names) for key, item in value.items()}
    if shape.type_name == "string" and isinstance(value, bool):
        return "true" if value else "false"
    if shape.type_name == "string" and isinstance(value, (int, float)):
        return str(value)
    if shape.type_name in ("float", "double") and isinstance(value, int):
        return float(value)
    if shape.type_name in ("integer", "long") and isinstance(value, str) and value.isdigit():
        return int(value)
    return value


def from_aws(value: Any, kind: Kind, names: Names) -> Any:
    """What AWS said, as the property's value; None if it said nothing."""
    if value is None:
        return None
    if kind.name == "object" and isinstance(value, Mapping):
        found = {}
        for name, field in kind.fields.items():
            member = _spelled(value, names.get(name, name))
            item = from_aws(value.get(member), field, names) if member else None
            if item is not None:
                found[name] = item
        return found or None
    if kind.name == "list" and isinstance(value, list):
        return [from_aws(item, kind.item or kind, names) for item in value]
    if kind.name == "map" and isinstance(value, list):
        return {item["Key"]: item["Value"] for item in value}
    if kind.name == "map" and isinstance(value, Mapping):
        return {key: from_aws(item, kind.item or kind, names) for key, item in value.items()}
    if kind.name in ("string", "object") and isinstance(value, list):
        return from_aws(value[0], kind, names) if value else None
    if kind.name == "string":
        return text(value)
    if kind.name in ("integer", "number") and isinstance(value, str):
        return float(value) if "." in value else int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def text(value: Any) -> str:
    """A scalar as Pulumi's AWS provider writes it: times in RFC 3339."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, Mapping):
        # A policy, which boto3 parses in some services.
        return json.dumps(value)
    return str(value)


def _spelled(value: Mapping[str, Any], name: str) -> str | None:
    if name in value:
        return name
    wanted = name.lower()
    return next((known for known in value if known.lower() == wanted), None)
