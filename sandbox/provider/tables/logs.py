"""CloudWatch Logs: log groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.provider.live import Live
from sandbox.provider.row import AutoName, Prop, Row, Tagging
from sandbox.provider.rules import logs as rules
from sandbox.provider.values import Plain


def _find(live: Live, state: Plain) -> Mapping[str, Any] | None:
    groups = live.all_of("DescribeLogGroups", "logGroups", logGroupNamePrefix=state["name"])
    return next((group for group in groups if group["logGroupName"] == state["name"]), None)


def _outputs(live: Live, state: Plain, raw: Mapping[str, Any]) -> Plain:
    del live, state
    return {"arn": str(raw["arn"]).removesuffix(":*")}


def _retain(live: Live, state: Plain) -> None:
    if state.get("retentionInDays"):
        live.call(
            "PutRetentionPolicy",
            logGroupName=state["name"],
            retentionInDays=state["retentionInDays"],
        )


def _change(live: Live, old: Plain, new: Plain) -> None:
    if old.get("retentionInDays") and not new.get("retentionInDays"):
        live.call("DeleteRetentionPolicy", logGroupName=new["name"])
    elif old.get("retentionInDays") != new.get("retentionInDays"):
        _retain(live, new)


ROWS = (
    Row(
        pulumi_type="aws:cloudwatch/logGroup:LogGroup",
        service="logs",
        create="CreateLogGroup",
        read="DescribeLogGroups",
        read_result="logGroups",
        find=_find,
        delete="DeleteLogGroup",
        update_by=_change,
        after_create=(_retain,),
        id="{name}",
        keys=("name",),
        auto_name=AutoName(limit=512, prefix_property="namePrefix"),
        tagging=Tagging(
            tag="TagResource",
            untag="UntagResource",
            read="ListTagsForResource",
            target="arn",
            target_member="resourceArn",
            read_result="tags",
            tags_member="tags",
            keys_member="tagKeys",
        ),
        props=(
            Prop("name", "logGroupName", replace=True),
            Prop("namePrefix", None, replace=True),
            Prop("kmsKeyId"),
            Prop("logGroupClass", replace=True, computed=True),
            Prop("retentionInDays", default=0),
            Prop("tags"),
        ),
        outputs=_outputs,
        checks=(rules.retention,),
        refusals=(rules.group_is_new,),
        unsupported={
            "deletionProtectionEnabled": "the emulator does not protect log groups.",
            "skipDestroy": "the sandbox leaves nothing behind.",
        },
    ),
)
