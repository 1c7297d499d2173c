"""A row of a rule's table of cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from policy.finding import Mend
from tests.policy.world import Made


@dataclass(frozen=True)
class Case:
    """What a rule has to say of some resources."""

    name: str
    outcome: Literal["pass", "fail", "not applicable"]
    made: Sequence[Made]
    told: Sequence[tuple[str, str]] = ()
    """(resource's name, first line of the finding); the rest of the text is the mending lines."""
    config: Mapping[str, Any] = field(default_factory=dict)
    mend: Mend | None = None
    """If it is not the rule's own."""

    def __post_init__(self) -> None:
        assert bool(self.told) == (self.outcome == "fail"), self.name
