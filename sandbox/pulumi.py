"""Run the real Pulumi CLI on the emulated AWS: the same commands as on AWS, another world."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from sandbox import locks, paths, plugins
from sandbox.emulator import Emulator
from sandbox.errors import SandboxError
from sandbox.toolchain import Toolchain

REGION = "us-east-1"

PASSPHRASE = "sandbox"  # noqa: S105  # no secret, as said below
"""Encrypts the secrets in the state of throw-away stacks, whose folder only its owner can read.
Not a secret itself: it has to fit the salt in Pulumi.sandbox.yaml on every machine."""


def environment(toolchain: Toolchain, emulator: Emulator | None) -> dict[str, str]:
    """What makes the CLI use the sandbox: its home, its backend, its AWS."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    for foreign in (
        "PULUMI_ACCESS_TOKEN",
        "PULUMI_STACK",
        "PULUMI_CONFIG_PASSPHRASE_FILE",
        # Compiling the SDK anew in each process costs seconds a command.
        "PYTHONDONTWRITEBYTECODE",
    ):
        env.pop(foreign, None)
    folders = [toolchain.pulumi.parent, Path(sys.executable).parent]
    env["PATH"] = os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
    env |= {
        "PULUMI_HOME": str(paths.private(paths.PULUMI_HOME)),
        "PULUMI_BACKEND_URL": paths.private(paths.BACKEND).as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "AWS_ACCESS_KEY_ID": os.environ.get("SCOPED_API_ACCOUNT", "test"),
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,  # the name that boto3 reads
        # No profile of the user's own is ever read.
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    if emulator:
        env["AWS_ENDPOINT_URL"] = emulator.url
    return env


def run(
    toolchain: Toolchain,
    emulator: Emulator | None,
    arguments: Sequence[str],
    *,
    folder: Path,
    program: Path | None = None,
    quiet: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run `pulumi` with `arguments` in `folder`; on this terminal, or `quiet`ly into the result.

    `program` is where the program is, if the arguments say another folder (`-C`).

    A Ctrl-C goes to the CLI, which ends in order; this only waits for it.
    """
    plugins.install(program or folder)
    locks.release_orphans()
    command = [str(toolchain.pulumi), *arguments]
    pipe = subprocess.PIPE if quiet else None
    try:
        with subprocess.Popen(
            command,
            env=environment(toolchain, emulator),
            cwd=folder,
            stdin=subprocess.DEVNULL if quiet else None,
            stdout=pipe,
            stderr=pipe,
            text=True,
        ) as process:
            before = signal.signal(signal.SIGINT, signal.SIG_IGN)
            try:
                output, errors = process.communicate()
            finally:
                signal.signal(signal.SIGINT, before)
    except OSError as error:
        raise SandboxError(f"cannot run {toolchain.pulumi}: {error.strerror}") from error
    return subprocess.CompletedProcess(command, process.returncode, output or "", errors or "")
