"""A resource of the stack, freed from the SDK: what every typed view is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from .known import Bag

V = TypeVar("V")


@dataclass(frozen=True)
class Resource:
    """One resource, at either stage.

    Before it is created its inputs are seen, and nothing of its neighbours; with
    the whole stack its outputs, and which resources its properties came from.
    """

    urn: str
    type: str
    name: str
    bag: Bag
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Property → URNs of the resources that its value came from; known before the value is."""
    parent: str | None = None


@dataclass(frozen=True)
class View(Generic[V]):
    """How to read the resource types that one kind of thing has, `aws` and `aws-native`."""

    types: frozenset[str]
    read: Callable[[Resource], V]
