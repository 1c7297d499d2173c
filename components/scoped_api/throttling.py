"""Limits on requests, for the stage and for a route."""

import math
from typing import TypedDict

from .arguments import Mistakes


class ThrottleArgs(TypedDict):
    """How many requests are let through; more are answered with 429."""

    rate: float
    """Requests a second, on average."""
    burst: int
    """Requests at once."""


def check_throttle(throttle: ThrottleArgs, mistakes: Mistakes, where: str) -> None:
    """Check that both limits let something through."""
    for key in ("rate", "burst"):
        limit = throttle.get(key)
        if isinstance(limit, (int, float)) and not 0 < limit < math.inf:
            mistakes.add(where, f"has the {key} {limit}. Write a positive number.")
