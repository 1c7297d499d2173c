"""Runs a rule over the whole stack, as the rules about the pack itself do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from . import tree
from .finding import Finding, Subject
from .known import UnforeseenShapeError
from .resource import Resource
from .rule import Judging, Part, ResourceRule
from .settings import Settings
from .stack import Stack
from .views.method import METHODS


def part_of(part: Part, resource: Resource, stack: Stack, in_force: Settings) -> list[Finding]:
    """What one part of a stack rule finds on one resource."""
    return list(part.check(part.view.read(resource), stack, in_force))


def over_stack(
    rule: Judging, stack: Stack, in_force: Settings
) -> Iterator[tuple[Finding, Subject]]:
    """A rule's findings, exemptions aside, each with its subject as the whole stack tells it.

    A finding's own subject is what the rule knew when it first had to decide.
    """
    if isinstance(rule, ResourceRule):
        for resource in stack.of(rule.view.types):
            for finding in _found(rule, resource, in_force):
                yield finding, _settled(finding, resource, stack)
        return
    for part in rule.parts:
        for resource in stack.of(part.view.types):
            try:
                findings = part_of(part, resource, stack, in_force)
            except UnforeseenShapeError:
                continue  # the rule itself reports it
            for finding in findings:
                yield finding, finding.subject


def _found(rule: ResourceRule, resource: Resource, in_force: Settings) -> Iterable[Finding]:
    try:
        return list(rule.check(rule.view.read(resource), in_force))
    except UnforeseenShapeError:
        return ()  # the rule itself reports it


def _settled(finding: Finding, resource: Resource, stack: Stack) -> Subject:
    if finding.subject.settled:
        return finding.subject
    return tree.subject(stack, METHODS.read(resource))
