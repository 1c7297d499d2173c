"""IAM: roles and policies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from sandbox.provider.live import Live
from sandbox.provider.row import AutoName, Prop, Row, Tagging, Update
from sandbox.provider.rules import iam as rules
from sandbox.provider.values import Plain

_GONE = frozenset({"NoSuchEntity", "NoSuchEntityException"})
_INLINE = "use RolePolicy and RolePolicyAttachment."


def _decoded(document: Any) -> Any:
    """A policy, which AWS gives URL-encoded; boto3 decodes some of them."""
    return unquote(document) if isinstance(document, str) else document


def _find_role(live: Live, state: Plain) -> Mapping[str, Any] | None:
    answer = live.look("GetRole", RoleName=state["name"])
    if answer is None:
        return None
    role = dict(answer["Role"])
    role["PermissionsBoundary"] = (role.get("PermissionsBoundary") or {}).get(
        "PermissionsBoundaryArn"
    )
    return role


def _role(live: Live, state: Plain, raw: Mapping[str, Any]) -> Plain:
    attached = live.all_of("ListAttachedRolePolicies", "AttachedPolicies", RoleName=state["name"])
    del raw
    return {"managedPolicyArns": sorted(policy["PolicyArn"] for policy in attached)}


def _change_role(live: Live, old: Plain, new: Plain) -> None:
    if old.get("assumeRolePolicy") != new.get("assumeRolePolicy"):
        live.call(
            "UpdateAssumeRolePolicy",
            RoleName=new["name"],
            PolicyDocument=new["assumeRolePolicy"],
        )
    boundary = new.get("permissionsBoundary")
    if old.get("permissionsBoundary") != boundary:
        if boundary:
            live.call(
                "PutRolePermissionsBoundary", RoleName=new["name"], PermissionsBoundary=boundary
            )
        else:
            live.call("DeleteRolePermissionsBoundary", RoleName=new["name"])


def _detach_all(live: Live, state: Plain) -> None:
    """With forceDetachPolicies a role goes with what hangs on it; AWS refuses otherwise."""
    if not state.get("forceDetachPolicies"):
        return
    role = {"RoleName": state["name"]}
    for policy in live.all_of("ListAttachedRolePolicies", "AttachedPolicies", **role):
        live.call("DetachRolePolicy", **role, PolicyArn=policy["PolicyArn"])
    for name in live.all_of("ListRolePolicies", "PolicyNames", **role):
        live.call("DeleteRolePolicy", **role, PolicyName=name)


def _find_attachment(live: Live, state: Plain) -> Mapping[str, Any] | None:
    if live.look("GetRole", RoleName=state["role"]) is None:
        return None
    found = live.all_of("ListAttachedRolePolicies", "AttachedPolicies", RoleName=state["role"])
    return next((policy for policy in found if policy["PolicyArn"] == state["policyArn"]), None)


def _find_policy(live: Live, state: Plain) -> Mapping[str, Any] | None:
    answer = live.look("GetPolicy", PolicyArn=state["id"])
    if answer is None:
        return None
    policy = dict(answer["Policy"])
    version = live.call(
        "GetPolicyVersion", PolicyArn=state["id"], VersionId=policy["DefaultVersionId"]
    )
    return {**policy, "PolicyDocument": version["PolicyVersion"]["Document"]}


def _document(live: Live, state: Plain, raw: Mapping[str, Any]) -> Plain:
    del live, state
    return {"policy": _as_text(_decoded(raw.get("PolicyDocument")))}


def _as_text(document: Any) -> str:
    return document if isinstance(document, str) else json.dumps(document)


def _change_policy(live: Live, old: Plain, new: Plain) -> None:
    if old.get("policy") == new.get("policy"):
        return
    versions = live.all_of("ListPolicyVersions", "Versions", PolicyArn=new["id"])
    spare = sorted(
        (v for v in versions if not v["IsDefaultVersion"]), key=lambda v: str(v["CreateDate"])
    )
    # AWS keeps five; the AWS provider takes the oldest away.
    if len(versions) >= 5:
        live.call("DeletePolicyVersion", PolicyArn=new["id"], VersionId=spare[0]["VersionId"])
    live.call(
        "CreatePolicyVersion", PolicyArn=new["id"], PolicyDocument=new["policy"], SetAsDefault=True
    )


def _delete_versions(live: Live, state: Plain) -> None:
    for version in live.all_of("ListPolicyVersions", "Versions", PolicyArn=state["id"]):
        if not version["IsDefaultVersion"]:
            live.call("DeletePolicyVersion", PolicyArn=state["id"], VersionId=version["VersionId"])


ROWS = (
    Row(
        pulumi_type="aws:iam/role:Role",
        service="iam",
        create="CreateRole",
        read="GetRole",
        read_result="Role",
        find=_find_role,
        delete="DeleteRole",
        update=(Update("UpdateRole"),),
        update_by=_change_role,
        id="{name}",
        keys=("name",),
        auto_name=AutoName(limit=64, prefix_property="namePrefix"),
        tagging=Tagging("TagRole", "UntagRole", "ListRoleTags", "name", "RoleName"),
        props=(
            Prop("name", "RoleName", replace=True),
            Prop("namePrefix", None, replace=True),
            Prop("assumeRolePolicy", "AssumeRolePolicyDocument", json=True),
            Prop("description"),
            Prop("forceDetachPolicies", None, default=False),
            Prop("maxSessionDuration", default=3600),
            Prop("path", replace=True, default="/"),
            Prop("permissionsBoundary"),
            Prop("tags"),
        ),
        outputs_aws={"arn": "Arn", "createDate": "CreateDate", "uniqueId": "RoleId"},
        outputs=_role,
        checks=(rules.trust,),
        refusals=(rules.role_is_new,),
        before_delete=(_detach_all, rules.role_is_free),
        unsupported={"inlinePolicies": _INLINE, "managedPolicyArns": _INLINE},
        gone=_GONE,
    ),
    Row(
        pulumi_type="aws:iam/rolePolicy:RolePolicy",
        service="iam",
        create="PutRolePolicy",
        read="GetRolePolicy",
        delete="DeleteRolePolicy",
        update=(Update("PutRolePolicy", "put"),),
        id="{role}:{name}",
        keys=("role", "name"),
        auto_name=AutoName(limit=128, prefix_property="namePrefix"),
        props=(
            Prop("name", "PolicyName", replace=True),
            Prop("namePrefix", None, replace=True),
            Prop("role", "RoleName", replace=True),
            Prop("policy", "PolicyDocument", json=True, unread=True),
        ),
        outputs=_document,
        checks=(rules.document,),
        gone=_GONE,
    ),
    Row(
        pulumi_type="aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        service="iam",
        create="AttachRolePolicy",
        read="ListAttachedRolePolicies",
        read_result="AttachedPolicies",
        find=_find_attachment,
        delete="DetachRolePolicy",
        id="{role}/{policyArn}",
        keys=("role", "policyArn"),
        props=(Prop("role", "RoleName", replace=True), Prop("policyArn", replace=True)),
        why="nothing of it can change in place",
        gone=_GONE,
    ),
    Row(
        pulumi_type="aws:iam/policy:Policy",
        service="iam",
        create="CreatePolicy",
        read="GetPolicy",
        read_result="Policy",
        find=_find_policy,
        delete="DeletePolicy",
        update_by=_change_policy,
        created={"id": "Policy.Arn"},
        id_member="PolicyArn",
        auto_name=AutoName(limit=128, prefix_property="namePrefix"),
        tagging=Tagging("TagPolicy", "UntagPolicy", "ListPolicyTags", "id", "PolicyArn"),
        props=(
            Prop("name", "PolicyName", replace=True),
            Prop("namePrefix", None, replace=True),
            Prop("description", replace=True),
            Prop("path", replace=True, default="/"),
            Prop("policy", "PolicyDocument", json=True, unread=True),
            Prop("tags"),
        ),
        outputs_aws={"arn": "Arn", "policyId": "PolicyId", "attachmentCount": "AttachmentCount"},
        outputs=_document,
        checks=(rules.document,),
        refusals=(rules.policy_is_new,),
        before_delete=(_delete_versions, rules.policy_is_free),
        unsupported={"delayAfterPolicyCreationInMs": "there is nothing to wait for."},
        gone=_GONE,
    ),
)
