"""Changes to what API Gateway holds.

AWS takes changes as patch operations on paths like `/variables/x`, with strings
as values. The emulator (MiniStack 1.5.33) stores a value under the path as it
comes: lists, numbers and booleans patched AWS's way are strings from then on,
or single letters, and calls fail. It stores values of any type, though. So a
property is replaced as a whole, with a value of its own type. When the
emulator reads patches as AWS does, this is the file to mend.
"""

from __future__ import annotations

from typing import Any

from sandbox.provider import model, shapes
from sandbox.provider.live import Live
from sandbox.provider.values import Plain


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
