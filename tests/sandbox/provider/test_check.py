"""What `check` refuses, fills in and keeps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pulumi.provider.experimental import provider as api
from pulumi.runtime import rpc

from sandbox.provider import values
from sandbox.provider.errors import ProviderError
from sandbox.provider.values import UNKNOWN
from tests.sandbox.provider.engineless import Engineless, RefusedError

METHOD = "aws:apigateway/method:Method"
CLIENT = "aws:cognito/userPoolClient:UserPoolClient"
FUNCTION = "aws:lambda/function:Function"


def _faults(pulumi: Engineless, kind: str, **inputs: Any) -> dict[str, str]:
    with pytest.raises(RefusedError) as refused:
        pulumi.check(kind, "it", inputs)
    return refused.value.faults


def _method(**inputs: Any) -> dict[str, Any]:
    return {
        "restApi": "a", "resourceId": "b", "httpMethod": "GET", "authorization": "NONE", **inputs,
    }  # fmt: skip


def _client(**inputs: Any) -> dict[str, Any]:
    return {
        "userPoolId": "us-east-1_a",
        "generateSecret": True,
        "allowedOauthFlows": ["client_credentials"],
        "allowedOauthScopes": ["com.test/read"],
        **inputs,
    }


def test_an_unknown_type_is_named_with_its_nearest(pulumi: Engineless) -> None:
    with pytest.raises(ProviderError) as refused:
        pulumi.check("aws:cognito/userPol:UserPol", "it", {})
    message = str(refused.value)
    assert message.startswith(
        'aws:cognito/userPol:UserPol "it": the sandbox does not know this type. '
        "Did you mean aws:cognito/userPool:UserPool"
    )
    assert "It knows: aws:apigateway/account:Account, " in message


def test_an_unknown_property_is_named_with_its_nearest(pulumi: Engineless) -> None:
    assert _faults(pulumi, METHOD, **_method(authorizationScope=[])) == {
        "authorizationScope": f"is not a property of {METHOD}. Did you mean authorizationScopes or "
        "authorization or authorizerId?"
    }


def test_a_property_that_the_sandbox_does_not_take_says_why(pulumi: Engineless) -> None:
    assert _faults(pulumi, "aws:apigateway/restApi:RestApi", body="{}") == {
        "body": "is not known to the sandbox: APIs are made of resources and methods here, not of "
        "an OpenAPI body."
    }


def test_what_is_missing_is_named_all_at_once(pulumi: Engineless) -> None:
    assert _faults(pulumi, METHOD, httpMethod="GET", restApi="a") == {
        "authorization": f"is missing. {METHOD} needs it.",
        "resourceId": f"is missing. {METHOD} needs it.",
    }


@pytest.mark.parametrize(
    ("inputs", "place", "reason"),
    [
        ({"authorizationScopes": "a/b"}, "authorizationScopes",
         "is a string; it takes a list of strings."),
        ({"authorizationScopes": ["a/b", 1]}, "authorizationScopes[1]",
         "is a number; it takes a string."),
        ({"apiKeyRequired": "yes"}, "apiKeyRequired", "is a string; it takes a boolean."),
        ({"requestParameters": {"method.request.path.a": "true"}},
         "requestParameters.method.request.path.a", "is a string; it takes a boolean."),
        ({"requestModels": []}, "requestModels", "is a list; it takes a map."),
    ],
)  # fmt: skip
def test_a_wrong_type_is_named_with_its_place(
    pulumi: Engineless, inputs: dict[str, Any], place: str, reason: str
) -> None:
    assert _faults(pulumi, METHOD, **_method(**inputs)) == {place: reason}


def test_fields_of_objects_are_checked_too(pulumi: Engineless) -> None:
    faults = _faults(
        pulumi,
        "aws:cognito/resourceServer:ResourceServer",
        userPoolId="a",
        identifier="b",
        scopes=[{"scopeName": "read"}, {"scopeNam": "x", "scopeDescription": "", "scopeName": "y"}],
    )
    assert faults == {
        "scopes[0].scopeDescription": "is missing.",
        "scopes[1].scopeNam": "is not known. Did you mean scopeName?",
    }


@pytest.mark.parametrize(
    ("kind", "inputs", "place", "reason"),
    [
        (METHOD, _method(authorization="COGNITO_USER_POOLS"), "authorizerId",
         "BadRequestException: Invalid authorizer ID specified."),
        (METHOD, _method(authorization="CUSTOM"), "authorizerId",
         "BadRequestException: Invalid authorizer ID specified."),
        (METHOD, _method(authorization="COGNITO"), "authorization",
         "BadRequestException: Invalid authorization type specified: 'COGNITO'."),
        (METHOD, _method(httpMethod="get"), "httpMethod",
         "BadRequestException: Invalid HttpMethod specified: 'get'."),
        (CLIENT, _client(generateSecret=False), "generateSecret",
         ("InvalidOAuthFlowException: client_credentials flow can not be selected if client does "
         "not have a client secret.")),
        (CLIENT, _client(allowedOauthFlows=["client_credentials", "code"],
                         callbackUrls=["https://a.example"]), "allowedOauthFlows",
         ("InvalidOAuthFlowException: client_credentials flow can not be selected along with code "
         "flow or implicit flow.")),
        (CLIENT, _client(allowedOauthScopes=[]), "allowedOauthScopes",
         "InvalidParameterException: AllowedOAuthFlows and AllowedOAuthScopes are required"),
        (CLIENT, _client(allowedOauthScopes=["openid"]), "allowedOauthScopes[0]",
         "InvalidParameterException: openid is not supported with client_credentials flow."),
        (CLIENT, _client(allowedOauthScopes=[f"a/{n}" for n in range(51)]), "allowedOauthScopes",
         "InvalidParameterException: has 51 items; AWS takes at most 50."),
        (CLIENT, _client(accessTokenValidity=299, tokenValidityUnits={"accessToken": "seconds"}),
         "accessTokenValidity", ("InvalidParameterException: Invalid range for token validity: 299 "
         "seconds; it must be between 5 minutes and 24 hours.")),
        (CLIENT, _client(accessTokenValidity=25), "accessTokenValidity",
         "InvalidParameterException: Invalid range for token validity: 25 hours;"),
        (CLIENT, _client(tokenValidityUnits={"accessToken": "weeks"}),
         "tokenValidityUnits.accessToken",
         "InvalidParameterException: is 'weeks'; AWS takes seconds, minutes, hours, days."),
        ("aws:cognito/resourceServer:ResourceServer",
         {"userPoolId": "us-east-1_a", "identifier": "b",
          "scopes": [{"scopeName": f"s{n}", "scopeDescription": "d"} for n in range(101)]},
         "scopes", "InvalidParameterException: has 101 items; AWS takes at most 100."),
        ("aws:cognito/resourceServer:ResourceServer",
         {"userPoolId": "us-east-1_a", "identifier": "b",
          "scopes": [{"scopeName": "a/b", "scopeDescription": "d"}]},
         "scopes[0].scopeName", "InvalidParameterException: is not of the form "),
        ("aws:cognito/resourceServer:ResourceServer",
         {"userPoolId": "us-east-1_a", "identifier": "b",
          "scopes": [{"scopeName": "a", "scopeDescription": "d"}] * 2},
         "scopes[1].scopeName", "InvalidParameterException: the scope 'a' is there twice."),
        ("aws:cognito/userPoolDomain:UserPoolDomain",
         {"userPoolId": "us-east-1_a", "domain": "my-cognito"}, "domain",
         "InvalidParameterException: a prefix may not contain 'cognito'."),
        ("aws:cognito/userPoolDomain:UserPoolDomain",
         {"userPoolId": "us-east-1_a", "domain": "auth.example.com"}, "domain",
         "InvalidParameterException: 'auth.example.com' is a custom domain: it needs"),
        ("aws:apigateway/resource:Resource",
         {"restApi": "a", "parentId": "b", "pathPart": "a/b"}, "pathPart",
         "BadRequestException: Resource's path part only allow"),
        ("aws:apigateway/authorizer:Authorizer", {"restApi": "a", "type": "COGNITO_USER_POOLS"},
         "providerArns", "BadRequestException: a COGNITO_USER_POOLS authorizer needs the ARN"),
        ("aws:apigateway/authorizer:Authorizer", {"restApi": "a"}, "authorizerUri",
         "BadRequestException: a TOKEN authorizer needs the URI of its function."),
        ("aws:apigateway/authorizer:Authorizer",
         {"restApi": "a", "authorizerUri": "u", "authorizerResultTtlInSeconds": 3601},
         "authorizerResultTtlInSeconds", "BadRequestException: is 3601; AWS takes 0 to 3600"),
        ("aws:apigateway/integration:Integration",
         {"restApi": "a", "resourceId": "b", "httpMethod": "GET", "type": "AWS_PROXY",
          "integrationHttpMethod": "POST", "uri": "arn:aws:lambda:us-east-1:1:function:f"}, "uri",
         "BadRequestException: AWS ARN for integration must contain path or action;"),
        ("aws:apigateway/integration:Integration",
         {"restApi": "a", "resourceId": "b", "httpMethod": "GET", "type": "HTTP_PROXY",
          "uri": "http://a"}, "integrationHttpMethod",
         "BadRequestException: Enumeration value for HttpMethod must be non-empty:"),
        ("aws:apigateway/integration:Integration",
         {"restApi": "a", "resourceId": "b", "httpMethod": "GET", "type": "FTP"}, "type",
         "BadRequestException: is 'FTP'; AWS takes HTTP, AWS, MOCK, HTTP_PROXY, AWS_PROXY."),
        ("aws:apigateway/stage:Stage", {"restApi": "a", "deployment": "b", "stageName": "a.b"},
         "stageName", "BadRequestException: Stage name only allows a-zA-Z0-9_-"),
        ("aws:apigateway/methodSettings:MethodSettings",
         {"restApi": "a", "stageName": "b", "methodPath": "/a/GET", "settings": {}}, "methodPath",
         "BadRequestException: Invalid method setting path: '/a/GET'."),
        ("aws:apigateway/model:Model",
         {"restApi": "a", "name": "a-b", "contentType": "application/json"}, "name",
         "BadRequestException: Model name must be alphanumeric: a-b"),
        ("aws:apigateway/model:Model",
         {"restApi": "a", "contentType": "application/json", "schema": "{"}, "schema",
         "BadRequestException: Invalid model schema specified: not JSON:"),
        ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 2}, "retentionInDays",
         "InvalidParameterException: is 2; AWS takes 1, 3, 5,"),
        ("aws:iam/role:Role", {"assumeRolePolicy": "{}"}, "assumeRolePolicy",
         "MalformedPolicyDocument: Syntax errors in policy: it has no Statement."),
        ("aws:iam/rolePolicy:RolePolicy",
         {"role": "a", "policy": '{"Statement": [{"Effect": "Allow", "Action": "*"}]}'},
         "policy.Statement[0]",
         "MalformedPolicyDocument: Policy statement must contain Resource."),
        ("aws:secretsmanager/secret:Secret", {"recoveryWindowInDays": 3}, "recoveryWindowInDays",
         "InvalidParameterException: is 3; AWS takes 7 to 30 days, or 0 to delete at once."),
    ],
)  # fmt: skip
def test_what_aws_would_refuse_is_refused_with_its_name(
    pulumi: Engineless, kind: str, inputs: dict[str, Any], place: str, reason: str
) -> None:
    faults = _faults(pulumi, kind, **inputs)
    assert list(faults) == [place]
    assert faults[place].startswith(reason)


def test_what_is_unknown_is_not_judged(pulumi: Engineless) -> None:
    unknown = rpc.UNKNOWN
    inputs = pulumi.check(
        METHOD,
        "it",
        _method(
            authorization="COGNITO_USER_POOLS", authorizerId=unknown, authorizationScopes=[unknown]
        ),
    )
    assert inputs["authorizerId"] is UNKNOWN
    assert inputs["authorizationScopes"] == [UNKNOWN]
    assert pulumi.check(CLIENT, "it", _client(allowedOauthScopes=unknown))


def test_a_function_needs_code_handler_and_runtime(pulumi: Engineless) -> None:
    faults = _faults(pulumi, FUNCTION, role="arn:aws:iam::111122223333:role/a")
    assert set(faults) == {"code", "handler", "runtime"}
    assert faults["code"].endswith("is missing: a function of packageType Zip needs it.")


def test_code_that_is_not_there_is_named(pulumi: Engineless, tmp_path: Path) -> None:
    inputs = {
        "role": "arn:aws:iam::111122223333:role/a", "handler": "a.b", "runtime": "python3.12",
    }  # fmt: skip
    missing = tmp_path / "nowhere"
    faults = _faults(pulumi, FUNCTION, **inputs, code={"kind": "archive", "path": str(missing)})
    assert faults["code"].startswith(f"there is no file or folder {missing}.")
    (tmp_path / "empty").mkdir()
    faults = _faults(
        pulumi, FUNCTION, **inputs, code={"kind": "archive", "path": str(tmp_path / "empty")}
    )
    assert faults["code"] == f"the folder {tmp_path / 'empty'} holds no file."
    faults = _faults(pulumi, FUNCTION, **inputs, code={"kind": "archive", "uri": "https://a.b"})
    assert faults["code"] == "the sandbox takes code from files and folders, not from a URI."


def test_a_secret_is_not_in_a_fault(pulumi: Engineless) -> None:
    hidden = "hush/hush"
    new = {
        "restApi": values.wrap("a"),
        "parentId": values.wrap("b"),
        "pathPart": values.wrap(hidden, secret=True),
    }
    answer = pulumi._run(
        pulumi.provider.check(
            api.CheckRequest(
                "urn:pulumi:s::p::aws:apigateway/resource:Resource::it", {}, new, b"1" * 32
            )
        )
    )
    (fault,) = answer.failures
    assert fault.property == "pathPart"
    assert hidden not in fault.reason
    assert "[secret]" in fault.reason
    assert answer.inputs["pathPart"].is_secret


def test_a_made_up_name_stays_and_a_given_one_wins(pulumi: Engineless) -> None:
    kind = "aws:cloudwatch/logGroup:LogGroup"
    first = pulumi.check(kind, "it", {})
    assert first["name"] == "it-0101010"
    assert first["__defaults"] == ["name", "retentionInDays"]
    assert pulumi.check(kind, "it", {}, {**first, "name": "it-abcdef0"})["name"] == "it-abcdef0"
    assert pulumi.check(kind, "it", {"name": "mine"}, first)["name"] == "mine"
    # Not made up then: so made up now.
    assert pulumi.check(kind, "it", {}, {"name": "mine"})["name"] == "it-0101010"
    assert pulumi.check(kind, "it", {"namePrefix": "p-"})["name"] == "p-0101010"


def test_defaults_are_those_of_the_aws_provider(pulumi: Engineless) -> None:
    inputs = pulumi.check(METHOD, "it", _method())
    assert inputs["apiKeyRequired"] is False


def test_a_document_may_be_a_map(pulumi: Engineless) -> None:
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"}
    kind, document = "aws:iam/role:Role", {"Statement": [statement]}
    inputs = pulumi.check(kind, "it", {"assumeRolePolicy": document})
    assert inputs["assumeRolePolicy"] == json.dumps(document)
    statement["Principal"] = rpc.UNKNOWN
    assert pulumi.check(kind, "it", {"assumeRolePolicy": document})["assumeRolePolicy"] is UNKNOWN
