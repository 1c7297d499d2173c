"""What CloudWatch Logs refuses."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.provider.errors import AwsError, Fault
from sandbox.provider.live import Live
from sandbox.provider.values import Plain

DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
)  # fmt: skip
"""The retentions that PutRetentionPolicy takes; 0 is for ever."""


def retention(state: Plain) -> Iterator[Fault]:
    """One of the periods that there are."""
    days = state.get("retentionInDays")
    if isinstance(days, int) and days not in (0, *DAYS):
        known = ", ".join(map(str, DAYS))
        yield Fault(
            "retentionInDays",
            f"InvalidParameterException: is {days}; AWS takes {known}, or 0 for ever.",
        )


def group_is_new(live: Live, state: Plain, old: Plain | None) -> None:
    """Log groups have different names."""
    if old is not None:
        return
    name = state["name"]
    groups = live.all_of("DescribeLogGroups", "logGroups", logGroupNamePrefix=name)
    if any(group["logGroupName"] == name for group in groups):
        raise AwsError(
            "ResourceAlreadyExistsException",
            f"The specified log group already exists: {name}",
            "CreateLogGroup",
        )
