"""The Pulumi CLI that the sandbox runs: found, installed or built; never re-implemented."""

from __future__ import annotations

from sandbox.toolchain.find import Toolchain, ensure

__all__ = ["Toolchain", "ensure"]
