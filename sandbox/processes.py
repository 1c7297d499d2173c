"""Sub-processes with a time limit, and processes that outlive the command that started them."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from sandbox.errors import SandboxError


def run(
    command: Sequence[str | Path],
    *,
    seconds: float,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> str:
    """What `command` prints on stdout.

    Raises:
        SandboxError: it could not be started, failed, or took longer than `seconds`;
            with the end of what it printed.
    """
    words = [str(word) for word in command]
    shown = " ".join(words)
    try:
        done = subprocess.run(
            words, cwd=cwd, env=env, timeout=seconds, check=True, capture_output=True, text=True
        )
    except OSError as error:
        raise SandboxError(f"cannot run `{shown}`: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise SandboxError(f"`{shown}` did not end within {seconds:.0f} s") from error
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout or "").strip()[-2000:]
        raise SandboxError(f"`{shown}` ended with {error.returncode}:\n{said}") from error
    return done.stdout


def find(pid: int, started: float) -> psutil.Process | None:
    """The process with this number and start time; None if it ended, whoever has the number now."""
    try:
        process = psutil.Process(pid)
        same = abs(process.create_time() - started) < 1
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.NoSuchProcess:
        return None


def stop(process: psutil.Process, *, seconds: float = 20) -> None:
    """End a process and all that it started: ask it first, insist after `seconds`."""
    try:
        family = [process, *process.children(recursive=True)]
        process.terminate()
    except psutil.NoSuchProcess:
        return
    psutil.wait_procs([process], timeout=seconds)
    # Whatever it left behind: workers that it did not end itself.
    left = [member for member in family if member.is_running()]
    for member in left:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(left, timeout=5)


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Whether `condition()` came true within `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
