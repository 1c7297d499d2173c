"""The pack as the engine gets it."""

from __future__ import annotations

from pulumi_policy import EnforcementLevel, PolicyPack

from .rules import RULES
from .sdk import Judges

NAME = "scoped-api"


def serve() -> None:
    """Serve the rules to the engine, until it ends this process."""
    PolicyPack(NAME, Judges(RULES).policies(), EnforcementLevel.MANDATORY)
