"""One case for each type of API Gateway."""

from __future__ import annotations

import json

from tests.sandbox.provider.case import Case
from tests.sandbox.provider.conftest import World
from tests.sandbox.provider.engineless import Resource


def _policy(world: World, action: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": action,
        "Resource": f"{world.api['executionArn']}/*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _of_api(resource: Resource) -> str:
    return f"{resource['restApi']}/{resource.id}"


CASES = (
    Case(
        "aws:apigateway/restApi:RestApi",
        lambda _: {"description": "an API", "tags": {"a": "b"}, "minimumCompressionSize": "0"},
        lambda w: {
            "name": f"renamed-{w.mark}",
            "tags": {"a": "c"},
            "binaryMediaTypes": ["image/png"],
            "minimumCompressionSize": "1024",
            "disableExecuteApiEndpoint": True,
        },
    ),
    Case(
        "aws:apigateway/restApiPolicy:RestApiPolicy",
        lambda w: {"restApiId": w.api.id, "policy": _policy(w, "execute-api:Invoke")},
        lambda w: {"policy": _policy(w, "execute-api:*")},
    ),
    Case(
        "aws:apigateway/resource:Resource",
        lambda w: {
            "restApi": w.api.id,
            "parentId": w.api["rootResourceId"],
            "pathPart": "things",
        },
        lambda _: {"pathPart": "{thing}"},
        import_id=_of_api,
    ),
    Case(
        "aws:apigateway/authorizer:Authorizer",
        lambda w: {
            "restApi": w.api.id,
            "type": "COGNITO_USER_POOLS",
            "providerArns": [w.pool["arn"]],
        },
        lambda _: {
            "authorizerResultTtlInSeconds": 60,
            "identitySource": "method.request.header.X",
        },
        import_id=_of_api,
    ),
    Case(
        "aws:apigateway/response:Response",
        lambda w: {
            "restApiId": w.api.id,
            "responseType": "UNAUTHORIZED",
            "responseTemplates": {"application/json": "{}"},
            "responseParameters": {"gatewayresponse.header.X": "'a'"},
        },
        lambda _: {
            "statusCode": "403",
            "responseParameters": {"gatewayresponse.header.Y": "'a'"},
        },
        lambda _: {"responseType": "THROTTLED"},
        lambda r: f"{r['restApiId']}/{r['responseType']}",
    ),
    Case(
        "aws:apigateway/requestValidator:RequestValidator",
        lambda w: {"restApi": w.api.id, "validateRequestBody": True},
        lambda _: {"validateRequestBody": False, "validateRequestParameters": True},
        import_id=_of_api,
    ),
    Case(
        "aws:apigateway/model:Model",
        lambda w: {
            "restApi": w.api.id,
            "contentType": "application/json",
            "schema": '{"type": "object"}',
        },
        lambda _: {"schema": '{"type":"array"}', "description": "a list"},
        lambda _: {"contentType": "application/xml"},
        lambda r: f"{r['restApi']}/{r['name']}",
    ),
    Case(
        "aws:apigateway/account:Account",
        lambda w: {"cloudwatchRoleArn": w.role["arn"]},
        lambda _: {"cloudwatchRoleArn": None},
        stays=True,
    ),
    Case(
        "aws:apigateway/method:Method",
        lambda w: {
            "restApi": w.api.id,
            "resourceId": w.resource.id,
            "httpMethod": "POST",
            "authorization": "COGNITO_USER_POOLS",
            "authorizerId": w.authorizer.id,
            "authorizationScopes": ["com.test/read", "com.test/write"],
            "requestParameters": {"method.request.header.A": True},
        },
        lambda _: {
            "authorizationScopes": ["com.test/write"],
            "apiKeyRequired": True,
            "requestParameters": {"method.request.header.A": False},
        },
        lambda _: {"httpMethod": "PUT"},
        lambda r: f"{r['restApi']}/{r['resourceId']}/{r['httpMethod']}",
    ),
    Case(
        "aws:apigateway/methodResponse:MethodResponse",
        lambda w: {
            **w.of_method,
            "statusCode": "200",
            "responseParameters": {"method.response.header.A": True},
        },
        lambda _: {"responseModels": {"application/json": "Empty"}, "responseParameters": None},
        lambda _: {"statusCode": "201"},
        lambda r: f"{r['restApi']}/{r['resourceId']}/{r['httpMethod']}/{r['statusCode']}",
    ),
    Case(
        "aws:apigateway/integration:Integration",
        lambda w: {
            **w.of_method,
            "type": "HTTP_PROXY",
            "integrationHttpMethod": "GET",
            "uri": "http://127.0.0.1:9/a",
        },
        lambda _: {
            "uri": "http://127.0.0.1:9/{id}",
            "timeoutMilliseconds": 5000,
            "requestParameters": {"integration.request.path.id": "method.request.path.id"},
        },
        lambda _: {"integrationHttpMethod": "POST"},
        lambda r: f"{r['restApi']}/{r['resourceId']}/{r['httpMethod']}",
    ),
    Case(
        "aws:apigateway/integrationResponse:IntegrationResponse",
        lambda w: {
            **{name: w.response[name] for name in ("restApi", "resourceId", "httpMethod")},
            "statusCode": str(w.integration["type"] == "MOCK" and 200),
            "responseTemplates": {"application/json": "{}"},
        },
        lambda _: {"responseTemplates": {"application/json": "[]"}, "selectionPattern": "2.."},
        import_id=lambda r: f"{r['restApi']}/{r['resourceId']}/{r['httpMethod']}/200",
    ),
    Case(
        "aws:apigateway/deployment:Deployment",
        lambda w: {"restApi": w.integration["restApi"], "triggers": {"hash": "1"}},
        lambda _: {"description": "second"},
        lambda _: {"triggers": {"hash": "2"}},
        import_id=_of_api,
        not_imported=frozenset({"triggers"}),
    ),
    Case(
        "aws:apigateway/stage:Stage",
        lambda w: {
            "restApi": w.api.id,
            "deployment": w.deployment.id,
            "stageName": "test",
            "tags": {"a": "b"},
            "accessLogSettings": {"destinationArn": w.group["arn"], "format": "$context.requestId"},
        },
        lambda w: {
            "deployment": w.pulumi.create(
                "aws:apigateway/deployment:Deployment", "second", restApi=w.api.id
            ).id,
            "tags": {"a": "c"},
            "variables": {"color": "red"},
            "xrayTracingEnabled": True,
            "accessLogSettings": None,
        },
        lambda _: {"stageName": "other"},
        lambda r: f"{r['restApi']}/{r['stageName']}",
    ),
    Case(
        "aws:apigateway/methodSettings:MethodSettings",
        lambda w: {
            "restApi": w.stage["restApi"],
            "stageName": "dev",
            "methodPath": "*/*",
            "settings": {"throttlingRateLimit": 10.5, "throttlingBurstLimit": 5},
        },
        lambda _: {"settings": {"throttlingRateLimit": 20, "metricsEnabled": True}},
        lambda _: {"methodPath": "tests/GET"},
        lambda r: f"{r['restApi']}/{r['stageName']}/{r['methodPath']}",
        frozenset({"settings"}),
    ),
    Case(
        "aws:apigateway/domainName:DomainName",
        lambda w: {
            "domainName": f"a{w.mark}.example.com",
            "regionalCertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/a",
            "endpointConfiguration": {"types": "REGIONAL"},
        },
        lambda _: {"regionalCertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/b"},
        lambda w: {"domainName": f"b{w.mark}.example.com"},
    ),
    Case(
        "aws:apigateway/basePathMapping:BasePathMapping",
        lambda w: {"domainName": w.domain.id, "restApi": w.api.id, "basePath": "v1"},
        lambda w: {"stageName": w.stage["stageName"]},
        lambda _: {"basePath": "v2"},
    ),
)
