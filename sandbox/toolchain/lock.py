"""One process at a time: several commands, or tests, may want the CLI at once."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sandbox.steps import Step


@contextmanager
def only_one(file: Path, step: Step | None = None) -> Iterator[None]:
    """Hold `file` locked; wait for whoever holds it.

    The kernel lets go of it when the holder ends, however it ends: nothing to clean up.
    """
    with file.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if step:
                step.note("another command is at it; waiting")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
