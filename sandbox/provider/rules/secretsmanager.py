"""What Secrets Manager refuses."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.provider.errors import Fault
from sandbox.provider.values import Plain


def recovery(state: Plain) -> Iterator[Fault]:
    """How long a deleted secret can be had back."""
    days = state.get("recoveryWindowInDays")
    if isinstance(days, int) and days != 0 and not 7 <= days <= 30:
        yield Fault(
            "recoveryWindowInDays",
            f"InvalidParameterException: is {days}; AWS takes 7 to 30 days, or 0 to delete at "
            "once.",
        )


def value(state: Plain) -> Iterator[Fault]:
    """A version has a value."""
    if state.get("secretString") in (None, ""):
        yield Fault("secretString", "InvalidParameterException: is missing.")
