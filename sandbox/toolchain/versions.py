"""Which versions of the tools will do."""

from __future__ import annotations

import re

PULUMI = (3, 259, 0)
"""What is installed or built: the newest CLI that can be had as Go modules."""

PULUMI_LOWEST = (3, 250, 0)
"""The oldest CLI that ran the program, the pack and the stand-in (`Handshake`, `RunPlugin`)."""

GO_LOWEST = (1, 25, 11)
"""The `go` line of the CLI's own go.mod."""

Version = tuple[int, int, int]


def parse(text: str) -> Version | None:
    """The first `1.2.3` in `text` (`1.26` counts as `1.26.0`); None if there is none."""
    match = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", text)
    if match is None:
        return None
    return int(match[1]), int(match[2]), int(match[3] or 0)


def show(version: Version) -> str:
    """`(3, 259, 0)` as `3.259.0`."""
    return ".".join(str(part) for part in version)
