"""API Gateway: REST APIs and what belongs to them as a whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sandbox.provider import quirks
from sandbox.provider.live import Live
from sandbox.provider.row import AutoName, Prop, Row, Update
from sandbox.provider.rules import apigateway as rules
from sandbox.provider.rules import iam
from sandbox.provider.values import Plain

SERVICE = "apigateway"
API = Prop("restApi", "restApiId", replace=True)
_BODY = "APIs are made of resources and methods here, not of an OpenAPI body."


def _rest_api(live: Live, state: Plain, raw: Mapping[str, Any]) -> Plain:
    found: Plain = {
        "arn": live.arn("apigateway", f"/restapis/{state['id']}", account=False),
        "executionArn": live.arn("execute-api", str(state["id"])),
    }
    # A policy that this resource did not set is a RestApiPolicy's to report.
    found["policy"] = _policy(raw) if state.get("policy") else None
    return found


def _policy(raw: Mapping[str, Any]) -> str | None:
    """An API's policy; AWS gives the document with its quotes escaped."""
    return str(json.loads(f'"{raw["policy"]}"')) if raw.get("policy") else None


def _find_policy(live: Live, state: Plain) -> Mapping[str, Any] | None:
    api = live.look("GetRestApi", restApiId=state["restApiId"])
    return {"policy": _policy(api)} if api and api.get("policy") else None


def _set_policy(live: Live, state: Plain) -> None:
    operations = [{"op": "replace", "path": "/policy", "value": state["policy"]}]
    quirks.raw(live, "UpdateRestApi", {"restApiId": state["restApiId"]}, operations)


def _change_policy(live: Live, old: Plain, new: Plain) -> None:
    del old
    _set_policy(live, new)


def _remove_policy(live: Live, state: Plain) -> None:
    operations = [{"op": "remove", "path": "/policy"}]
    quirks.raw(live, "UpdateRestApi", {"restApiId": state["restApiId"]}, operations)


def _authorizer_arn(live: Live, state: Plain, raw: Mapping[str, Any]) -> Plain:
    del raw
    path = f"/restapis/{state['restApi']}/authorizers/{state['id']}"
    return {"arn": live.arn("apigateway", path, account=False)}


def _model_name(operation: str, state: Plain, parameters: dict[str, Any]) -> None:
    # Created by `name`, found by `modelName`.
    if operation != "CreateModel":
        parameters["modelName"] = state["name"]


def _find_response(live: Live, state: Plain) -> Mapping[str, Any] | None:
    answer: Mapping[str, Any] | None = live.look(
        "GetGatewayResponse", restApiId=state["restApiId"], responseType=state["responseType"]
    )
    # What nobody set is answered with the default.
    return None if answer is None or answer.get("defaultResponse") else answer


def _set_account(live: Live, state: Plain) -> None:
    arn = state.get("cloudwatchRoleArn")
    change = {"op": "replace", "value": arn} if arn else {"op": "remove"}
    quirks.raw(live, "UpdateAccount", {}, [{**change, "path": "/cloudwatchRoleArn"}])


def _change_account(live: Live, old: Plain, new: Plain) -> None:
    del old
    _set_account(live, new)


def _reset_account(live: Live, state: Plain) -> None:
    del state
    _set_account(live, {})


ROWS = (
    Row(
        pulumi_type="aws:apigateway/restApi:RestApi",
        service=SERVICE,
        create="CreateRestApi",
        read="GetRestApi",
        delete="DeleteRestApi",
        update=(Update("UpdateRestApi", "patch"),),
        created={"id": "id"},
        id_member="restApiId",
        auto_name=AutoName(),
        props=(
            Prop("name"),
            Prop("apiKeySource", computed=True),
            Prop("binaryMediaTypes", computed=True),
            Prop("description", computed=True),
            Prop("disableExecuteApiEndpoint", computed=True),
            Prop("endpointConfiguration", computed=True),
            Prop("minimumCompressionSize"),
            Prop("policy", json=True, computed=True),
            Prop("tags"),
        ),
        outputs_aws={"createdDate": "createdDate", "rootResourceId": "rootResourceId"},
        outputs=_rest_api,
        checks=(rules.endpoint_type,),
        unsupported={
            "body": _BODY,
            "failOnWarnings": _BODY,
            "parameters": _BODY,
            "putRestApiMode": _BODY,
            "endpointAccessMode": "the emulator does not keep it.",
            "securityPolicy": "the emulator does not keep it.",
        },
    ),
    Row(
        pulumi_type="aws:apigateway/restApiPolicy:RestApiPolicy",
        service=SERVICE,
        read="GetRestApi",
        find=_find_policy,
        create_by=_set_policy,
        update_by=_change_policy,
        delete_by=_remove_policy,
        why="a policy is a part of its API: UpdateRestApi writes it",
        id="{restApiId}",
        keys=("restApiId",),
        props=(Prop("restApiId", replace=True), Prop("policy", json=True)),
        checks=(iam.resource_policy,),
    ),
    Row(
        pulumi_type="aws:apigateway/resource:Resource",
        service=SERVICE,
        create="CreateResource",
        read="GetResource",
        delete="DeleteResource",
        update=(Update("UpdateResource", "patch"),),
        created={"id": "id"},
        id_member="resourceId",
        import_id="{restApi}/{id}",
        keys=("restApi",),
        props=(API, Prop("parentId"), Prop("pathPart")),
        outputs_aws={"path": "path"},
        moves={"pathPart": ("path",), "parentId": ("path",)},
        checks=(rules.path_part,),
        refusals=(rules.one_variable_a_level,),
    ),
    Row(
        pulumi_type="aws:apigateway/authorizer:Authorizer",
        service=SERVICE,
        create="CreateAuthorizer",
        read="GetAuthorizer",
        delete="DeleteAuthorizer",
        update=(Update("UpdateAuthorizer", "patch"),),
        created={"id": "id"},
        id_member="authorizerId",
        import_id="{restApi}/{id}",
        keys=("restApi",),
        auto_name=AutoName(limit=128),
        props=(
            API,
            Prop("name"),
            Prop("type", default="TOKEN"),
            Prop("authorizerCredentials"),
            Prop("authorizerResultTtlInSeconds", default=300),
            Prop("authorizerUri"),
            Prop("identitySource", default="method.request.header.Authorization"),
            Prop("identityValidationExpression"),
            Prop("providerArns", unordered=True),
        ),
        outputs=_authorizer_arn,
        checks=(rules.authorizer,),
        refusals=(rules.authorizer_is_new, rules.authorizer_pools_exist),
        before_delete=(rules.authorizer_unused,),
    ),
    Row(
        pulumi_type="aws:apigateway/response:Response",
        service=SERVICE,
        create="PutGatewayResponse",
        read="GetGatewayResponse",
        find=_find_response,
        delete="DeleteGatewayResponse",
        update=(Update("PutGatewayResponse", quirks.PUT_AGAIN),),
        id="aggr-{restApiId}-{responseType}",
        import_id="{restApiId}/{responseType}",
        keys=("restApiId", "responseType"),
        props=(
            Prop("restApiId", replace=True),
            Prop("responseType", replace=True),
            Prop("responseParameters"),
            # AWS fills both in from the type's default.
            Prop("responseTemplates", computed=True),
            Prop("statusCode", computed=True),
        ),
    ),
    Row(
        pulumi_type="aws:apigateway/requestValidator:RequestValidator",
        service=SERVICE,
        create="CreateRequestValidator",
        read="GetRequestValidator",
        delete="DeleteRequestValidator",
        update=(Update("UpdateRequestValidator", "patch"),),
        created={"id": "id"},
        id_member="requestValidatorId",
        import_id="{restApi}/{id}",
        keys=("restApi",),
        auto_name=AutoName(),
        props=(
            API,
            Prop("name"),
            Prop("validateRequestBody", default=False),
            Prop("validateRequestParameters", default=False),
        ),
    ),
    Row(
        pulumi_type="aws:apigateway/model:Model",
        service=SERVICE,
        create="CreateModel",
        read="GetModel",
        delete="DeleteModel",
        update=(Update("UpdateModel", "patch"),),
        created={"id": "id"},
        import_id="{restApi}/{name}",
        keys=("restApi", "name"),
        # AWS takes letters and digits only.
        auto_name=AutoName(separator=""),
        props=(
            API,
            Prop("name", replace=True),
            Prop("contentType", replace=True),
            Prop("description"),
            Prop("schema", json=True),
        ),
        outputs_aws={"id": "id"},
        adjust=_model_name,
        checks=(rules.model,),
        refusals=(rules.model_is_new,),
    ),
    Row(
        pulumi_type="aws:apigateway/account:Account",
        service=SERVICE,
        read="GetAccount",
        create_by=_set_account,
        update_by=_change_account,
        delete_by=_reset_account,
        why="the account is always there: it is set and reset by UpdateAccount",
        id="api-gateway-account",
        props=(Prop("cloudwatchRoleArn"),),
        outputs_aws={"apiKeyVersion": "apiKeyVersion", "features": "features"},
    ),
)
