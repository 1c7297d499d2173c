"""Lambda: functions, aliases and who may call them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sandbox.provider import archive
from sandbox.provider.live import Live
from sandbox.provider.row import AutoName, Prop, Row, Tagging, Update
from sandbox.provider.rules import lambda_ as rules
from sandbox.provider.values import Plain

_S3 = "give the code as an archive; the sandbox has no bucket to take it from."
_NOT_HERE = "functions in the sandbox are plain processes without it."


def invoke_arn(region: str, arn: str) -> str:
    """What API Gateway calls a function by."""
    return f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations"


def _code(operation: str, state: Plain, parameters: dict[str, Any]) -> None:
    if operation == "CreateFunction":
        parameters["Code"] = {"ZipFile": archive.zipped(state["code"])}
    elif operation == "UpdateFunctionCode" and "ZipFile" in parameters:
        parameters["ZipFile"] = archive.zipped(state["code"])
        if state.get("publish"):
            parameters["Publish"] = True


def _function(live: Live, state: Plain, raw: Mapping[str, Any]) -> Plain:
    arn, version = str(raw["FunctionArn"]), "$LATEST"
    if state.get("publish"):
        found = live.all_of("ListVersionsByFunction", "Versions", FunctionName=state["name"])
        version = str(found[-1]["Version"]) if found else version
    qualified = f"{arn}:{version}"
    outputs: Plain = {
        "arn": arn,
        "invokeArn": invoke_arn(live.region, arn),
        "qualifiedArn": qualified,
        "qualifiedInvokeArn": invoke_arn(live.region, qualified),
        "responseStreamingInvokeArn": invoke_arn(live.region, arn)
        .replace("2015-03-31", "2021-11-15")
        .replace("/invocations", "/response-streaming-invocations"),
        "version": version,
    }
    if state.get("code"):
        outputs["code"] = {**state["code"], "sha256": raw["CodeSha256"]}
    return outputs


def _reserve(live: Live, state: Plain) -> None:
    if state.get("reservedConcurrentExecutions", -1) >= 0:
        live.call(
            "PutFunctionConcurrency",
            FunctionName=state["name"],
            ReservedConcurrentExecutions=state["reservedConcurrentExecutions"],
        )


def _change_reserve(live: Live, old: Plain, new: Plain) -> None:
    name = "reservedConcurrentExecutions"
    if old.get(name, -1) == new.get(name, -1):
        return
    if new.get(name, -1) < 0:
        live.call("DeleteFunctionConcurrency", FunctionName=new["name"])
    _reserve(live, new)


def _alias(live: Live, state: Plain, raw: Mapping[str, Any]) -> Plain:
    del state
    return {"invokeArn": invoke_arn(live.region, str(raw["AliasArn"]))}


def _find_permission(live: Live, state: Plain) -> Mapping[str, Any] | None:
    target = {"FunctionName": state["function"]}
    if state.get("qualifier"):
        target["Qualifier"] = state["qualifier"]
    answer = live.look("GetPolicy", **target)
    statements = json.loads(answer["Policy"])["Statement"] if answer else []
    return next((s for s in statements if s.get("Sid") == state["statementId"]), None)


def _permission(live: Live, state: Plain, raw: Mapping[str, Any]) -> Plain:
    del live
    principal = raw.get("Principal")
    if isinstance(principal, dict):
        principal = principal.get("Service") or principal.get("AWS")
    found = {"action": raw.get("Action"), "principal": principal}
    for tests in (raw.get("Condition") or {}).values():
        for key, value in tests.items():
            name = {"aws:sourcearn": "sourceArn", "aws:sourceaccount": "sourceAccount"}.get(
                key.lower()
            )
            if name:
                found[name] = value
    # An account is an ARN to those who read it back.
    asked = str(state.get("principal"))
    if asked.isdigit() and f":{asked}:" in str(principal):
        found["principal"] = asked
    return found


ROWS = (
    Row(
        pulumi_type="aws:lambda/function:Function",
        service="lambda",
        create="CreateFunction",
        read="GetFunction",
        read_result="Configuration",
        delete="DeleteFunction",
        update=(Update("UpdateFunctionConfiguration"), Update("UpdateFunctionCode")),
        update_by=_change_reserve,
        after_create=(_reserve,),
        id="{name}",
        keys=("name",),
        auto_name=AutoName(limit=64),
        tagging=Tagging("TagResource", "UntagResource", "ListTags", "arn", "Resource"),
        props=(
            Prop("name", "FunctionName", replace=True),
            Prop("role"),
            Prop("code", "ZipFile", digest="codeSha256"),
            Prop("architectures", computed=True),
            Prop("description"),
            Prop("environment"),
            Prop("ephemeralStorage", computed=True),
            Prop("handler"),
            Prop("layers"),
            Prop("loggingConfig", computed=True),
            Prop("memorySize", default=128),
            Prop("packageType", replace=True, default="Zip"),
            Prop("publish", default=False, unread=True),
            Prop("reservedConcurrentExecutions", None, default=-1),
            Prop("runtime"),
            Prop("tags"),
            Prop("timeout", default=3),
            Prop("tracingConfig", computed=True),
        ),
        outputs_aws={
            "lastModified": "LastModified",
            "codeSha256": "CodeSha256",
            "sourceCodeHash": "CodeSha256",
            "sourceCodeSize": "CodeSize",
        },
        outputs=_function,
        adjust=_code,
        moves={
            "code": (
                "codeSha256",
                "sourceCodeHash",
                "sourceCodeSize",
                "lastModified",
                "version",
                "qualifiedArn",
                "qualifiedInvokeArn",
            )
        },
        checks=(rules.package, rules.environment),
        refusals=(rules.role_can_be_taken,),
        unsupported={
            "s3Bucket": _S3,
            "s3Key": _S3,
            "s3ObjectVersion": _S3,
            "sourceCodeHash": "the archive's own content decides.",
            "codeSha256": "the archive's own content decides.",
            **dict.fromkeys(
                (
                    "capacityProviderConfig",
                    "codeSigningConfigArn",
                    "deadLetterConfig",
                    "durableConfig",
                    "fileSystemConfig",
                    "imageConfig",
                    "imageUri",
                    "kmsKeyArn",
                    "publishTo",
                    "replaceSecurityGroupsOnDestroy",
                    "replacementSecurityGroupIds",
                    "skipDestroy",
                    "snapStart",
                    "sourceKmsKeyArn",
                    "tenancyConfig",
                    "useResourceTimeoutForPropagation",
                    "vpcConfig",
                ),
                _NOT_HERE,
            ),
        },
    ),
    Row(
        pulumi_type="aws:lambda/alias:Alias",
        service="lambda",
        create="CreateAlias",
        read="GetAlias",
        delete="DeleteAlias",
        update=(Update("UpdateAlias"),),
        created={"id": "AliasArn"},
        import_id="{functionName}/{name}",
        keys=("functionName", "name"),
        auto_name=AutoName(limit=128),
        props=(
            Prop("functionName", replace=True),
            Prop("name", replace=True),
            Prop("functionVersion"),
            Prop("description"),
        ),
        outputs_aws={"arn": "AliasArn", "id": "AliasArn"},
        outputs=_alias,
        unsupported={"routingConfig": "the emulator sends all calls to one version."},
    ),
    Row(
        pulumi_type="aws:lambda/permission:Permission",
        service="lambda",
        create="AddPermission",
        read="GetPolicy",
        find=_find_permission,
        delete="RemovePermission",
        id="{statementId}",
        import_id="{function}/{statementId}",
        keys=("function", "statementId", "qualifier"),
        auto_name=AutoName("statementId", limit=100, prefix_property="statementIdPrefix"),
        props=(
            Prop("action", replace=True),
            Prop("function", "FunctionName", replace=True, unread=True),
            Prop("principal", replace=True),
            Prop("eventSourceToken", replace=True, unread=True),
            Prop("qualifier", replace=True, unread=True),
            Prop("sourceAccount", replace=True),
            Prop("sourceArn", replace=True),
            Prop("statementId", replace=True),
            Prop("statementIdPrefix", None, replace=True),
        ),
        outputs=_permission,
        checks=(rules.permission,),
        refusals=(rules.statement_is_new,),
        why="nothing of it can change in place",
        unsupported=dict.fromkeys(
            ("functionUrlAuthType", "invokedViaFunctionUrl", "principalOrgId"),
            "the sandbox has neither function URLs nor organizations.",
        ),
    ),
)
