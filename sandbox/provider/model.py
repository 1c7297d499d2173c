"""What AWS takes and gives, asked of botocore's own description of its services."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import botocore.session
from botocore.model import ListShape, ServiceModel, Shape, StructureShape


@functools.cache
def _session() -> botocore.session.Session:
    return botocore.session.Session()


@functools.cache
def service(name: str) -> ServiceModel:
    """A service by boto3's name for it, like "cognito-idp"."""
    return _session().get_service_model(name)


@functools.cache
def inputs(service_name: str, operation: str) -> Mapping[str, Shape]:
    """The members that an operation takes."""
    shape = service(service_name).operation_model(operation).input_shape
    return dict(shape.members) if isinstance(shape, StructureShape) else {}


@functools.cache
def outputs(service_name: str, operation: str, path: str) -> Mapping[str, Shape]:
    """The members of an operation's answer, or of the structure at `path` ("UserPool") in it."""
    shape: Shape | None = service(service_name).operation_model(operation).output_shape
    for step in path.split(".") if path else ():
        shape = shape.members[step] if isinstance(shape, StructureShape) else None
        if isinstance(shape, ListShape):
            shape = shape.member
    return dict(shape.members) if isinstance(shape, StructureShape) else {}


def member(members: Mapping[str, Any], name: str) -> str | None:
    """AWS's spelling of a name: `providerArns` is its `providerARNs`; None if it has none."""
    if name in members:
        return name
    wanted = name.lower()
    return next((known for known in members if known.lower() == wanted), None)
