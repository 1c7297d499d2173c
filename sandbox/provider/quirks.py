"""What the emulator (MiniStack 1.5.33) does otherwise than AWS, and how it is got round.

When it is mended, the following can go, and nothing else has to change:

- `patch`, `raw`: AWS takes changes as patch operations on paths like `/variables/x`, with strings
  as values. The emulator stores a value under the path as it comes: lists, numbers and
  booleans patched AWS's way are strings from then on, or single letters, and calls fail. It
  stores values of any type, though. So a property is replaced as a whole, with a value of its
  own type. Tags of APIs and stages too: TagResource is not seen by those who read them.
- `PUT_AGAIN`: UpdateGatewayResponse, UpdateMethodResponse, UpdateIntegrationResponse and
  UpdateBasePathMapping are not there; creating over what is there is taken as a change.
- `create_domain_again`: UpdateDomainName is not there either, and creating over a domain name
  forgets its mappings.
- `backend_verb`: an integration without a backend reads back with the method POST.
- `left_out`: an update keeps what is not sent, where AWS resets it.

What it takes and AWS refuses is in `rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from sandbox.provider import model, shapes
from sandbox.provider.live import Live
from sandbox.provider.values import Plain

PUT_AGAIN: Final[Literal["put"]] = "put"
"""The style of an update that creates over what is there."""


def patch(live: Live, operation: str, state: Plain, names: frozenset[str]) -> None:
    """Bring the named properties to what the state says."""
    row = live.row
    written = model.outputs(row.service, row.read, row.read_result)
    operations: list[dict[str, Any]] = []
    for prop in row.props:
        member = model.member(written, prop.member) if prop.member else None
        if prop.name not in names or member is None or (prop.name == "tags" and row.tagging):
            continue
        value = state.get("tagsAll" if prop.name == "tags" else prop.name)
        if value is None:
            operations.append({"op": "remove", "path": f"/{member}"})
        else:
            value = shapes.to_aws(value, written[member], prop.names)
            operations.append({"op": "replace", "path": f"/{member}", "value": value})
    if operations:
        raw(live, operation, live.parameters(operation, state, frozenset(row.keys)), operations)


def raw(
    live: Live, operation: str, target: dict[str, Any], operations: list[dict[str, Any]]
) -> None:
    """Send patch operations, values of any type."""
    live.aws.call(
        live.row.service,
        live.region,
        operation,
        {**target, "patchOperations": operations},
        checked=False,  # botocore takes strings only
    )


def create_domain_again(live: Live, old: Plain, new: Plain) -> None:
    """Change a domain name by creating over it; its mappings are put back."""
    del old
    name = {"domainName": new["domainName"]}
    mappings = live.all_of("GetBasePathMappings", "items", **name)
    names = frozenset(prop.name for prop in live.row.props)
    live.call("CreateDomainName", **live.parameters("CreateDomainName", new, names))
    for mapping in mappings:
        live.call("CreateBasePathMapping", **name, **mapping)


def backend_verb(state: Plain, raw_integration: Mapping[str, Any]) -> str | None:
    """The method that an integration calls its backend with; None if it has no backend."""
    return None if state.get("type") == "MOCK" else raw_integration.get("httpMethod")


def left_out(type_name: str) -> Any:
    """What to send for a property that is no longer given."""
    return {"list": [], "map": {}, "structure": {}, "boolean": False}.get(type_name, "")
