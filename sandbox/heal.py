"""Make the stack and the emulated AWS agree again after a crash, without a person.

Two things can go apart: the emulator was killed and lost what came after its
last orderly stop; or Pulumi was killed and left an operation as pending.
"""

from __future__ import annotations

import json
from pathlib import Path

from sandbox import locks, paths, stacks
from sandbox import pulumi as cli
from sandbox.emulator import Emulator
from sandbox.errors import SandboxError
from sandbox.stacks import STACK
from sandbox.toolchain import Toolchain


def before_up(toolchain: Toolchain, aws: Emulator) -> str:
    """Mend what is known to be apart; what was mended, in words (empty: nothing).

    Raises:
        SandboxError: the refresh that mends it fails.
    """
    reasons = []
    killed = bool(locks.release_orphans())
    if has_stack() and _lived_in() not in {None, aws.generation}:
        reasons.append("the emulator's lost state")
    if killed or (has_stack() and _pending(toolchain, aws)):
        reasons.append("an interrupted update")
    if not reasons:
        return ""
    if has_stack():
        _refresh(toolchain, aws)
    return "healed " + " and ".join(reasons)


def _refresh(toolchain: Toolchain, aws: Emulator) -> None:
    arguments = ["refresh", "--yes", "--skip-preview", "--stack", STACK]
    arguments += ["--clear-pending-creates"]
    done = cli.run(toolchain, aws, arguments, folder=paths.ROOT, quiet=True)
    if done.returncode != 0:
        raise SandboxError(f"pulumi refresh failed:\n{done.stdout}{done.stderr}")


def after_up(aws: Emulator) -> None:
    """Remember in which life of the emulator the stack was deployed."""
    _record().write_text(aws.generation)


def is_alone() -> bool:
    """Whether the backend has no other stack than the example service's."""
    states = list(paths.BACKEND.glob(".pulumi/stacks/*/*.json"))
    return states == [stacks.state_file(paths.ROOT, STACK)]


def has_stack() -> bool:
    """Whether the example service has its stack."""
    state = stacks.state_file(paths.ROOT, STACK)
    return state is not None and state.exists()


def _pending(toolchain: Toolchain, aws: Emulator) -> bool:
    done = cli.run(
        toolchain, aws, ["stack", "export", "--stack", STACK], folder=paths.ROOT, quiet=True
    )
    if done.returncode != 0:
        return False
    return bool(json.loads(done.stdout)["deployment"].get("pending_operations"))


def _lived_in() -> str | None:
    try:
        return _record().read_text()
    except FileNotFoundError:
        return None


def _record() -> Path:
    return paths.BACKEND / "generation"
