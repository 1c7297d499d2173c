"""Cognito: user pools, their domains, resource servers and app clients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.provider import model, shapes
from sandbox.provider.live import Live
from sandbox.provider.row import AutoName, Prop, Row, Tagging, Update
from sandbox.provider.rules import cognito as rules
from sandbox.provider.values import Plain

_NO_USERS = "it is for pools with human users; the sandbox has machine clients only."
_GONE = frozenset({"ResourceNotFoundException"})


def _pool(live: Live, state: Plain, raw: Mapping[str, Any]) -> Plain:
    policy = (raw.get("Policies") or {}).get("PasswordPolicy")
    return {
        # On AWS: cognito-idp.<region>.amazonaws.com/<id>. The emulator serves the same path.
        "endpoint": f"{live.aws.url.partition('//')[2]}/{state['id']}",
        "passwordPolicy": shapes.from_aws(policy, live.info.inputs.fields["passwordPolicy"], {}),
    }


def _nest_password_policy(operation: str, state: Plain, parameters: dict[str, Any]) -> None:
    policy = state.get("passwordPolicy")
    if policy and operation in ("CreateUserPool", "UpdateUserPool"):
        shape = model.inputs("cognito-idp", operation)["Policies"]
        parameters["Policies"] = shapes.to_aws({"passwordPolicy": policy}, shape, {})


def _domain_certificate(operation: str, state: Plain, parameters: dict[str, Any]) -> None:
    if operation in ("CreateUserPoolDomain", "UpdateUserPoolDomain") and state.get(
        "certificateArn"
    ):
        parameters["CustomDomainConfig"] = {"CertificateArn": state["certificateArn"]}


def _domain(live: Live, state: Plain, raw: Mapping[str, Any]) -> Plain:
    del live, state
    distribution = raw.get("CloudFrontDistribution") or ""
    return {
        "cloudfrontDistribution": distribution,
        "cloudfrontDistributionArn": distribution,
        # CloudFront's own hosted zone, the same for all.
        "cloudfrontDistributionZoneId": "Z2FDTNDATAQYW2",
        "s3Bucket": raw.get("S3Bucket", ""),
    }


def _find_domain(live: Live, state: Plain) -> Mapping[str, Any] | None:
    answer = live.call("DescribeUserPoolDomain", Domain=state["domain"])["DomainDescription"]
    # What is not there is an empty description, on AWS too.
    return answer if answer.get("UserPoolId") else None


def _scope_identifiers(live: Live, state: Plain, raw: Mapping[str, Any]) -> Plain:
    del live
    return {
        "scopeIdentifiers": [
            f"{state['identifier']}/{scope['ScopeName']}" for scope in raw.get("Scopes") or []
        ]
    }


ROWS = (
    Row(
        pulumi_type="aws:cognito/userPool:UserPool",
        service="cognito-idp",
        create="CreateUserPool",
        read="DescribeUserPool",
        read_result="UserPool",
        delete="DeleteUserPool",
        update=(Update("UpdateUserPool"),),
        created={"id": "UserPool.Id"},
        id_member="UserPoolId",
        auto_name=AutoName(limit=128),
        tagging=Tagging(
            tag="TagResource",
            untag="UntagResource",
            read="ListTagsForResource",
            target="arn",
            target_member="ResourceArn",
        ),
        props=(
            Prop("name", "PoolName"),
            Prop("adminCreateUserConfig", computed=True),
            Prop("accountRecoverySetting", computed=True),
            Prop("aliasAttributes", replace=True, unordered=True),
            Prop("autoVerifiedAttributes", unordered=True),
            Prop("deletionProtection", default="INACTIVE"),
            Prop("mfaConfiguration", default="OFF"),
            Prop("passwordPolicy", None, computed=True),
            Prop("tags", "UserPoolTags"),
            Prop("userPoolAddOns", computed=True),
            Prop("userPoolTier", computed=True),
            Prop("usernameAttributes", replace=True, unordered=True),
            Prop("usernameConfiguration", replace=True, computed=True),
        ),
        outputs_aws={
            "arn": "Arn",
            "name": "Name",
            "creationDate": "CreationDate",
            "lastModifiedDate": "LastModifiedDate",
            "domain": "Domain",
            "customDomain": "CustomDomain",
            "estimatedNumberOfUsers": "EstimatedNumberOfUsers",
        },
        outputs=_pool,
        adjust=_nest_password_policy,
        refusals=(rules.pool_tier,),
        before_delete=(rules.pool_without_domain, rules.pool_unprotected),
        gone=_GONE,
        unsupported=dict.fromkeys(
            (
                "deviceConfiguration",
                "emailConfiguration",
                "emailMfaConfiguration",
                "emailVerificationMessage",
                "emailVerificationSubject",
                "lambdaConfig",
                "schemas",
                "signInPolicy",
                "smsAuthenticationMessage",
                "smsConfiguration",
                "smsVerificationMessage",
                "softwareTokenMfaConfiguration",
                "userAttributeUpdateSettings",
                "verificationMessageTemplate",
                "webAuthnConfiguration",
            ),
            _NO_USERS,
        ),
    ),
    Row(
        pulumi_type="aws:cognito/userPoolDomain:UserPoolDomain",
        service="cognito-idp",
        create="CreateUserPoolDomain",
        read="DescribeUserPoolDomain",
        read_result="DomainDescription",
        find=_find_domain,
        delete="DeleteUserPoolDomain",
        update=(Update("UpdateUserPoolDomain"),),
        id="{domain}",
        keys=("domain", "userPoolId"),
        props=(
            # botocore has the form of a prefix only, not that of a domain name.
            Prop("domain", replace=True, free=True),
            Prop("userPoolId", replace=True),
            Prop("certificateArn", None),
            Prop("managedLoginVersion", computed=True),
        ),
        outputs_aws={"awsAccountId": "AWSAccountId", "version": "Version"},
        outputs=_domain,
        adjust=_domain_certificate,
        checks=(rules.domain,),
        gone=_GONE,
    ),
    Row(
        pulumi_type="aws:cognito/resourceServer:ResourceServer",
        service="cognito-idp",
        create="CreateResourceServer",
        read="DescribeResourceServer",
        read_result="ResourceServer",
        delete="DeleteResourceServer",
        update=(Update("UpdateResourceServer"),),
        id="{userPoolId}|{identifier}",
        keys=("userPoolId", "identifier"),
        auto_name=AutoName(limit=256),
        props=(
            Prop("identifier", replace=True),
            Prop("userPoolId", replace=True),
            Prop("name"),
            Prop("scopes", unordered=True),
        ),
        outputs=_scope_identifiers,
        moves={"scopes": ("scopeIdentifiers",)},
        checks=(rules.unique_scopes,),
        gone=_GONE,
    ),
    Row(
        pulumi_type="aws:cognito/userPoolClient:UserPoolClient",
        service="cognito-idp",
        create="CreateUserPoolClient",
        read="DescribeUserPoolClient",
        read_result="UserPoolClient",
        delete="DeleteUserPoolClient",
        update=(Update("UpdateUserPoolClient"),),
        created={"id": "UserPoolClient.ClientId"},
        id_member="ClientId",
        import_id="{userPoolId}/{id}",
        keys=("userPoolId",),
        auto_name=AutoName(limit=128),
        props=(
            Prop("userPoolId", replace=True),
            Prop("name", "ClientName"),
            Prop("generateSecret", replace=True, unread=True),
            Prop("accessTokenValidity", computed=True),
            Prop("idTokenValidity", computed=True),
            Prop("refreshTokenValidity", computed=True),
            Prop("tokenValidityUnits", computed=True),
            Prop("allowedOauthFlows", computed=True, unordered=True),
            Prop("allowedOauthFlowsUserPoolClient", computed=True),
            Prop("allowedOauthScopes", computed=True, unordered=True),
            Prop("authSessionValidity", computed=True),
            Prop("callbackUrls", computed=True, unordered=True),
            Prop("defaultRedirectUri", computed=True),
            Prop("enablePropagateAdditionalUserContextData", computed=True),
            Prop("enableTokenRevocation", computed=True),
            Prop("explicitAuthFlows", computed=True, unordered=True),
            Prop("logoutUrls", computed=True, unordered=True),
            Prop("preventUserExistenceErrors", computed=True),
            Prop("readAttributes", computed=True, unordered=True),
            Prop("supportedIdentityProviders", computed=True, unordered=True),
            Prop("writeAttributes", computed=True, unordered=True),
        ),
        outputs_aws={"clientSecret": "ClientSecret"},
        checks=(rules.client_flows, rules.client_lifetimes),
        refusals=(rules.client_scopes_exist,),
        gone=_GONE,
        unsupported={
            "analyticsConfiguration": "there is no Pinpoint in the sandbox.",
            "refreshTokenRotation": "machine clients have no refresh tokens.",
        },
    ),
)
