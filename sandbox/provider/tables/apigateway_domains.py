"""API Gateway: domain names of one's own, and which API they lead to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.provider import quirks
from sandbox.provider.live import Live
from sandbox.provider.row import Prop, Row, Update
from sandbox.provider.rules import apigateway as rules
from sandbox.provider.tables.apigateway import SERVICE
from sandbox.provider.values import Plain

_ROOT = "(none)"
"""What API Gateway calls the empty base path."""


def _domain(live: Live, state: Plain, raw: Mapping[str, Any]) -> Plain:
    path = f"/domainnames/{state['domainName']}"
    return {
        "arn": live.arn("apigateway", path, account=False),
        "domainNameId": raw.get("domainNameId", ""),
    }


def _base_path(operation: str, state: Plain, parameters: dict[str, Any]) -> None:
    if operation != "CreateBasePathMapping":
        parameters["basePath"] = state.get("basePath") or _ROOT


def _mapping(live: Live, state: Plain, raw: Mapping[str, Any]) -> Plain:
    del live, raw
    return {"basePath": None if state.get("basePath") == _ROOT else state.get("basePath")}


ROWS = (
    Row(
        pulumi_type="aws:apigateway/domainName:DomainName",
        service=SERVICE,
        create="CreateDomainName",
        read="GetDomainName",
        delete="DeleteDomainName",
        update_by=quirks.create_domain_again,
        id="{domainName}",
        keys=("domainName",),
        props=(
            Prop("domainName", replace=True),
            Prop("certificateArn"),
            Prop("endpointConfiguration", computed=True),
            Prop("regionalCertificateArn"),
            Prop("securityPolicy", computed=True),
            Prop("tags"),
        ),
        outputs_aws={
            "cloudfrontDomainName": "distributionDomainName",
            "cloudfrontZoneId": "distributionHostedZoneId",
            "regionalDomainName": "regionalDomainName",
            "regionalZoneId": "regionalHostedZoneId",
        },
        outputs=_domain,
        checks=(rules.endpoint_type, rules.certificate),
        refusals=(rules.domain_is_new,),
        unsupported=dict.fromkeys(
            (
                "certificateBody",
                "certificateChain",
                "certificateName",
                "certificatePrivateKey",
                "endpointAccessMode",
                "mutualTlsAuthentication",
                "ownershipVerificationCertificateArn",
                "policy",
                "regionalCertificateName",
                "routingMode",
            ),
            "domain names in the sandbox take a certificate's ARN only.",
        ),
    ),
    Row(
        pulumi_type="aws:apigateway/basePathMapping:BasePathMapping",
        service=SERVICE,
        create="CreateBasePathMapping",
        read="GetBasePathMapping",
        delete="DeleteBasePathMapping",
        update=(Update("CreateBasePathMapping", quirks.PUT_AGAIN),),
        id="{domainName}/{basePath}",
        keys=("domainName", "basePath"),
        props=(
            Prop("domainName", replace=True),
            Prop("basePath", replace=True),
            Prop("restApi", "restApiId"),
            Prop("stageName", "stage"),
        ),
        outputs=_mapping,
        adjust=_base_path,
        refusals=(rules.mapping_is_right,),
        unsupported={"domainNameId": "there are no private domain names in the sandbox."},
    ),
)
