"""WAF: which ACL stands before a stage. The emulator keeps it, and lets all pass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.provider.live import Live
from sandbox.provider.row import Prop, Row
from sandbox.provider.values import Plain


def _find(live: Live, state: Plain) -> Mapping[str, Any] | None:
    answer = live.look("GetWebACLForResource", ResourceArn=state["resourceArn"])
    acl = (answer or {}).get("WebACL") or {}
    return acl if acl.get("ARN") == state["webAclArn"] else None


ROWS = (
    Row(
        pulumi_type="aws:wafv2/webAclAssociation:WebAclAssociation",
        service="wafv2",
        create="AssociateWebACL",
        read="GetWebACLForResource",
        read_result="WebACL",
        find=_find,
        delete="DisassociateWebACL",
        id="{webAclArn},{resourceArn}",
        keys=("resourceArn", "webAclArn"),
        props=(Prop("resourceArn", replace=True), Prop("webAclArn", replace=True)),
        why="nothing of it can change in place",
        gone=frozenset({"WAFNonexistentItemException"}),
    ),
)
