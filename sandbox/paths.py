"""Where the sandbox keeps what it makes: one git-ignored folder."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The checkout."""

STATE = Path(os.environ.get("SCOPED_API_SANDBOX", ROOT / ".sandbox")).resolve()
"""All state of the sandbox; `SCOPED_API_SANDBOX` moves it (the tests do)."""

TOOLCHAIN = Path(os.environ.get("SCOPED_API_TOOLCHAIN", ROOT / ".sandbox" / "toolchain")).resolve()
"""The Pulumi CLI, where it had to be installed or built. Outlives `.venv` and `make down`;
`SCOPED_API_TOOLCHAIN` lets several checkouts share one."""

EMULATOR = STATE / "emulator"
"""The emulator's own state, its log and its record (`emulator.json`)."""

BACKEND = STATE / "pulumi"
"""Pulumi's file backend: the state of the stacks."""

PULUMI_HOME = STATE / "home"
"""Pulumi's home: the provider stand-in as its `aws` plugin, apart from the user's own."""


def private(folder: Path) -> Path:
    """Make `folder`, readable by its owner only: it will hold state, and so secrets."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
