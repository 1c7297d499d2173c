"""Secrets Manager: secrets and their versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.provider.live import Live, dig
from sandbox.provider.row import AutoName, Prop, Row, Tagging, Update
from sandbox.provider.rules import secretsmanager as rules
from sandbox.provider.values import Plain


def _find_secret(live: Live, state: Plain) -> Mapping[str, Any] | None:
    answer: Mapping[str, Any] | None = live.look("DescribeSecret", SecretId=state["id"])
    # One that waits for its deletion is as good as gone.
    return None if answer is None or answer.get("DeletedDate") else answer


def _delete_secret(live: Live, state: Plain) -> None:
    days = state.get("recoveryWindowInDays", 30)
    if days:
        live.call("DeleteSecret", SecretId=state["id"], RecoveryWindowInDays=days)
    else:
        live.call("DeleteSecret", SecretId=state["id"], ForceDeleteWithoutRecovery=True)


def _find_version(live: Live, state: Plain) -> Mapping[str, Any] | None:
    answer: Mapping[str, Any] | None = live.look(
        "GetSecretValue", SecretId=state["secretId"], VersionId=state["versionId"]
    )
    return answer


def _drop_version(live: Live, state: Plain) -> None:
    """A version without a label is gone; the current one goes with its secret."""
    answer = live.look("DescribeSecret", SecretId=state["secretId"])
    labels = dig(answer or {}, "VersionIdsToStages") or {}
    for label in labels.get(state["versionId"], []):
        if label != "AWSCURRENT":
            live.call(
                "UpdateSecretVersionStage",
                SecretId=state["secretId"],
                VersionStage=label,
                RemoveFromVersionId=state["versionId"],
            )


ROWS = (
    Row(
        pulumi_type="aws:secretsmanager/secret:Secret",
        service="secretsmanager",
        create="CreateSecret",
        read="DescribeSecret",
        find=_find_secret,
        delete_by=_delete_secret,
        why="how it is deleted is for recoveryWindowInDays to say",
        update=(Update("UpdateSecret"),),
        created={"id": "ARN"},
        id_member="SecretId",
        auto_name=AutoName(limit=512, prefix_property="namePrefix"),
        tagging=Tagging("TagResource", "UntagResource", None, "id", "SecretId"),
        props=(
            Prop("name", replace=True),
            Prop("namePrefix", None, replace=True),
            Prop("description"),
            Prop("kmsKeyId"),
            Prop("recoveryWindowInDays", None, default=30),
            Prop("tags"),
        ),
        outputs_aws={"arn": "ARN"},
        checks=(rules.recovery,),
        unsupported={
            "forceOverwriteReplicaSecret": "the emulator has no replicas.",
            "policy": "the emulator does not keep it.",
            "replicas": "the emulator has no replicas.",
            "type": "the emulator does not keep it.",
        },
    ),
    Row(
        pulumi_type="aws:secretsmanager/secretVersion:SecretVersion",
        service="secretsmanager",
        create="PutSecretValue",
        read="GetSecretValue",
        find=_find_version,
        delete_by=_drop_version,
        why="a version is not deleted, but loses its labels; all of it replaces it",
        created={"versionId": "VersionId"},
        id="{secretId}|{versionId}",
        keys=("secretId",),
        props=(
            Prop("secretId", replace=True),
            Prop("secretString", replace=True),
        ),
        outputs_aws={"arn": "ARN", "secretArn": "ARN", "versionStages": "VersionStages"},
        checks=(rules.value,),
        unsupported={
            "secretBinary": "give a secretString.",
            "secretStringWo": "give a secretString: it is encrypted in the state.",
            "secretStringWoVersion": "give a secretString.",
            "versionStages": "the newest version is AWSCURRENT.",
        },
    ),
)
