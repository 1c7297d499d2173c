"""API Gateway: methods and their integrations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.provider import quirks
from sandbox.provider.live import Live
from sandbox.provider.row import Prop, Row, Update
from sandbox.provider.rules import methods as rules
from sandbox.provider.tables.apigateway import API, SERVICE
from sandbox.provider.values import Plain

_METHOD = (
    API,
    Prop("resourceId", replace=True),
    Prop("httpMethod", replace=True),
)
_KEYS = ("restApi", "resourceId", "httpMethod")


def _verb_of_integration(operation: str, state: Plain, parameters: dict[str, Any]) -> None:
    # `httpMethod` is the method's own everywhere; the backend's has another name to put it.
    if operation == "PutIntegration" and state.get("integrationHttpMethod"):
        parameters["integrationHttpMethod"] = state["integrationHttpMethod"]


def _integration(live: Live, state: Plain, raw: Mapping[str, Any]) -> Plain:
    del live
    return {"integrationHttpMethod": quirks.backend_verb(state, raw)}


ROWS = (
    Row(
        pulumi_type="aws:apigateway/method:Method",
        service=SERVICE,
        create="PutMethod",
        read="GetMethod",
        delete="DeleteMethod",
        update=(Update("UpdateMethod", "patch"),),
        id="agm-{restApi}-{resourceId}-{httpMethod}",
        import_id="{restApi}/{resourceId}/{httpMethod}",
        keys=_KEYS,
        props=(
            *_METHOD,
            Prop("authorization", "authorizationType"),
            Prop("apiKeyRequired", default=False),
            Prop("authorizationScopes", unordered=True),
            Prop("authorizerId"),
            Prop("operationName"),
            Prop("requestModels"),
            Prop("requestParameters"),
            Prop("requestValidatorId"),
        ),
        checks=(rules.verb, rules.authorization),
        refusals=(rules.method_is_new, rules.method_authorizer, rules.method_parts),
    ),
    Row(
        pulumi_type="aws:apigateway/methodResponse:MethodResponse",
        service=SERVICE,
        create="PutMethodResponse",
        read="GetMethodResponse",
        delete="DeleteMethodResponse",
        update=(Update("PutMethodResponse", quirks.PUT_AGAIN),),
        id="agmr-{restApi}-{resourceId}-{httpMethod}-{statusCode}",
        import_id="{restApi}/{resourceId}/{httpMethod}/{statusCode}",
        keys=(*_KEYS, "statusCode"),
        props=(
            *_METHOD,
            Prop("statusCode", replace=True),
            Prop("responseModels"),
            Prop("responseParameters"),
        ),
        refusals=(rules.response_is_new,),
    ),
    Row(
        pulumi_type="aws:apigateway/integration:Integration",
        service=SERVICE,
        create="PutIntegration",
        read="GetIntegration",
        delete="DeleteIntegration",
        update=(Update("UpdateIntegration", "patch"),),
        id="agi-{restApi}-{resourceId}-{httpMethod}",
        import_id="{restApi}/{resourceId}/{httpMethod}",
        keys=_KEYS,
        props=(
            API,
            Prop("resourceId", replace=True),
            Prop("httpMethod", replace=True, unread=True),
            Prop("type", replace=True),
            Prop("cacheKeyParameters", unordered=True),
            Prop("cacheNamespace", computed=True),
            Prop("connectionType", default="INTERNET"),
            Prop("contentHandling"),
            Prop("credentials", replace=True),
            Prop("integrationHttpMethod", None, replace=True),
            Prop("passthroughBehavior", replace=True, computed=True),
            Prop("requestParameters"),
            Prop("requestTemplates"),
            Prop("timeoutMilliseconds", "timeoutInMillis", default=29000),
            Prop("uri"),
        ),
        outputs=_integration,
        adjust=_verb_of_integration,
        checks=(rules.integration,),
        refusals=(rules.mapped_parameters_exist,),
        unsupported={
            "connectionId": "there are no VPC links in the sandbox.",
            "integrationTarget": "there are no VPC links in the sandbox.",
            "responseTransferMode": "the emulator does not stream.",
            "tlsConfig": "the emulator does not keep it.",
        },
    ),
    Row(
        pulumi_type="aws:apigateway/integrationResponse:IntegrationResponse",
        service=SERVICE,
        create="PutIntegrationResponse",
        read="GetIntegrationResponse",
        delete="DeleteIntegrationResponse",
        update=(Update("PutIntegrationResponse", quirks.PUT_AGAIN),),
        id="agir-{restApi}-{resourceId}-{httpMethod}-{statusCode}",
        import_id="{restApi}/{resourceId}/{httpMethod}/{statusCode}",
        keys=(*_KEYS, "statusCode"),
        props=(
            *_METHOD,
            Prop("statusCode", replace=True),
            Prop("contentHandling"),
            Prop("responseParameters"),
            Prop("responseTemplates"),
            Prop("selectionPattern"),
        ),
        refusals=(rules.integration_response_has_response,),
    ),
)
