"""The whole stack: who refers to whom, though the ids are not known yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

from .known import UNKNOWN, Text
from .resource import Resource

T = TypeVar("T")


class Stack:
    """All resources of a stack, as the engine hands them over at the end."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._by_urn = {resource.urn: resource for resource in resources}
        self._by_type: dict[str, list[Resource]] = defaultdict(list)
        for resource in self._by_urn.values():
            self._by_type[resource.type].append(resource)
        self._remembered: dict[object, Any] = {}

    def remember(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, made once: the same stack is asked about many methods."""
        if key not in self._remembered:
            self._remembered[key] = make()
        made: T = self._remembered[key]
        return made

    def of(self, types: Iterable[str]) -> Iterator[Resource]:
        """The resources of some types, in the order of registration within each."""
        for type_ in sorted(types):
            yield from self._by_type.get(type_, ())

    def refers_to(
        self, resource: Resource, key: str, ids: Mapping[str, str]
    ) -> tuple[Resource, ...]:
        """The resources that a property names; several only where it is not known which.

        `ids` has the types to look for and the property in which each holds its id. A
        value that is known decides. Otherwise the resources that it came from do, those
        inside a component that it came from included. Empty: none in this stack.
        """
        return self.named(resource, key, resource.bag.text(key), ids)

    def named(
        self, resource: Resource, key: str, value: Text, ids: Mapping[str, str]
    ) -> tuple[Resource, ...]:
        """The same for one value of a property that holds several."""
        if value is None:
            return ()
        if value is not UNKNOWN:
            for type_, id_key in ids.items():
                found = self._index(type_, id_key).get(value)
                if found:
                    return (found,)
        sources = self.sources(resource, key, ids)
        if value is UNKNOWN:
            return sources
        # Known, but nobody's so far: theirs whose own id is not known.
        return tuple(s for s in sources if _id(s, ids[s.type]) is None)

    def _index(self, type_: str, id_key: str) -> dict[str, Resource]:
        return self.remember(
            ("index", type_, id_key),
            lambda: {
                id_: resource
                for resource in self._by_type.get(type_, ())
                if (id_ := _id(resource, id_key))
            },
        )

    def sources(self, resource: Resource, key: str, types: Collection[str]) -> tuple[Resource, ...]:
        """The resources of some types that a property's value came from."""
        found: dict[str, Resource] = {}
        waiting = list(resource.references.get(key, ()))
        seen = set(waiting)
        while waiting:
            source = self._by_urn.get(waiting.pop())
            if source is None:
                continue
            if source.type in types:
                found[source.urn] = source
            for child in self._children.get(source.urn, ()):
                if child not in seen and not source.type.startswith(("aws:", "aws-native:")):
                    seen.add(child)
                    waiting.append(child)
        return tuple(found.values())

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children = defaultdict(list)
        for resource in self._by_urn.values():
            if resource.parent:
                children[resource.parent].append(resource.urn)
        return children


def _id(resource: Resource, key: str) -> str | None:
    """An id, if it is known. One of another shape is none, so that nobody refers to it."""
    value = resource.bag.value(key)
    return value if isinstance(value, str) else None
