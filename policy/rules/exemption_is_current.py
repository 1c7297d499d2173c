"""Rule exemption-is-current."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from .. import exemptions, judging
from ..exemptions import Verdict
from ..finding import Mend
from ..rule import Judging, PackRule
from ..settings import Settings
from ..stack import Stack

MEND = Mend(
    component="make the route private, or leave the exemption with a later day and a reason",
    pulumi_aws=(
        'in the file of --policy-pack-config: {"<rule>": {"exemptions": [{"api": "…", "method": '
        '"…", "path": "…", "reason": "…", "expires": "<year>-<month>-<day>"}]}}'
    ),
)


def check(
    stack: Stack, in_force: Mapping[Judging, Settings], day: date
) -> Iterator[tuple[str, str | None]]:
    """Expired, for nothing, or decided too early: all of it with the whole stack in sight."""
    for rule, settings in in_force.items():
        if not settings.exemptions:
            continue
        found = list(judging.over_stack(rule, stack, settings))
        for number, exemption in enumerate(settings.exemptions):
            name = f"{rule.id}, exemptions[{number}] ({exemption})"
            if exemption.expired(day):
                yield (
                    f"{name} expired on {exemption.expires}: remove it, or give it a new day",
                    None,
                )
            elif not any(exemption.verdict(where) is Verdict.COVERS for _, where in found):
                yield f"{name} is for nothing that the rule finds in this stack: remove it", None
        for finding, where in found:
            early = exemptions.verdict(settings.exemptions, finding.subject, day)
            late = exemptions.verdict(settings.exemptions, where, day)
            if early is Verdict.MAY_COVER and late is Verdict.DIFFERS:
                yield f"{rule.id}: no exemption is for {finding.about(where).text()}", finding.urn


RULE = PackRule(
    id="exemption-is-current",
    title="Every exemption is in date and for something that is there.",
    severity="high",
    looks_at="the `exemptions` in the pack's configuration, with the whole stack",
    why=(
        "An exemption that nobody needs any more waits for the next mistake. And one by `api` or "
        "`path` may be for a method whose place is not known when the method is judged: this "
        "rule settles it."
    ),
    source="https://www.pulumi.com/docs/insights/policy/policy-packs/authoring/",
    mend=MEND,
    check=check,
)
