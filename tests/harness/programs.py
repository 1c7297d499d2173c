"""Programs to run the engine on."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from textwrap import dedent

from sandbox.paths import ROOT

VENV = Path(sys.prefix)


def write(folder: Path, source: str, *, name: str) -> Path:
    """A Pulumi program in `folder`, in this run's environment."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Pulumi.yaml").write_text(
        f"name: {name}\nruntime:\n  name: python\n  options:\n    virtualenv: {VENV}\n"
    )
    (folder / "__main__.py").write_text(dedent(source))
    return folder


def add_function(folder: Path) -> None:
    """The example service's function, for a program in `folder` to build."""
    shutil.copytree(
        ROOT / "lambda",
        folder / "lambda",
        ignore=shutil.ignore_patterns("__pycache__"),
        dirs_exist_ok=True,
    )


def service(folder: Path, *, name: str = "scoped-api") -> Path:
    """A copy of the example service and the pack, to change at will."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in ("__main__.py", "Pulumi.yaml", "Pulumi.sandbox.yaml"):
        shutil.copy(ROOT / file, folder / file)
    add_function(folder)
    shutil.copytree(
        ROOT / "policy", folder / "policy", ignore=shutil.ignore_patterns("__pycache__")
    )
    (folder / ".venv").symlink_to(VENV)
    project = folder / "Pulumi.yaml"
    first, _, rest = project.read_text().partition("\n")
    assert first.startswith("name: "), first
    # A project of its own, so that copies can run side by side in one backend.
    project.write_text(f"name: {name}\n{rest}")
    settings = folder / "Pulumi.sandbox.yaml"
    old = first.removeprefix("name: ")
    settings.write_text(settings.read_text().replace(f"{old}:", f"{name}:"))
    return folder
