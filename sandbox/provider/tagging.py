"""Tags, where a service changes them by operations of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.provider import model, shapes
from sandbox.provider.live import Live, dig
from sandbox.provider.row import Tagging
from sandbox.provider.schema import Kind
from sandbox.provider.values import Plain

_TAGS = Kind("map", item=Kind("string"))


def change(live: Live, how: Tagging, old: Plain, new: Plain) -> None:
    """Set the tags that changed, and take away those that are no more."""
    before, after = old.get("tagsAll") or {}, new.get("tagsAll") or {}
    target = {how.target_member: new[how.target]}
    gone = [key for key in before if key not in after]
    if gone:
        live.call(how.untag, **target, **{how.keys_member: gone})
    added = {key: value for key, value in after.items() if before.get(key) != value}
    if added:
        shape = model.inputs(live.row.service, how.tag)[how.tags_member]
        live.call(how.tag, **target, **{how.tags_member: shapes.to_aws(added, shape, {})})


def read(live: Live, raw: Mapping[str, Any], state: Plain) -> dict[str, str]:
    """All tags as they are: asked for, or in what AWS said of the resource."""
    how, prop = live.row.tagging, live.row.prop("tags")
    if how and how.read:
        answer = live.call(how.read, **{how.target_member: state[how.target]})
        given = dig(answer, how.read_result)
    else:
        member = model.member(raw, prop.member or "") if prop else None
        given = raw.get(member) if member else None
    return shapes.from_aws(given, _TAGS, {}) or {}
