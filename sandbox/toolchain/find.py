"""Find the Pulumi CLI: on PATH, where an earlier run left it, from its vendor, from Go modules."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from sandbox import paths, processes, shims
from sandbox.errors import SandboxError
from sandbox.steps import Step
from sandbox.toolchain import build, official, versions
from sandbox.toolchain.lock import only_one


@dataclass(frozen=True)
class Toolchain:
    """A Pulumi CLI that works."""

    pulumi: Path
    version: versions.Version
    origin: str
    """How it came here, in words: `on PATH`, `official`, `built`."""

    def __str__(self) -> str:
        return f"Pulumi {versions.show(self.version)} ({self.origin})"


def ensure(step: Step) -> Toolchain:
    """A working CLI, made ready first if there is none.

    Raises:
        SandboxError: none can be had; says what was tried and what to install.
    """
    found = on_path() or kept()
    if found:
        return found
    paths.TOOLCHAIN.mkdir(parents=True, exist_ok=True)
    with only_one(paths.TOOLCHAIN / "lock", step):
        return kept() or _make(step)


def on_path() -> Toolchain | None:
    """The user's own CLI, if it is recent enough and has its language host beside it."""
    # Not one that stands in our folders: that is `kept`.
    folders = [
        folder
        for folder in os.environ.get("PATH", "").split(os.pathsep)
        if folder and not Path(folder).resolve().is_relative_to(paths.TOOLCHAIN)
    ]
    path = os.pathsep.join(folders)
    pulumi = shutil.which("pulumi", path=path)
    if pulumi is None or shutil.which("pulumi-language-python", path=path) is None:
        return None
    version = _version(Path(pulumi))
    if version is None or version < versions.PULUMI_LOWEST:
        return None
    return Toolchain(Path(pulumi), version, "on PATH")


def kept() -> Toolchain | None:
    """What an earlier run installed or built, if it still answers."""
    for folder, origin in ((official.FOLDER, "official"), (build.FOLDER, "built")):
        pulumi = folder / "bin" / "pulumi"
        version = _version(pulumi) if pulumi.exists() else None
        if version:
            if origin == "built":
                _language_host(pulumi.parent)
            return Toolchain(pulumi, version, origin)
    return None


def _make(step: Step) -> Toolchain:
    if not official.install(step):
        build.build(step)
    made = kept()
    if made is None:
        raise SandboxError(
            f"the Pulumi CLI in {paths.TOOLCHAIN} does not answer `pulumi version`. "
            f"Remove that folder and run `make up` again."
        )
    return made


def _language_host(folder: Path) -> None:
    """Put the language host beside a built CLI; it runs in this environment's Python."""
    host = folder / "pulumi-language-python"
    shims.write(host, "sandbox.language_host")


def _version(pulumi: Path) -> versions.Version | None:
    env = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        return versions.parse(processes.run([pulumi, "version"], seconds=60, env=env))
    except SandboxError:
        return None
