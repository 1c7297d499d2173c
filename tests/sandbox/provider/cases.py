"""One case for each type that the sandbox knows."""

from __future__ import annotations

from tests.sandbox.provider import cases_apigateway
from tests.sandbox.provider.case import Case
from tests.sandbox.provider.conftest import TRUST

CASES = (
    *cases_apigateway.CASES,
    Case(
        "aws:cognito/userPool:UserPool",
        lambda _: {
            "tags": {"a": "b"},
            "adminCreateUserConfig": {"allowAdminCreateUserOnly": True},
            "passwordPolicy": {"minimumLength": 12},
            "userPoolTier": "ESSENTIALS",
        },
        lambda _: {
            "tags": {"c": "d"},
            "deletionProtection": "INACTIVE",
            "passwordPolicy": {"minimumLength": 14},
        },
        lambda _: {"usernameAttributes": ["email"]},
    ),
    Case(
        "aws:cognito/userPoolDomain:UserPoolDomain",
        lambda w: {"userPoolId": w.pool.id, "domain": f"p{w.mark}"},
        lambda _: {"managedLoginVersion": 2},
        lambda w: {"domain": f"q{w.mark}"},
        not_imported=frozenset({"certificateArn"}),
    ),
    Case(
        "aws:cognito/resourceServer:ResourceServer",
        lambda w: {
            "userPoolId": w.pool.id,
            "identifier": "com.other",
            "scopes": [{"scopeName": "a", "scopeDescription": "A"}],
        },
        lambda _: {
            "scopes": [
                {"scopeName": "b", "scopeDescription": "B"},
                {"scopeName": "a", "scopeDescription": "A"},
            ]
        },
        lambda _: {"identifier": "com.third"},
    ),
    Case(
        "aws:cognito/userPoolClient:UserPoolClient",
        lambda w: {
            "userPoolId": w.server["userPoolId"],
            "generateSecret": True,
            "allowedOauthFlows": ["client_credentials"],
            "allowedOauthFlowsUserPoolClient": True,
            "allowedOauthScopes": ["com.test/read"],
            "accessTokenValidity": 3600,
            "tokenValidityUnits": {"accessToken": "seconds"},
        },
        lambda _: {
            "allowedOauthScopes": ["com.test/write", "com.test/read"],
            "accessTokenValidity": 300,
        },
        lambda _: {"generateSecret": False, "allowedOauthFlows": []},
        lambda r: f"{r['userPoolId']}/{r.id}",
        frozenset({"generateSecret"}),
    ),
    Case(
        "aws:lambda/function:Function",
        lambda w: {
            **w.of_function,
            "environment": {"variables": {"A": "1"}},
            "tags": {"a": "b"},
        },
        lambda w: {
            "code": w.code("def handler(event, context): return {'new': 1}\n"),
            "environment": {"variables": {"B": "1"}},
            "timeout": 10,
            "tags": None,
            "reservedConcurrentExecutions": 1,
        },
        lambda w: {"name": f"renamed-{w.mark}"},
        not_imported=frozenset({"code"}),
    ),
    Case(
        "aws:lambda/alias:Alias",
        lambda w: {"functionName": w.function.id, "functionVersion": "$LATEST"},
        lambda _: {"description": "the one in use"},
        lambda _: {"name": "renamed"},
        lambda r: f"{r['functionName']}/{r['name']}",
    ),
    Case(
        "aws:lambda/permission:Permission",
        lambda w: {
            "function": w.function.id,
            "action": "lambda:InvokeFunction",
            "principal": "apigateway.amazonaws.com",
            "sourceArn": f"{w.api['executionArn']}/*",
        },
        None,
        lambda w: {"sourceArn": f"{w.api['executionArn']}/*/GET"},
        lambda r: f"{r['function']}/{r.id}",
    ),
    Case(
        "aws:iam/role:Role",
        lambda _: {"assumeRolePolicy": TRUST, "tags": {"a": "b"}},
        lambda _: {
            "assumeRolePolicy": TRUST.replace("lambda", "apigateway"),
            "description": "a role",
            "maxSessionDuration": 7200,
            "tags": {"c": "d"},
        },
        lambda _: {"path": "/team/"},
        not_imported=frozenset({"forceDetachPolicies"}),
    ),
    Case(
        "aws:iam/rolePolicy:RolePolicy",
        lambda w: {"role": w.role.id, "policy": w.allow("logs:*")},
        lambda w: {"policy": w.allow("s3:*")},
        lambda _: {"name": "renamed"},
    ),
    Case(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        lambda w: {"role": w.role.id, "policyArn": w.policy["arn"]},
        None,
        lambda _: {"policyArn": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"},
    ),
    Case(
        "aws:iam/policy:Policy",
        lambda w: {"policy": w.allow("logs:*"), "tags": {"a": "b"}},
        lambda w: {"policy": w.allow("s3:*"), "tags": {"a": "c"}},
        lambda _: {"description": "said later"},
    ),
    Case(
        "aws:cloudwatch/logGroup:LogGroup",
        lambda _: {"retentionInDays": 7, "tags": {"a": "b"}},
        lambda _: {"retentionInDays": None, "tags": {"c": "d"}},
        lambda w: {"name": f"renamed-{w.mark}"},
    ),
    Case(
        "aws:secretsmanager/secret:Secret",
        lambda _: {"description": "a", "recoveryWindowInDays": 0, "tags": {"a": "b"}},
        lambda _: {"description": "b", "tags": {"a": "c"}},
        lambda w: {"name": f"renamed-{w.mark}"},
        not_imported=frozenset({"recoveryWindowInDays"}),
    ),
    Case(
        "aws:secretsmanager/secretVersion:SecretVersion",
        lambda w: {"secretId": w.secret.id, "secretString": "hush-hush"},
        None,
        lambda _: {"secretString": "hush-hush-2"},
        stays=True,  # a secret always has a current version
    ),
    Case(
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        lambda w: {"resourceArn": w.stage["arn"], "webAclArn": w.acl()},
        None,
        lambda w: {"webAclArn": w.acl()},
    ),
)
