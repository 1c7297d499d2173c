"""How a type is tried: inputs, a change in place, a change that replaces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.sandbox.provider.conftest import World
from tests.sandbox.provider.engineless import Resource

Inputs = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """How a type is tried.

    Attributes:
        type: the type.
        inputs: what it is created with.
        change: inputs that change in place (None for what is then left out).
        replace: inputs that make a new one.
        import_id: the id to import it by, where it is not the id.
        not_imported: inputs that AWS does not tell.
        stays: whether it is there whatever happens, and is only reset.
    """

    type: str
    inputs: Callable[[World], Inputs]
    change: Callable[[World], Inputs] | None = None
    replace: Callable[[World], Inputs] | None = None
    import_id: Callable[[Resource], str] | None = None
    not_imported: frozenset[str] = field(default_factory=frozenset)
    stays: bool = False
