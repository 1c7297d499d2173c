"""Which stack and folder a Pulumi command means; the stack `sandbox` where it names none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import yaml

from sandbox import paths

STACK = "sandbox"
"""The stack that the sandbox makes and uses where none is named."""

# Commands that work on a stack, and so take `--stack`; by their first words.
_ON_A_STACK = frozenset(
    {"up", "update", "preview", "pre", "refresh", "destroy", "down", "cancel", "watch", "import"}
    | {"config", "console", "logs", "state", "env"}
)
_ON_A_STACK_2 = frozenset(
    {"output", "export", "import", "history", "graph", "tag", "change-secrets-provider"}
)

_NEEDS_AWS = frozenset(
    {"up", "update", "preview", "pre", "refresh", "destroy", "down", "watch", "import", "install"}
    | {"package"}
)


@dataclass(frozen=True)
class Command:
    """A Pulumi command line, read as far as the sandbox needs to."""

    words: tuple[str, ...]
    folder: Path
    """Where its program is: `-C DIR`, else the current folder."""
    stack: str | None
    """The stack it works on; None where it works on none."""

    @property
    def needs_aws(self) -> bool:
        """Whether it speaks to AWS: the emulator has to run."""
        return bool(_verb(self.words)[:1]) and _verb(self.words)[0] in _NEEDS_AWS

    @property
    def arguments(self) -> list[str]:
        """The words for the CLI: with the stack named, if it was not."""
        if self.stack is None or _value(self.words, "--stack", "-s") is not None:
            return list(self.words)
        at = list(self.words).index("--") if "--" in self.words else len(self.words)
        return [*self.words[:at], "--stack", self.stack, *self.words[at:]]


def state_file(folder: Path, stack: str) -> Path | None:
    """Where the backend keeps the stack of the program in `folder`; None if it is no program."""
    for place in (folder, *folder.parents):
        project = place / "Pulumi.yaml"
        if project.exists():
            name = (yaml.safe_load(project.read_text()) or {}).get("name", "")
            return paths.BACKEND / ".pulumi" / "stacks" / str(name) / f"{stack}.json"
    return None


def read(words: Sequence[str]) -> Command:
    """Read a command line as Pulumi would."""
    folder = _value(words, "--cwd", "-C")
    named = _value(words, "--stack", "-s")
    verb = _verb(words)
    takes = bool(verb) and (
        verb[0] in _ON_A_STACK
        or (verb[0] == "stack" and (len(verb) == 1 or verb[1] in _ON_A_STACK_2))
    )
    helps = {"--help", "-h"} & set(words)
    stack = (named or STACK) if takes and not helps else None
    return Command(tuple(words), Path(folder or ".").resolve(), stack)


def _verb(words: Sequence[str]) -> list[str]:
    """The first two words that are no options."""
    found: list[str] = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word in {"-C", "--cwd", "-s", "--stack", "--color", "-v", "--verbose", "--tracing"}:
            skip = True
        elif not word.startswith("-"):
            found.append(word)
    return found[:2]


def _value(words: Sequence[str], long: str, short: str) -> str | None:
    for word, following in zip_longest(words, words[1:]):
        if word == "--":
            return None
        if word in {long, short}:
            return following
        if word.startswith(f"{long}="):
            return word.partition("=")[2]
        if word.startswith(short) and not word.startswith("--") and len(word) > len(short):
            return word[len(short) :].removeprefix("=")
    return None
