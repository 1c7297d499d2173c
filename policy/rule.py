"""What a rule is: words for the reader, and a pure function from a view to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from .finding import Finding, Mend
from .resource import View
from .settings import Settings
from .stack import Stack

ROUTE = ("api", "method", "path", "resource")
"""What exemptions can name where a rule judges routes."""
RESOURCE = ("resource",)


@dataclass(frozen=True)
class _Words:
    id: str
    """Its name in Pulumi's output and configuration, its file, and its anchor in RULES.md."""
    title: str
    """One sentence: what must be so."""
    severity: str
    """low, medium, high or critical."""
    looks_at: str
    """In Markdown, as `why`."""
    why: str
    source: str
    """Where the reason is written, a URL."""
    mend: Mend


@dataclass(frozen=True)
class ResourceRule(_Words):
    """Judges one resource before it is created, also with `--skip-preview`."""

    view: View[Any]
    check: Callable[[Any, Settings], Iterable[Finding]]
    exempt_by: tuple[str, ...] = RESOURCE
    options: tuple[str, ...] = ()
    """Keys of the rule's own configuration, beside `exemptions`."""
    level: str = "mandatory"


@dataclass(frozen=True)
class Part:
    """One kind of resource that a stack rule judges, each by itself."""

    view: View[Any]
    check: Callable[[Any, Stack, Settings], Iterable[Finding]]


@dataclass(frozen=True)
class StackRule(_Words):
    """Judges resources by what they refer to, when all are registered."""

    parts: tuple[Part, ...]
    exempt_by: tuple[str, ...] = ROUTE
    options: tuple[str, ...] = ()
    level: str = "mandatory"


Judging: TypeAlias = ResourceRule | StackRule


@dataclass(frozen=True)
class PackRule(_Words):
    """Judges how the pack itself is used: the rules, as they are configured, on the stack."""

    check: Callable[[Stack, Mapping[Judging, Settings], date], Iterable[tuple[str, str | None]]]
    """Gives messages, each with the URN of what it is about. Of the rules it gets those that
    are in force, with their settings."""
    exempt_by: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    level: str = "mandatory"


Rule: TypeAlias = Judging | PackRule
