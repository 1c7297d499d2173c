"""What a deployment of an API holds, and when that has changed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi

from .arguments import is_later


@dataclass
class Snapshot:
    """The parts of an API that a deployment holds, and what each was made from."""

    owner: str
    """The component's name, with which its parts' names start."""
    parts: list[pulumi.Resource] = field(default_factory=list)
    _known: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _later: dict[str, Any] = field(default_factory=dict)

    def add(self, part: pulumi.Resource, made_from: Mapping[str, Any]) -> None:
        """Note a part, with its inputs but for the ids of other parts."""
        # Without the owner's name: renaming a component deploys nothing.
        name = f"{part.pulumi_resource_type} {part.pulumi_resource_name.removeprefix(self.owner)}"
        self.parts.append(part)
        self._known[name] = {k: v for k, v in made_from.items() if not is_later(v)}
        self._later |= {f"{name} {k}": v for k, v in made_from.items() if is_later(v)}

    def wait_for(self, part: pulumi.Resource) -> None:
        """Note what has to be there when the stage serves, and is not deployed itself."""
        self.parts.append(part)

    def triggers(self) -> dict[str, pulumi.Input[str]]:
        """What changes exactly when a part is added, removed or made differently.

        `plan` is all that is known at preview (routes, scopes, answers), so a changed scope shows
        there; `wiring` is what may not be known yet (addresses and ARNs).
        """
        return {
            "plan": digest(self._known),
            "wiring": pulumi.Output.all(**self._later).apply(digest),
        }


def digest(value: object) -> str:
    """A hash of JSON values that does not depend on the order of keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
