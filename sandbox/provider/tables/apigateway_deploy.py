"""API Gateway: deployments and stages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.provider import quirks
from sandbox.provider.live import Live
from sandbox.provider.row import Prop, Row, Update
from sandbox.provider.rules import deploy as rules
from sandbox.provider.tables.apigateway import API, SERVICE
from sandbox.provider.values import Plain

_SETTINGS = {
    "metricsEnabled": "metrics/enabled",
    "loggingLevel": "logging/loglevel",
    "dataTraceEnabled": "logging/dataTrace",
    "throttlingBurstLimit": "throttling/burstLimit",
    "throttlingRateLimit": "throttling/rateLimit",
    "cachingEnabled": "caching/enabled",
    "cacheTtlInSeconds": "caching/ttlInSeconds",
    "cacheDataEncrypted": "caching/dataEncrypted",
    "requireAuthorizationForCacheControl": "caching/requireAuthorizationForCacheControl",
    "unauthorizedCacheControlHeaderStrategy": "caching/unauthorizedCacheControlHeaderStrategy",
}
"""Where UpdateStage takes each setting of a method."""


def _stage(live: Live, state: Plain, raw: Mapping[str, Any]) -> Plain:
    api, stage = state["restApi"], state["stageName"]
    return {
        "arn": live.arn("apigateway", f"/restapis/{api}/stages/{stage}", account=False),
        "executionArn": live.arn("execute-api", f"{api}/{stage}"),
        # On AWS: https://<api>.execute-api.<region>.amazonaws.com/<stage>.
        "invokeUrl": f"{live.aws.url}/_aws/execute-api/{api}/{stage}",
        "webAclArn": raw.get("webAclArn", ""),
    }


def _later_settings(live: Live, state: Plain) -> None:
    """CreateStage does not take these; the AWS provider sets them next."""
    names = frozenset({"accessLogSettings", "clientCertificateId"} & state.keys())
    quirks.patch(live, "UpdateStage", state, names)


def _settings_target(state: Plain) -> dict[str, Any]:
    return {"restApiId": state["restApi"], "stageName": state["stageName"]}


def _find_settings(live: Live, state: Plain) -> Mapping[str, Any] | None:
    stage = live.look("GetStage", **_settings_target(state))
    key = str(state["methodPath"]).replace("~1", "/")
    found = ((stage or {}).get("methodSettings") or {}).get(key)
    if found is None:
        return None
    # AWS fills in all settings; those that nobody asked for are not this resource's.
    asked = state.get("settings") or found
    return {"settings": {name: value for name, value in found.items() if name in asked}}


def _settings(live: Live, state: Plain, raw: Mapping[str, Any]) -> Plain:
    del live, state
    return {"settings": dict(raw["settings"])}


def _set_settings(live: Live, state: Plain) -> None:
    quirks.raw(
        live,
        "UpdateStage",
        _settings_target(state),
        [
            {
                "op": "replace",
                "path": f"/{state['methodPath']}/{_SETTINGS[name]}",
                "value": str(value).lower() if isinstance(value, bool) else str(value),
            }
            for name, value in state["settings"].items()
        ],
    )


def _change_settings(live: Live, old: Plain, new: Plain) -> None:
    # What is no longer set goes back to AWS's default: remove all, set what is.
    _remove_settings(live, old)
    _set_settings(live, new)


def _remove_settings(live: Live, state: Plain) -> None:
    path = f"/{state['methodPath']}"
    quirks.raw(live, "UpdateStage", _settings_target(state), [{"op": "remove", "path": path}])


ROWS = (
    Row(
        pulumi_type="aws:apigateway/deployment:Deployment",
        service=SERVICE,
        create="CreateDeployment",
        read="GetDeployment",
        delete="DeleteDeployment",
        update=(Update("UpdateDeployment", "patch"),),
        created={"id": "id"},
        id_member="deploymentId",
        import_id="{restApi}/{id}",
        keys=("restApi",),
        props=(
            API,
            Prop("description"),
            Prop("triggers", None, replace=True),
            Prop("variables", replace=True, unread=True),
        ),
        outputs_aws={"createdDate": "createdDate"},
        refusals=(rules.there_is_something_to_deploy,),
        before_delete=(rules.deployment_unused,),
    ),
    Row(
        pulumi_type="aws:apigateway/stage:Stage",
        service=SERVICE,
        create="CreateStage",
        read="GetStage",
        delete="DeleteStage",
        update=(Update("UpdateStage", "patch"),),
        id="ags-{restApi}-{stageName}",
        import_id="{restApi}/{stageName}",
        keys=("restApi", "stageName"),
        props=(
            API,
            Prop("stageName", replace=True),
            Prop("deployment", "deploymentId"),
            Prop("accessLogSettings"),
            Prop("cacheClusterEnabled"),
            Prop("cacheClusterSize"),
            Prop("clientCertificateId"),
            Prop("description"),
            Prop("documentationVersion"),
            Prop("tags"),
            Prop("variables"),
            Prop("xrayTracingEnabled", "tracingEnabled"),
        ),
        outputs=_stage,
        checks=(rules.stage_name,),
        refusals=(rules.stage_is_new, rules.deployment_exists, rules.log_group_exists),
        after_create=(_later_settings,),
        unsupported={"canarySettings": "the emulator serves no canaries."},
    ),
    Row(
        pulumi_type="aws:apigateway/methodSettings:MethodSettings",
        service=SERVICE,
        read="GetStage",
        find=_find_settings,
        create_by=_set_settings,
        update_by=_change_settings,
        delete_by=_remove_settings,
        why="settings are a part of the stage: UpdateStage writes them all",
        id="{restApi}-{stageName}-{methodPath}",
        import_id="{restApi}/{stageName}/{methodPath}",
        keys=("restApi", "stageName", "methodPath"),
        props=(
            API,
            Prop("stageName", replace=True),
            Prop("methodPath", None, replace=True),
            Prop("settings", None),
        ),
        outputs=_settings,
        checks=(rules.method_path, rules.throttling),
        refusals=(rules.stage_exists,),
    ),
)
