"""What to try once the service is up: commands that work here as they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def text(outputs: Mapping[str, Any]) -> str:
    """The commands, from the stack's outputs; the secret goes from one to the next unseen."""
    client = next(iter(outputs["clients"]))
    path = next(iter(outputs["routes"]))["path"]
    pick = "import json, sys; c = json.load(sys.stdin)"
    return f"""
Try it:
  credentials=$(python3 -m sandbox pulumi stack output clients --json --show-secrets |
    python3 -c '{pick}["{client}"]; print(c["client_id"] + ":" + c["client_secret"])')
  token=$(curl -s -u "$credentials" -d grant_type=client_credentials {outputs["token_url"]} |
    python3 -c '{pick}; print(c["access_token"])')
  curl -i -H "Authorization: Bearer $token" {outputs["invoke_url"]}{path}

  python3 -m sandbox pulumi preview --policy-pack policy   any Pulumi command, on this deployment
  make down                                                destroy it and stop everything"""
