"""What the `pulumi_aws` SDK says that a resource takes."""

from __future__ import annotations

import inspect
import typing
from typing import Any

import pulumi_aws as aws
from pulumi import _types
from pulumi.runtime import rpc


def _arguments(token: str) -> type:
    """The class of a resource's arguments: `aws:lambda/function:Function` -> FunctionArgs."""
    _, module, name = token.split(":")
    folder = module.partition("/")[0]
    # "lambda" is a word of Python's.
    found: type = getattr(getattr(aws, "lambda_" if folder == "lambda" else folder), f"{name}Args")
    return found


def check(token: str, inputs: dict[str, Any]) -> None:
    """Assert that a resource's inputs have names that exist, and all that are required."""
    if not token.startswith("aws:"):
        return
    args = _arguments(token)
    names = _types.input_type_py_to_pulumi_names(args)
    required = {
        names[name]
        for name, parameter in inspect.signature(args).parameters.items()
        if name in names and parameter.default is inspect.Parameter.empty
    }
    missing = required - inputs.keys()
    assert not missing, f"{token} misses {sorted(missing)}"
    _check_names(token, args, inputs)


def _check_names(where: str, shape: type, value: dict[str, Any]) -> None:
    names = {
        pulumi_name: name
        for name, pulumi_name in _types.input_type_py_to_pulumi_names(shape).items()
    }
    types = _types.input_type_types(shape)
    for key, item in value.items():
        assert key in names, f"{where} has no {key}; it has {sorted(names)}"
        nested = _nested(types.get(names[key]))
        for one in item if isinstance(item, list) else [item]:
            if nested and isinstance(one, dict) and rpc._special_sig_key not in one:
                _check_names(f"{where}.{key}", nested, one)


def _nested(annotation: Any) -> type | None:
    """The class of a property that is an object, or a list of objects."""
    if inspect.isclass(annotation) and _types.is_input_type(annotation):
        return annotation
    for option in typing.get_args(annotation):
        found = _nested(option)
        if found:
            return found
    return None
