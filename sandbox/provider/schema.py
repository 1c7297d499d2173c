"""What a type's properties are, asked of the installed `pulumi_aws`.

The SDK carries no schema, but its classes say it all: names, types, what is
required, what is secret. Only the services that are used are imported.
"""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import re
import textwrap
import threading
import types
import typing
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi import _types

_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}


@dataclass(frozen=True)
class Kind:
    """The type of a value.

    Attributes:
        name: string, integer, number, boolean, list, map, object, archive, asset or any.
        item: of lists and maps, the kind of what they hold.
        fields: of objects, the kind of each field by its Pulumi name.
        required: of objects, the fields that must be there.
    """

    name: str
    item: Kind | None = None
    fields: Mapping[str, Kind] = field(default_factory=dict)
    required: frozenset[str] = frozenset()


ANY = Kind("any")


@dataclass(frozen=True)
class TypeInfo:
    """A resource type: its inputs (an object), its outputs' names, and which are always secret."""

    inputs: Kind
    outputs: frozenset[str]
    secrets: frozenset[str]


@functools.cache
def resource(token: str) -> TypeInfo:
    """What the SDK says of a resource type like `aws:cognito/userPool:UserPool`."""
    name = token.rpartition(":")[2]
    cls, args = _named(token, name), _named(token, name + "Args")
    return TypeInfo(_object(args), frozenset(_types.resource_types(cls)), _secrets(cls))


@functools.cache
def function_arguments(token: str) -> frozenset[str]:
    """The arguments of a function like `aws:index/getRegion:getRegion`, by their Pulumi names."""
    function = _named(token, _snake(token.rpartition(":")[2]))
    return frozenset(_camel(p) for p in inspect.signature(function).parameters if p != "opts")


_ONE_AT_A_TIME = threading.Lock()
"""Python gives up on imports that wait for each other in several threads."""


def _named(token: str, name: str) -> Any:
    """What the service's package has by a name: the `Role` of `aws:iam/role:Role`."""
    area = token.split(":")[1].partition("/")[0]
    area = "" if area == "index" else f".{'lambda_' if area == 'lambda' else area}"
    with _ONE_AT_A_TIME:
        # The package, not the module inside that has it: the SDK loads packages when they are
        # first used, and one that a module of its own is imported from first lacks its names.
        return getattr(importlib.import_module(f"pulumi_aws{area}"), name)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def _camel(name: str) -> str:
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)


@functools.cache
def _object(args: type) -> Kind:
    names = _types.input_type_py_to_pulumi_names(args)
    parameters = inspect.signature(args).parameters
    return Kind(
        "object",
        fields={name: _kind(hint) for name, hint in _types.input_type_types(args).items()},
        required=frozenset(
            names[python] for python, p in parameters.items() if p.default is p.empty
        ),
    )


def _kind(hint: Any) -> Kind:
    if hint in _SCALARS:
        return Kind(_SCALARS[hint])
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        options = [a for a in arguments if not _is_plumbing(a)]
        # A string or something that stands for it (an enum, a resource, a document): a string.
        return Kind("string") if str in options else _kind(options[0])
    if origin is not None and issubclass(origin, Mapping):
        return Kind("map", item=_kind(arguments[1]))
    if origin is not None and issubclass(origin, Sequence):
        return Kind("list", item=_kind(arguments[0]))
    if isinstance(hint, type):
        if _types.is_input_type(hint):
            return _object(hint)
        if issubclass(hint, pulumi.Archive):
            return Kind("archive")
        if issubclass(hint, pulumi.Asset):
            return Kind("asset")
        if issubclass(hint, str):
            return Kind("string")
    return ANY


def _is_plumbing(hint: Any) -> bool:
    """Whether it is one of the wrappings around a value: None, Awaitable, Output."""
    return hint is type(None) or typing.get_origin(hint) in (Awaitable, pulumi.Output)


def _secrets(cls: type) -> frozenset[str]:
    """The names in `additional_secret_outputs=[…]`, which only the constructor's source has."""
    constructor: Callable[..., Any] = cls._internal_init  # type: ignore[attr-defined]  # the SDK's classes all have it
    tree = ast.parse(textwrap.dedent(inspect.getsource(constructor)))
    return frozenset(
        element.value
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "additional_secret_outputs"
        if isinstance(node.value, ast.List)
        for element in node.value.elts
        if isinstance(element, ast.Constant) and isinstance(element.value, str)
    )
