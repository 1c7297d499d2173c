"""Processes of a run must not outlive it, even where the engine was killed."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from threading import Thread

import psutil

from sandbox import paths, processes


def end_with_parent() -> None:
    """End this process and its children soon after its parent ended; for what the engine starts.

    The engine ends its plugins in order; killed, it cannot.
    """
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        for child in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                child.kill()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def stop_all() -> int:
    """Stop what still runs with this sandbox's Pulumi home; how many they were."""
    mine = os.getpid()
    ours = []
    for process in psutil.process_iter():
        try:
            if process.pid != mine and process.environ().get("PULUMI_HOME") == str(
                paths.PULUMI_HOME
            ):
                ours.append(process)
        except psutil.Error:
            continue  # gone, or another user's
    for process in ours:
        processes.stop(process, seconds=5)
    return len(ours)
