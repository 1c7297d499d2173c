"""The folder of code of a function: is it there, does it compile, what goes into it."""

import os
import symtable
from collections.abc import Iterator
from pathlib import Path

import pulumi

from .arguments import Mistakes

HANDLER = "handler.handler"
RUNTIME = "python3.13"
# Lambda quotas: a deployment package, unzipped.
_LARGEST = 250 * 1024 * 1024


def check(folder: str, handler: str, runtime: str, mistakes: Mistakes, where: str) -> None:
    """Find what would only fail when the function is first called."""
    code = _read(folder, mistakes, f"{where}.folder")
    if code is None:
        return
    root = Path(folder)
    module, _, function = handler.rpartition(".")
    if not module or not function:
        mistakes.add(
            f"{where}.handler", f'"{handler}" must be "file.function", for example "{HANDLER}".'
        )
    elif runtime.startswith("python"):
        _check_python(root, code, module, function, mistakes, where)
    elif runtime.startswith("nodejs") and not any(
        (root / f"{module}{ending}").is_file() for ending in (".js", ".mjs", ".cjs")
    ):
        mistakes.add(
            f"{where}.handler",
            f'"{handler}" needs the file {root / module}.js (or .mjs, .cjs), which is not there.',
        )


def _read(folder: str, mistakes: Mistakes, where: str) -> list[Path] | None:
    """The files of a folder of code; None if it cannot be one."""
    root, size, found = Path(folder), 0, []
    try:
        if not root.is_dir():
            raise FileNotFoundError
        for path in _walk(root):
            found.append(path)
            # At least a kilobyte each, so that a tree of empty files has an end too.
            size += max(path.stat().st_size, 1024)
            if size > _LARGEST:  # no need to go on: it may be a whole disk
                fault = "has more than the 250 MB that Lambda takes. Keep only what runs there."
                mistakes.add(where, f'"{folder}" {fault}')
                return None
    except PermissionError as error:
        mistakes.add(where, f'"{folder}" cannot be read: {error}. Allow it.')
        return None
    except (OSError, ValueError):  # also where the name is too long, or has a null character
        mistakes.add(
            where,
            f'there is no folder "{folder}" in {Path.cwd()}. Write the path of the code, from the '
            "program's folder.",
        )
        return None
    if not found:
        mistakes.add(where, f'"{folder}" is empty. Put the code there.')
    return sorted(found) or None


def files(root: Path) -> list[Path]:
    """What is deployed: every file but hidden ones and Python's caches, in a stable order."""
    return sorted(_walk(root))


def _walk(root: Path) -> Iterator[Path]:
    for folder, inner, names in os.walk(root, onerror=_fail):
        inner[:] = [name for name in inner if name != "__pycache__" and not name.startswith(".")]
        for name in names:
            path = Path(folder, name)
            if not name.startswith(".") and path.suffix != ".pyc" and path.is_file():
                yield path


def _fail(error: OSError) -> None:
    raise error


def archive(folder: str) -> pulumi.Archive:
    """The folder as it is deployed. Running or testing the code there does not change it."""
    root = Path(folder)
    return pulumi.AssetArchive(
        {path.relative_to(root).as_posix(): pulumi.FileAsset(str(path)) for path in files(root)}
    )


def _check_python(
    root: Path, code: list[Path], module: str, function: str, mistakes: Mistakes, where: str
) -> None:
    modules = [path for path in code if path.suffix == ".py"]
    for path in modules:
        try:
            compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            line = f", line {error.lineno}" if isinstance(error, SyntaxError) else ""
            reason = error.msg if isinstance(error, SyntaxError) else str(error)
            mistakes.add(f"{where}.folder", f"{path}{line} is not valid Python: {reason}.")
    base = root / module.replace(".", "/")
    home = next(
        (path for path in (base.with_suffix(".py"), base / "__init__.py") if path in modules), None
    )
    if home is None:
        mistakes.add(
            f"{where}.handler",
            f'"{module}.{function}" needs the file {base}.py, which is not there. Write '
            '"file.function".',
        )
    elif not mistakes.within(f"{where}.folder") and not _defines(home, function):
        mistakes.add(
            f"{where}.handler",
            f'{home} defines no "{function}". Define it, or name another function.',
        )


def _defines(module: Path, name: str) -> bool:
    """Whether a module has a name at its top level, as far as reading it can tell."""
    source = module.read_bytes()
    # Not `ast`: before Python 3.11.8 it fails now and then, when a traceback is shown meanwhile
    # (https://github.com/python/cpython/issues/106905).
    symbols = symtable.symtable(source.decode(), str(module), "exec").get_symbols()
    found = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}
    return name in found or b"import *" in source
