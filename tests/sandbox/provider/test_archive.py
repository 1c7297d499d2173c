"""Code as one zip: the same files are the same zip."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

from sandbox.provider import archive


def _names(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def test_a_folder_is_the_same_zip_whenever_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.py").write_text("b")
    (tmp_path / "sub" / "a.py").write_text("a")
    first = archive.zipped({"kind": "archive", "path": str(tmp_path)})
    os.utime(tmp_path / "b.py", (0, 10**9))
    assert archive.zipped({"kind": "archive", "path": str(tmp_path)}) == first
    assert _names(first) == {"b.py": b"b", "sub/a.py": b"a"}
    (tmp_path / "b.py").write_text("c")
    assert archive.zipped({"kind": "archive", "path": str(tmp_path)}) != first


def test_files_of_all_kinds_in_one(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "x.py").write_text("x")
    (tmp_path / "one.py").write_text("1")
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as target:
        target.writestr("y.py", "y")
    given = {
        "kind": "archive",
        "assets": {
            "app.py": {"kind": "asset", "text": "app"},
            "one.py": {"kind": "asset", "path": str(tmp_path / "one.py")},
            "lib": {"kind": "archive", "path": str(tmp_path / "lib")},
            "zip": {"kind": "archive", "path": str(inner)},
        },
    }
    assert _names(archive.zipped(given)) == {
        "app.py": b"app",
        "lib/x.py": b"x",
        "one.py": b"1",
        "zip/y.py": b"y",
    }


def test_a_zip_file_is_taken_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "code.zip"
    with zipfile.ZipFile(file, "w") as target:
        target.writestr("app.py", "app")
    assert archive.zipped({"kind": "archive", "path": str(file)}) == file.read_bytes()
