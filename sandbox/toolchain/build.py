"""The real Pulumi CLI, built from Go modules: for machines that reach package registries only."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections import deque
from pathlib import Path
from threading import Thread
from typing import IO

from sandbox import paths, processes
from sandbox.errors import SandboxError
from sandbox.steps import Step
from sandbox.toolchain import go, versions

SOURCES = Path(__file__).parent / "cli"
FOLDER = paths.TOOLCHAIN / f"built-v{versions.show(versions.PULUMI)}"
SECONDS = 3600

_SDK = "github.com/pulumi/pulumi/sdk/v3"
_CLI = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"


def build(step: Step) -> None:
    """Build it into FOLDER; an interrupted build leaves nothing there.

    Raises:
        SandboxError: there is no Go, or the build fails.
    """
    compiler = go.find(step)
    partial = FOLDER.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    (partial / "bin").mkdir(parents=True)
    env = _environment()
    version = versions.show(versions.PULUMI)
    step.note(
        f"building the Pulumi CLI {version} from Go modules: once, about 4 minutes on 2 cores"
    )
    # Without the version the CLI calls itself nothing, and the Automation API refuses it.
    flags = f"-s -w -X {_SDK}/go/common/version.Version=v{version}"
    command = [str(compiler), "build", "-v", "-mod=readonly", "-ldflags", flags]
    command += ["-o", str(partial / "bin" / "pulumi"), _CLI]
    _compile(command, env, step)
    sdk = processes.run(
        [compiler, "list", "-m", "-f", "{{.Dir}}", _SDK], seconds=60, cwd=SOURCES, env=env
    ).strip()
    # The official host's own way to start a program; the rest of that host is no Go module.
    script = partial / "bin" / "pulumi-language-python-exec"
    shutil.copyfile(Path(sdk, "python", "cmd", script.name), script)
    script.chmod(0o755)
    processes.run([partial / "bin" / "pulumi", "version"], seconds=60, env=env)
    shutil.rmtree(FOLDER, ignore_errors=True)
    partial.rename(FOLDER)


def _environment() -> dict[str, str]:
    env = {**os.environ, "GOTOOLCHAIN": "local", "GOWORK": "off", "CGO_ENABLED": "0"}
    env["PULUMI_SKIP_UPDATE_CHECK"] = "true"
    if "HOME" not in env:
        # Go has nowhere to keep its caches then.
        env.setdefault("GOPATH", str(paths.TOOLCHAIN / "go-path"))
        env.setdefault("GOCACHE", str(paths.TOOLCHAIN / "go-cache"))
    return env


def _compile(command: list[str], env: dict[str, str], step: Step) -> None:
    """Run the build and show how far it is: `go build -v` names each package it compiles."""
    last: deque[str] = deque(maxlen=20)
    counts = {"modules": 0, "packages": 0}
    process = subprocess.Popen(
        command, cwd=SOURCES, env=env, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    reader = Thread(target=_read, args=(process.stderr, last, counts), daemon=True)
    reader.start()
    end = time.monotonic() + SECONDS
    try:
        while process.poll() is None:
            if time.monotonic() > end:
                raise SandboxError(f"the build of the Pulumi CLI did not end within {SECONDS} s")
            step.progress(
                f"{counts['modules']} modules fetched, {counts['packages']} packages compiled"
            )
            reader.join(timeout=1)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=30)
    reader.join(timeout=5)
    if process.returncode != 0:
        said = "\n".join(last)
        raise SandboxError(
            f"the Pulumi CLI could not be built (go build ended with "
            f"{process.returncode}):\n{said}\n"
            "Is the Go module proxy reachable? Or install the Pulumi CLI and try again: "
            "https://www.pulumi.com/docs/install/"
        )


def _read(stream: IO[str] | None, last: deque[str], counts: dict[str, int]) -> None:
    for line in stream or ():
        last.append(line.rstrip())
        if line.startswith("go: downloading"):
            counts["modules"] += 1
        elif not line.startswith("go:"):
            counts["packages"] += 1
