"""Locks that a killed Pulumi left behind: no person has to remove them."""

from __future__ import annotations

import getpass
import json
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
            lock.unlink(missing_ok=True)
            removed.append(lock)
    return removed


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
