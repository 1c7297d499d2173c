"""What a killed Pulumi left behind, its lock and a half-written state: no person has to mend it."""

from __future__ import annotations

import getpass
import json
import shutil
import socket
from pathlib import Path

import psutil

from sandbox import paths


def release_orphans() -> list[Path]:
    """Remove the locks of the sandbox's backend whose owner no longer runs; which they were.

    A lock is a JSON file that names its owner: pid, user and host. One of another
    host or user is left alone: whether that owner lives cannot be seen from here.
    """
    removed = []
    for lock in sorted(paths.BACKEND.glob(".pulumi/locks/**/*.json")):
        if _orphaned(lock):
            _restore_state(lock)
            lock.unlink(missing_ok=True)
            removed.append(lock)
    return removed


def _restore_state(lock: Path) -> None:
    """Put the state before in the place of one that was being written when its writer was killed.

    The lock `locks/organization/PROJECT/STACK/ID.json` is for `stacks/PROJECT/STACK.json`.
    """
    project, stack = lock.parent.parent.name, lock.parent.name
    state = paths.BACKEND / ".pulumi" / "stacks" / project / f"{stack}.json"
    before = state.with_suffix(".json.bak")
    for file in (state, before):
        # What the backend keeps beside a file; it reads one that is missing as empty.
        beside = file.with_name(f"{file.name}.attrs")
        if beside.exists() and not _is_whole(beside):
            beside.unlink()
    if not state.exists() or _is_whole(state):
        return
    if before.exists() and _is_whole(before):
        shutil.copyfile(before, state)
    else:
        # Killed before there was any state worth keeping: as if the stack were new.
        state.unlink()


def _is_whole(state: Path) -> bool:
    try:
        json.loads(state.read_text())
    except (OSError, ValueError):
        return False
    return True


def _orphaned(lock: Path) -> bool:
    try:
        owner = json.loads(lock.read_text())
        ours = owner["hostname"] == socket.gethostname() and owner["username"] == getpass.getuser()
        pid = int(owner["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    if not ours:
        return False
    try:
        process = psutil.Process(pid)
        return "pulumi" not in process.name() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
