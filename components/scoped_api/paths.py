"""Paths of routes: what API Gateway allows, and the tree of resources that they need."""

import re
from collections.abc import Iterable

from .arguments import Mistakes

_STATIC = re.compile(r"[A-Za-z0-9._:-]+")
_PARAMETER = re.compile(r"\{[A-Za-z0-9._:-]+\+?\}")


def segments(path: str) -> list[str]:
    """The parts of a path; none for `/`."""
    return [part for part in path.split("/") if part]


def parameters(path: str) -> list[str]:
    """The names of a path's parameters, in order: `id` for `/orders/{id}`."""
    return [part[1:-1].rstrip("+") for part in segments(path) if part.startswith("{")]


def slot(path: str) -> str:
    """A path with its parameters' names taken out: API Gateway has one `{}` at a level.

    Resources are named by it, so that renaming `{a}` to `{b}` changes one in place: both
    cannot exist side by side.
    """
    return "/" + "/".join("{}" if part.startswith("{") else part for part in segments(path))


def with_ancestors(paths: Iterable[str]) -> list[str]:
    """All paths that need a resource, parents first, without `/`, in a stable order."""
    needed = {
        "/" + "/".join(parts[:depth])
        for parts in map(segments, paths)
        for depth in range(1, len(parts) + 1)
    }
    return sorted(needed, key=lambda path: (path.count("/"), path))


def parent(path: str) -> str:
    """The path above; `/` is above the first level."""
    return path.rpartition("/")[0] or "/"


def check(path: str, mistakes: Mistakes, where: str) -> bool:
    """Check one path; note what is wrong, and return whether nothing is."""
    problem = _problem(path)
    if problem:
        mistakes.add(where, problem)
    return problem is None


def _problem(path: str) -> str | None:
    if not path.startswith("/"):
        return f'"{path}" must start with a slash. Write "/{path}".'
    if path != "/" and (path.endswith("/") or "//" in path):
        return f'"{path}" has an empty part. Write "/{"/".join(segments(path))}".'
    parts = segments(path)
    for number, part in enumerate(parts, start=1):
        if part.endswith("+}") and _PARAMETER.fullmatch(part) and number < len(parts):
            return (
                f'"{path}" goes on after {part}, which takes all that follows. '
                f'Write "/{"/".join(parts[:number])}".'
            )
        if not (_STATIC.fullmatch(part) or _PARAMETER.fullmatch(part)):
            return (
                f'"{path}" has a part that API Gateway refuses: "{part}". Write letters, '
                "digits and . _ - : only, or {name}, or {name+} as the last part."
            )
    names = parameters(path)
    for name in names:
        if names.count(name) > 1:
            return f'"{path}" has the parameter {{{name}}} twice. Name each differently.'
    return None


def check_siblings(paths: dict[str, str], mistakes: Mistakes) -> None:
    """Note parameters of different names at one level, which API Gateway refuses.

    `paths` maps where each path was written to the path itself.
    """
    seen: dict[str, tuple[str, str]] = {}
    for where, path in paths.items():
        parts = segments(path)
        for depth, part in enumerate(parts):
            if not part.startswith("{"):
                continue
            level = slot("/" + "/".join(parts[:depth]))
            other, first = seen.setdefault(level, (part, path))
            if other != part:
                mistakes.add(
                    where,
                    f'"{path}" has {part} where "{first}" has {other}: API Gateway allows one '
                    f"parameter at a level. Use the same name in both.",
                )
