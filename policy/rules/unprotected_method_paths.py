"""Rule unprotected-method-paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from .. import exemptions, judging
from ..exemptions import Verdict
from ..finding import ROUTE_LINE, Finding, Mend, Subject
from ..rule import Judging, PackRule, ResourceRule
from ..settings import Settings
from ..stack import Stack
from ..views.method import METHODS

MEND = Mend(
    component=ROUTE_LINE,
    pulumi_aws=(
        'authorization="COGNITO_USER_POOLS", authorizer_id=authorizer.id, '
        'authorization_scopes=["<identifier>/<scope>"]'
    ),
)


def check(
    stack: Stack, in_force: Mapping[Judging, Settings], day: date
) -> Iterator[tuple[str, str | None]]:
    """One finding for a method, with all that the method rules say of it."""
    found: dict[str, tuple[Subject, list[str]]] = {}
    for rule, settings in in_force.items():
        if not isinstance(rule, ResourceRule) or rule.view is not METHODS:
            continue
        for finding, subject in judging.over_stack(rule, stack, settings):
            covered = exemptions.verdict(settings.exemptions, subject, day)
            if covered is not Verdict.COVERS:
                found.setdefault(finding.urn, (subject, []))[1].append(finding.fault)
    for urn, (subject, faults) in found.items():
        yield Finding(urn, subject, "; ".join(faults), MEND).text(), urn


RULE = PackRule(
    id="unprotected-method-paths",
    title="Unprotected methods, with the API and full path of each.",
    severity="critical",
    looks_at="what the two method rules look at, with the tree of `apigateway.Resource`s",
    why=(
        "The method rules decide before a method is created, when its path cannot be known. "
        "This one only tells where the methods are that they reject, hence its level."
    ),
    source="https://www.pulumi.com/docs/insights/policy/policy-packs/authoring/",
    mend=MEND,
    check=check,
    level="advisory",
)
