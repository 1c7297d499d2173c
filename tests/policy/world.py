"""Resources for the rules' tests, once for the pure rules and once for the SDK's servicer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from google.protobuf import struct_pb2
from pulumi.runtime import proto
from pulumi_policy.policy import EnforcementLevel, _PolicyAnalyzerServicer
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE

from policy.known import UNKNOWN, Bag
from policy.resource import Resource
from policy.rules import RULES
from policy.sdk import Judges
from policy.stack import Stack

U = UNKNOWN
"""A value that is not known yet."""


@dataclass(frozen=True)
class Made:
    """A resource as a program makes it, and what the engine knows of where values came from."""

    type: str
    name: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, tuple[Made, ...]] = field(default_factory=dict)
    parent: Made | None = None

    @property
    def urn(self) -> str:
        return f"urn:pulumi:dev::shop::{self.type}::{self.name}"

    def resource(self) -> Resource:
        """For the pure rules."""
        return Resource(
            urn=self.urn,
            type=self.type,
            name=self.name,
            bag=Bag(dict(self.properties)),
            references={
                key: tuple(made.urn for made in sources) for key, sources in self.sources.items()
            },
            parent=self.parent.urn if self.parent else None,
        )


def stack(made: Iterable[Made]) -> Stack:
    return Stack(each.resource() for each in made)


@dataclass(frozen=True)
class Told:
    """A diagnostic as the engine gets it."""

    rule: str
    level: str
    urn: str
    text: str
    """Without the rule's title, which the SDK puts before it."""


class Servicer:
    """The pack behind the SDK's real servicer: proxies, unknowns, levels and all."""

    def __init__(
        self, config: Mapping[str, Mapping[str, Any]] | None = None, judges: Judges | None = None
    ) -> None:
        self.policies = (judges or Judges(RULES)).policies()
        # The SDK says nothing of its types.
        self._servicer: Any = _PolicyAnalyzerServicer(
            "scoped-api", "0.1.0", self.policies, EnforcementLevel.MANDATORY
        )
        # As the engine does: every policy gets its level, and its properties if it has any.
        request = proto.ConfigureAnalyzerRequest()
        for rule in RULES:
            entry = request.policyConfig[rule.id]
            given = dict((config or {}).get(rule.id, {}))
            level = given.pop("enforcementLevel", None) or rule.level
            entry.enforcementLevel = proto.EnforcementLevel.Value(level.upper())
            entry.properties.update(given)
        configure: Any = self._servicer.Configure
        configure(request, None)

    def analyze(self, made: Made) -> list[Told]:
        """What is said of one resource before it is created."""
        request = proto.AnalyzeRequest(type=made.type, urn=made.urn, name=made.name)
        request.properties.CopyFrom(_struct(made.properties))
        return self._told(self._servicer.Analyze(request, None))

    def analyze_stack(self, made: Iterable[Made]) -> list[Told]:
        """What is said of all of them together."""
        request = proto.AnalyzeStackRequest()
        for each in made:
            resource = request.resources.add(
                type=each.type,
                urn=each.urn,
                name=each.name,
                parent=each.parent.urn if each.parent else "",
            )
            resource.properties.CopyFrom(_struct(each.properties))
            for key, sources in each.sources.items():
                resource.propertyDependencies[key].urns.extend(s.urn for s in sources)
        return self._told(self._servicer.AnalyzeStack(request, None))

    def run(self, made: Iterable[Made]) -> list[Told]:
        """A whole preview: each resource, then the stack."""
        made = list(made)
        return [told for each in made for told in self.analyze(each)] + self.analyze_stack(made)

    def _told(self, response: Any) -> list[Told]:
        titles = {policy.name: policy.description for policy in self.policies}
        return [
            Told(
                rule=d.policyName,
                level=proto.EnforcementLevel.Name(d.enforcementLevel).lower(),
                urn=d.urn,
                text=d.message.removeprefix(f"{titles[d.policyName]}\n"),
            )
            for d in response.diagnostics
        ]


def _struct(properties: Mapping[str, Any]) -> struct_pb2.Struct:
    struct = struct_pb2.Struct()
    struct.update(_sentinels(properties))
    return struct


def _sentinels(value: Any) -> Any:
    if value is UNKNOWN:
        return UNKNOWN_STRING_VALUE
    if isinstance(value, Mapping):
        return {key: _sentinels(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_sentinels(item) for item in value]
    return value
