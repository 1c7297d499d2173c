"""The pack as the engine gets it."""

from __future__ import annotations

import gc

from pulumi_policy import EnforcementLevel, PolicyPack

from .rules import RULES
from .sdk import Judges

NAME = "scoped-api"


def serve() -> None:
    """Serve the rules to the engine, until it ends this process."""
    # The SDK deserialises every resource for every rule, into objects without cycles: counting
    # references frees them all. Looking for cycles would take a third of the pack's time.
    gc.disable()
    PolicyPack(NAME, Judges(RULES).policies(), EnforcementLevel.MANDATORY)
