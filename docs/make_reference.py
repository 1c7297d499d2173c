"""Writes reference.md from the docstrings of `scoped_api`: `python -m docs.make_reference`."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import scoped_api
import scoped_api.token
from typing_extensions import is_typeddict

FILE = Path(__file__).with_name("reference.md")
COMPONENTS = ("AuthorizationServer", "ScopedApi", "M2MClient")
_HEAD = """\
# Reference

<!-- Made by `python -m docs.make_reference`; a test compares. Change the docstrings instead. -->

`Input[T]` is a `T`, or an output of another resource that becomes one. A field without it has to
be known at preview. Every component checks its arguments before anything is registered, and
raises one [`ArgumentsError`](#argumentserror) with all mistakes.

"""


def render() -> str:
    """The whole page."""
    return "".join([_HEAD, *_components(), *_token()]).rstrip() + "\n"


def _components() -> Iterator[str]:
    known: dict[str, type] = {}
    for name in COMPONENTS:
        for shape in _shapes(name):
            known[shape.__name__] = shape
    shown: set[str] = set()
    for name in COMPONENTS:
        component = getattr(scoped_api, name)
        yield f"## {name}\n\n{_text(component)}\n\n"
        yield f"{_signature(name, component.__init__)}{_text(component.__init__)}\n\n"
        yield _table("output", component, known)
        for shape in _shapes(name):
            if shape.__name__ not in shown:
                shown.add(shape.__name__)
                kind = "field" if shape.__name__.endswith("Args") else "output"
                yield f"### {shape.__name__}\n\n{_text(shape)}\n\n{_table(kind, shape, known)}"
    yield f"## ArgumentsError\n\n{_text(scoped_api.ArgumentsError)}\n\n"


def _shapes(component: str) -> list[type]:
    """The TypedDicts of a component's arguments and outputs."""
    args = getattr(scoped_api, f"{component}Args")
    return [args, *_nested(args), *_nested(getattr(scoped_api, component))]


def _token() -> Iterator[str]:
    yield f"# scoped_api.token\n\n{_text(scoped_api.token)}\n\n"
    for name in scoped_api.token.__all__:
        thing = getattr(scoped_api.token, name)
        yield f"## {name}\n\n"
        if not inspect.isclass(thing):
            yield f"{_signature(name, thing)}{_text(thing)}\n\n"
        elif issubclass(thing, Exception):
            base = thing.__bases__[0].__name__
            yield f"An error, a kind of `{base}`. {_text(thing)}\n\n"
        else:
            yield f"{_signature(name, thing.__init__)}{_text(thing)}\n\n"
            yield _table("field", thing, {})
            for method, function in vars(thing).items():
                if inspect.isfunction(function) and not method.startswith("_"):
                    yield f"{_signature(f'{name}.{method}', function)}{_text(function)}\n\n"


def _signature(name: str, function: Callable[..., Any]) -> str:
    """How a function is called; what only tests pass (a clock, a fetch) is left out."""
    given = [
        re.sub(r"\b(?:\w+\.)+(?=\w)", "", str(parameter))
        for parameter in inspect.signature(function).parameters.values()
        if parameter.name not in ("self", "fetch", "clock")
    ]
    return f"```python\n{name}({', '.join(given)})\n```\n\n"


def _nested(owner: type) -> Iterator[type]:
    """The TypedDicts in a class's annotations, and in theirs, in order."""
    waiting = list(inspect.get_annotations(owner).values())
    while waiting:
        annotation = waiting.pop(0)
        if is_typeddict(annotation):
            yield annotation
            yield from _nested(annotation)
        waiting += getattr(annotation, "__args__", ())


def _table(kind: str, owner: type, known: dict[str, type]) -> str:
    """A row for each annotated field, with the docstring under it."""
    fields = list(_fields(owner))
    if not fields:
        return ""
    rows = [f"| {kind} | type | |", "|---|---|---|"]
    for name, annotation, text in fields:
        optional = annotation.startswith("NotRequired[")
        kinds = annotation.removeprefix("NotRequired[").removesuffix("]" * optional)
        found = [shape for shape in known if re.search(rf"\b{shape}\b", kinds)]
        link = f"[`{kinds}`](#{found[0].lower()})" if found else f"`{kinds}`"
        needed = "" if optional or kind == "output" or not is_typeddict(owner) else "**Required.** "
        rows.append(f"| `{name}` | {link} | {needed}{text} |".replace(" | None", " \\| None"))
    return "\n".join(rows) + "\n\n"


def _fields(owner: type) -> Iterator[tuple[str, str, str]]:
    """Name, type and docstring of each field; Python keeps no docstrings of fields."""
    definition = cast("ast.ClassDef", ast.parse(inspect.getsource(owner)).body[0])
    for field, after in zip(definition.body, [*definition.body[1:], None], strict=True):
        if not isinstance(field, ast.AnnAssign):
            continue
        text = ""
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            text = " ".join(str(after.value.value).split())
        annotation = ast.unparse(field.annotation).replace("pulumi.", "")
        yield ast.unparse(field.target), annotation, text


def _text(thing: object) -> str:
    """A docstring; what is indented in it is code."""
    text = inspect.getdoc(thing) or ""
    return re.sub(
        r"(?m)(?:^    .*\n?)+",
        lambda code: f"```python\n{textwrap.dedent(code[0]).rstrip()}\n```\n",
        text,
    )


if __name__ == "__main__":
    FILE.write_text(render(), encoding="utf-8")
