"""Makes the SDK's policies from the rules: what it needs, and that nothing fails open.

A rule never raises out of here: the SDK turns a value that is not known into a
mere warning, and the engine ends at any other exception without saying which
rule failed on which resource. Either is a violation instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timezone
from functools import partial
from threading import Lock
from typing import Any, TypeAlias

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)

from . import exemptions, judging, settings
from .exemptions import Verdict
from .finding import Finding
from .known import Bag, UnforeseenShapeError
from .resource import Resource
from .rule import PackRule, ResourceRule, Rule, StackRule
from .settings import Settings
from .stack import Stack

Report: TypeAlias = Callable[[str, str | None], None]


def today() -> date:
    """The day by which exemptions expire, the same everywhere on Earth."""
    return datetime.now(tz=timezone.utc).date()


class Judges:
    """The rules at work, each with its configuration; one for the life of the process."""

    def __init__(self, rules: Iterable[Rule], day: Callable[[], date] = today) -> None:
        self._rules = tuple(rules)
        self._day = day
        self._lock = Lock()
        self._raw: dict[str, dict[str, Any]] = {}
        self._in_force: dict[str, Settings] = {}

    def policies(self) -> list[Policy]:
        """One policy a rule, in the same order and named by the rule's id."""
        return [self._policy(rule) for rule in self._rules]

    def _policy(self, rule: Rule) -> Policy:
        words: dict[str, Any] = {
            "name": rule.id,
            "description": rule.title,
            "enforcement_level": EnforcementLevel(rule.level),
            "severity": Severity(rule.severity),
            "remediation_steps": rule.mend.pulumi_aws,
            "config_schema": PolicyConfigSchema(settings.schema(rule.exempt_by, rule.options)),
        }
        if isinstance(rule, ResourceRule):
            return ResourceValidationPolicy(validate=partial(self._resource, rule), **words)
        if isinstance(rule, StackRule):
            return StackValidationPolicy(validate=partial(self._stack, rule), **words)
        return StackValidationPolicy(validate=partial(self._pack, rule), **words)

    def _resource(
        self, rule: ResourceRule, args: ResourceValidationArgs, report: ReportViolation
    ) -> None:
        in_force = self._configure(rule, args.get_config(), report)
        if args.resource_type in rule.view.types:
            resource = Resource(args.urn, args.resource_type, args.name, Bag(args.props))
            self._judge(
                rule,
                resource,
                lambda: rule.check(rule.view.read(resource), in_force),
                report,
                in_force,
            )

    def _stack(self, rule: StackRule, args: StackValidationArgs, report: ReportViolation) -> None:
        in_force = self._configure(rule, args.get_config(), report)
        stack = Stack(map(_of_stack, args.resources))
        for part in rule.parts:
            for resource in stack.of(part.view.types):
                check = partial(judging.part_of, part, resource, stack, in_force)
                self._judge(rule, resource, check, report, in_force)

    def _pack(self, rule: PackRule, args: StackValidationArgs, report: ReportViolation) -> None:
        self._configure(rule, args.get_config(), report)
        in_force = {
            other: self._in_force[other.id]
            for other in self._rules
            if not isinstance(other, PackRule) and other.id in self._in_force
        }
        try:
            stack = Stack(map(_of_stack, args.resources))
            for message, urn in rule.check(stack, in_force, self._day()):
                report(message, urn)
        except Exception as error:  # noqa: BLE001 (any failure of a rule is a violation)
            report(f"{rule.id} could not judge the stack: {_told(error)}", None)

    def _configure(self, rule: Rule, raw: Mapping[str, Any], report: ReportViolation) -> Settings:
        """The rule's settings; mistakes in them are reported once, and make the run fail."""
        with self._lock:
            if raw != self._raw.get(rule.id):
                self._raw[rule.id] = dict(raw)
                self._in_force[rule.id], mistakes = settings.parse(
                    raw, rule.exempt_by, rule.options
                )
                for mistake in mistakes:
                    report(f"the configuration of {rule.id} is wrong: {mistake}", None)
            return self._in_force[rule.id]

    def _judge(
        self,
        rule: Rule,
        resource: Resource,
        check: Callable[[], Iterable[Finding]],
        report: Report,
        in_force: Settings,
    ) -> None:
        """Report what a check finds and no exemption covers, or that the check failed."""
        try:
            for finding in check():
                verdict = exemptions.verdict(in_force.exemptions, finding.subject, self._day())
                # What may be covered is decided by exemption-is-current, with the whole stack.
                if verdict is Verdict.DIFFERS:
                    report(finding.text(), finding.urn)
        except Exception as error:  # noqa: BLE001 (any failure of a rule is a violation)
            text = f'"{resource.name}" ({resource.type}): {rule.id} could not judge it: '
            report(text + _told(error), resource.urn)


class _References(Mapping[str, tuple[str, ...]]):
    """The URNs by property, made when asked for: most resources are never asked."""

    def __init__(self, dependencies: Mapping[str, list[PolicyResource]]) -> None:
        self._dependencies = dependencies

    def __getitem__(self, key: str) -> tuple[str, ...]:
        return tuple(source.urn for source in self._dependencies[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._dependencies)

    def __len__(self) -> int:
        return len(self._dependencies)


def _of_stack(resource: PolicyResource) -> Resource:
    return Resource(
        urn=resource.urn,
        type=resource.resource_type,
        name=resource.name,
        bag=Bag(resource.props),
        references=_References(resource.property_dependencies),
        parent=resource.parent.urn if resource.parent else None,
    )


def _told(error: Exception) -> str:
    """What went wrong, and no property value: only our own messages are known to have none."""
    if isinstance(error, UnforeseenShapeError):
        return f"{error}. Mend the property; until then it counts as unprotected"
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    line = f" at line {trace.tb_lineno} of {trace.tb_frame.f_code.co_filename}" if trace else ""
    return f"{type(error).__name__}{line}. It counts as unprotected; please report this"
