"""What the sandbox tells a person: one line a step, with its elapsed time."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

WIDTH = 12


class Step:
    """A step under way; `done` sets what its line will say."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.outcome = ""
        self.quiet = False
        """Print no line for it, where it went well."""
        self.started = time.monotonic()

    def done(self, outcome: str) -> None:
        """Say what the step led to."""
        self.outcome = outcome

    def note(self, text: str) -> None:
        """Say what is being done, before it is: for what takes long."""
        print(f"  {self.name:<{WIDTH}} {text}", flush=True)

    def progress(self, text: str) -> None:
        """Overwrite one line with how far it is; nothing where no person watches."""
        if sys.stdout.isatty():
            seconds = time.monotonic() - self.started
            print(f"\r\033[K  {self.name:<{WIDTH}} {text}  {seconds:.0f} s", end="", flush=True)


@contextmanager
def step(name: str) -> Iterator[Step]:
    """Run the body as a step called `name`, then print its line."""
    this = Step(name)
    try:
        yield this
    except BaseException:
        _line(style("✗", 31), this, "")
        raise
    if not this.quiet:
        _line(style("✓", 32), this, this.outcome)


def style(text: str, code: int) -> str:
    """`text` in an ANSI colour, on a terminal that wants colours; else as it is."""
    if sys.stdout.isatty() and "NO_COLOR" not in os.environ:
        return f"\033[{code}m{text}\033[0m"
    return text


def _line(mark: str, this: Step, outcome: str) -> None:
    seconds = time.monotonic() - this.started
    start = "\r\033[K" if sys.stdout.isatty() else ""
    said = f"{outcome}, " if outcome else ""
    print(f"{start}{mark} {this.name:<{WIDTH}} {said}{seconds:.1f} s", flush=True)
