"""The functions, and what a program reads from the resources they find."""

from __future__ import annotations

import json

import pytest

from sandbox.provider import functions, schema
from sandbox.provider.errors import ProviderError
from tests.sandbox.provider.conftest import World
from tests.sandbox.provider.engineless import Engineless, RefusedError


def test_who_and_where(pulumi: Engineless) -> None:
    caller = pulumi.invoke("aws:index/getCallerIdentity:getCallerIdentity")
    assert caller["accountId"] == pulumi.provider.engine.aws.account
    assert pulumi.invoke("aws:index/getRegion:getRegion")["region"] == "us-east-1"
    assert pulumi.invoke("aws:index/getPartition:getPartition")["partition"] == "aws"


def test_every_function_is_one_of_the_sdk() -> None:
    for token in functions.FUNCTIONS:
        assert schema.function_arguments(token) is not None


def test_a_policy_document(pulumi: Engineless) -> None:
    answer = pulumi.invoke(
        "aws:iam/getPolicyDocument:getPolicyDocument",
        statements=[
            {
                "sid": "a",
                "actions": ["sts:AssumeRole"],
                "principals": [{"type": "Service", "identifiers": ["lambda.amazonaws.com"]}],
                "conditions": [
                    {"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["1"]}
                ],
            },
            {"effect": "Deny", "notActions": ["a:b", "c:d"], "resources": ["*"]},
        ],
    )
    assert json.loads(answer["json"]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "a",
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Condition": {"StringEquals": {"aws:SourceAccount": "1"}},
            },
            {"Effect": "Deny", "NotAction": ["c:d", "a:b"], "Resource": "*"},
        ],
    }
    assert json.loads(answer["minifiedJson"]) == json.loads(answer["json"])


def test_what_is_there_already(pulumi: Engineless, world: World) -> None:
    pool = pulumi.invoke("aws:cognito/getUserPool:getUserPool", userPoolId=world.pool.id)
    assert pool["arn"] == world.pool["arn"]
    found = pulumi.invoke("aws:cognito/getUserPools:getUserPools", name=world.pool["name"])
    assert found["ids"] == [world.pool.id]
    assert found["arns"] == [world.pool["arn"]]
    function = pulumi.invoke("aws:lambda/getFunction:getFunction", functionName=world.function.id)
    assert function["invokeArn"] == world.function["invokeArn"]
    api = pulumi.invoke("aws:apigateway/getRestApi:getRestApi", name=world.api["name"])
    assert api["rootResourceId"] == world.api["rootResourceId"]
    role = pulumi.invoke("aws:iam/getRole:getRole", name=world.role.id)
    assert role["arn"] == world.role["arn"]


def test_what_is_not_there_or_not_known(pulumi: Engineless) -> None:
    with pytest.raises(ProviderError, match="there is no aws:cognito/userPool:UserPool with the"):
        pulumi.invoke("aws:cognito/getUserPool:getUserPool", userPoolId="us-east-1_nowhere")
    with pytest.raises(ProviderError, match="does not know the function aws:s3/getBucket:getBuck"):
        pulumi.invoke("aws:s3/getBucket:getBucket", bucket="a")
    with pytest.raises(RefusedError, match="takes no colour"):
        pulumi.invoke("aws:index/getRegion:getRegion", colour="red")


def test_outputs_are_of_aws_own_shape(pulumi: Engineless, world: World) -> None:
    aws = pulumi.provider.engine.aws
    account, api, stage, function = aws.account, world.api, world.stage, world.function
    assert api["arn"] == f"arn:aws:apigateway:us-east-1::/restapis/{api.id}"
    assert api["executionArn"] == f"arn:aws:execute-api:us-east-1:{account}:{api.id}"
    assert stage["executionArn"] == f"{api['executionArn']}/dev"
    assert stage["invokeUrl"] == f"{aws.url}/_aws/execute-api/{api.id}/dev"
    assert function["invokeArn"] == (
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
        f"arn:aws:lambda:us-east-1:{account}:function:{function.id}/invocations"
    )
    assert function["qualifiedArn"] == f"{function['arn']}:$LATEST"
    assert world.pool["endpoint"].endswith(f"/{world.pool.id}")
    assert world.resource["path"] == "/tests"
    assert world.server["scopeIdentifiers"] == ["com.test/read", "com.test/write"]
    published = pulumi.create(
        "aws:lambda/function:Function", "published", **world.of_function, publish=True
    )
    assert published["version"] == "1"
    assert published["qualifiedArn"] == f"{published['arn']}:1"
