"""Checks a component's arguments against their TypedDict, and gathers all mistakes."""

import inspect
from collections.abc import Awaitable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar, Union, cast, get_args, get_origin

import pulumi
from typing_extensions import NotRequired, is_typeddict

Args = TypeVar("Args")

# As a value, which type checkers do not see it as.
_NOT_REQUIRED: Any = NotRequired
_NAMES = {str: "a string", bool: "true or false", int: "a whole number", float: "a number"}


class ArgumentsError(pulumi.RunError):
    """Arguments that cannot work. The message lists every mistake, and the fix of each.

    A `RunError`: Pulumi prints the message alone, without a traceback.
    """


class Mistakes:
    """What is wrong with one component's arguments, gathered until all is checked."""

    def __init__(self, component: str, name: str) -> None:
        self._title = f'{component} "{name}"'
        self._found: list[tuple[str, str]] = []

    def add(self, where: str, message: str) -> None:
        """Note that `where` (`routes[0].scopes`) is wrong; the message says what to write."""
        if (where, message) not in self._found:
            self._found.append((where, message))

    def within(self, where: str) -> bool:
        """Whether something at `where`, or inside it, is already known to be wrong."""
        return any(
            place == where or place.startswith((f"{where}.", f"{where}["))
            for place, _ in self._found
        )

    def raise_if_any(self) -> None:
        """Raise `ArgumentsError` with all that was found."""
        if not self._found:
            return
        count = len(self._found)
        lines = [
            f"  {where}: {message}" if where else f"  {message}" for where, message in self._found
        ]
        raise ArgumentsError(
            f"{self._title}: {count} mistake{'s' if count > 1 else ''} in its arguments. "
            "Nothing was created for it.\n" + "\n".join(lines)
        )


def check_shape(args: object, shape: type[Args], mistakes: Mistakes, where: str = "") -> Args:
    """Compare a mapping with a TypedDict; return it without what is `None` or misshapen.

    Found: unknown keys, missing keys, wrong types, and values that are not known yet where
    a plain value is needed. Values themselves never appear in a message: they may be secret.
    """
    if not isinstance(args, Mapping):
        mistakes.add(where, f"must be a mapping with the keys {_keys(shape)}, not {_kind(args)}.")
        return cast("Args", {})
    fields = inspect.get_annotations(shape)
    clean: dict[str, Any] = {}
    for key, value in args.items():
        place = f"{where}.{key}" if where else str(key)
        if key not in fields:
            close = get_close_matches(str(key), fields, n=1, cutoff=0.75)
            hint = f'Did you mean "{close[0]}"? ' if close else ""
            mistakes.add(place, f"is not an argument. {hint}Allowed: {_keys(shape)}.")
        elif value is not None:
            ok, checked = _check_value(value, fields[key], mistakes, place)
            if ok:
                clean[key] = checked
    for key, annotation in fields.items():
        if get_origin(annotation) is not _NOT_REQUIRED and args.get(key) is None:
            place = f"{where}.{key}" if where else key
            mistakes.add(place, f"is missing. Write {_example(annotation, key)}.")
    return cast("Args", clean)


def is_later(value: object) -> bool:
    """Whether a value is an Output or awaitable: known only when it resolves, if at all."""
    return isinstance(value, pulumi.Output) or inspect.isawaitable(value)


def _check_value(value: Any, annotation: Any, mistakes: Mistakes, where: str) -> tuple[bool, Any]:
    """Whether a value fits an annotation, and the value cleaned."""
    annotation, takes_inputs = _unwrap(annotation)
    if is_later(value):
        if not takes_inputs:
            mistakes.add(
                where,
                "is an Output, which is not known at preview. Write a plain value here, for "
                "example from pulumi.Config.",
            )
        if takes_inputs and not isinstance(value, pulumi.Output):
            value = pulumi.Output.from_input(value)  # a coroutine can be awaited once only
        return takes_inputs, value
    if annotation is Any:
        return True, value
    if is_typeddict(annotation):
        return isinstance(value, Mapping), check_shape(value, annotation, mistakes, where)
    origin = get_origin(annotation)
    if origin is list:
        return _check_list(value, get_args(annotation)[0], mistakes, where)
    if origin in (dict, Mapping):
        return _check_dict(value, get_args(annotation)[1], mistakes, where)
    return _check_scalar(value, annotation, mistakes, where)


def _check_list(value: Any, item: Any, mistakes: Mistakes, where: str) -> tuple[bool, Any]:
    if not isinstance(value, (list, tuple)):
        mistakes.add(where, f"must be a list, not {_kind(value)}. Put it in [ ].")
        return False, value
    checked = [_check_value(v, item, mistakes, f"{where}[{i}]") for i, v in enumerate(value)]
    return all(ok for ok, _ in checked), [v for _, v in checked]


def _check_dict(value: Any, item: Any, mistakes: Mistakes, where: str) -> tuple[bool, Any]:
    if not isinstance(value, Mapping):
        mistakes.add(where, f"must be a mapping, not {_kind(value)}.")
        return False, value
    checked = {k: _check_value(v, item, mistakes, f"{where}.{k}") for k, v in value.items()}
    return all(ok for ok, _ in checked.values()), {k: v for k, (_, v) in checked.items()}


def _check_scalar(value: Any, kind: Any, mistakes: Mistakes, where: str) -> tuple[bool, Any]:
    # Other languages send whole numbers as floats (5.0).
    if kind is int and isinstance(value, float) and value.is_integer():
        return True, int(value)
    fits = isinstance(value, kind) or (kind is float and isinstance(value, int))
    if not fits or (isinstance(value, bool) and kind is not bool):
        mistakes.add(where, f"must be {_NAMES[kind]}, not {_kind(value)}.")
        return False, value
    return True, value


def _unwrap(annotation: Any) -> tuple[Any, bool]:
    """An annotation without NotRequired and Input, and whether Outputs are allowed."""
    if get_origin(annotation) is _NOT_REQUIRED:
        annotation = get_args(annotation)[0]
    # Input[T] is Union[T, Awaitable[T], Output[T]].
    if get_origin(annotation) is Union:
        for option in get_args(annotation):
            if get_origin(option) is Awaitable:
                return get_args(option)[0], True
    return annotation, False


def _kind(value: object) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    if is_later(value):
        return "an Output"
    return _NAMES.get(type(value), f"a {type(value).__name__}")


def _keys(shape: type) -> str:
    return ", ".join(inspect.get_annotations(shape))


def _example(annotation: Any, key: str) -> str:
    kind = get_origin(_unwrap(annotation)[0]) or _unwrap(annotation)[0]
    value = {list: "[...]", dict: "{...}", int: "1", bool: "True"}.get(kind, '"..."')
    return f'"{key}": {"{...}" if is_typeddict(kind) else value}'
