"""Code for a function: a folder, a zip file, or a map of files, as one zip."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sandbox.provider.errors import Fault, ProviderError
from sandbox.provider.schema import Kind
from sandbox.provider.values import Plain

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold: files are the same zip whenever they were written."""


def replace(state: Plain, inputs: Kind) -> list[Fault]:
    """Put the digest of what is in them into the state's archives.

    The digest is AWS's CodeSha256: base64 of the zip's SHA-256. So what lies
    at AWS can be compared with what is asked for.
    """
    faults = []
    for name, kind in inputs.fields.items():
        value = state.get(name)
        if kind.name == "archive" and isinstance(value, dict):
            try:
                state[name] = {**_described(value), "sha256": digest(zipped(value))}
            except ProviderError as error:
                faults.append(Fault(name, str(error)))
    return faults


def digest(data: bytes) -> str:
    """AWS's CodeSha256."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def zipped(value: dict[str, Any]) -> bytes:
    """The zip of an archive.

    Raises:
        ProviderError: a file is not there, or the archive is of a kind that is not taken.
    """
    path = value.get("path")
    if path and Path(path).is_file():
        return Path(path).read_bytes()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data, executable in sorted(_files(value, "")):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if executable else 0o644) << 16
            target.writestr(entry, data)
    return buffer.getvalue()


def _files(value: dict[str, Any], prefix: str) -> Iterator[tuple[str, bytes, bool]]:
    """(name in the zip, content, whether it may be run) of each file."""
    if "assets" in value:
        for name, item in value["assets"].items():
            yield from _files(item, f"{prefix}/{name}" if prefix else name)
    elif "text" in value:
        yield prefix, value["text"].encode(), False
    elif "path" in value:
        yield from _on_disk(Path(value["path"]), prefix)
    else:
        raise ProviderError("the sandbox takes code from files and folders, not from a URI.")


def _on_disk(path: Path, prefix: str) -> Iterator[tuple[str, bytes, bool]]:
    if path.is_dir():
        found = [file for file in path.rglob("*") if file.is_file()]
        if not found:
            raise ProviderError(f"the folder {path} holds no file.")
        for file in found:
            name = file.relative_to(path).as_posix()
            name = f"{prefix}/{name}" if prefix else name
            yield name, file.read_bytes(), bool(file.stat().st_mode & 0o100)
    elif path.is_file() and zipfile.is_zipfile(path) and path.suffix in (".zip", ".jar"):
        with zipfile.ZipFile(path) as source:
            for name in source.namelist():
                if not name.endswith("/"):
                    yield (f"{prefix}/{name}" if prefix else name), source.read(name), False
    elif path.is_file():
        yield prefix or path.name, path.read_bytes(), bool(path.stat().st_mode & 0o100)
    else:
        raise ProviderError(
            f"there is no file or folder {path}. Paths are relative to the folder of Pulumi.yaml."
        )


def _described(value: dict[str, Any]) -> dict[str, Any]:
    """Where the archive lies, for display and for the update; without the engine's own marks."""
    return {name: value[name] for name in ("kind", "path", "assets") if name in value}
