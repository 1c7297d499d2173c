"""Executables that the engine finds by name, each running a module in this environment's Python."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sandbox import paths


def write(shim: Path, module: str) -> None:
    """Write the executable `shim`, in one step; nothing to do where it is as it should be."""
    text = f'#!/bin/sh\nPYTHONPATH="{paths.ROOT}" exec "{sys.executable}" -m {module} "$@"\n'
    if shim.exists() and shim.read_text() == text:
        return
    shim.parent.mkdir(parents=True, exist_ok=True)
    new = shim.with_name(f"{shim.name}.{os.getpid()}")
    new.write_text(text)
    new.chmod(0o755)
    new.replace(shim)
