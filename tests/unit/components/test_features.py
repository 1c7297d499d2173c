"""ScopedApi's features, one by one: what each registers, and its mistakes."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest
from scoped_api import ScopedApi

from tests.unit.components.api import args, only_mistake, route
from tests.unit.components.harness import ACCOUNT, REGION, Deployed, deploy


def api(**changes: Any) -> Deployed:
    return deploy(lambda: ScopedApi("orders", args(**changes)))


def test_cors_preflights_answer_themselves() -> None:
    cors = {"origin": "https://app.example.com", "headers": ["Authorization"], "max_age": 60}
    deployed = api(cors=cors, routes=[route(), route(method="POST"), route("ANY", "/x")])
    open_methods = [
        made
        for made in deployed.of_type("apigateway/method:Method")
        if made.inputs["authorization"] == "NONE"
    ]
    assert {made.name: made.inputs["httpMethod"] for made in open_methods} == {
        "orders-OPTIONS/orders": "OPTIONS",
        "orders-OPTIONS/x": "OPTIONS",
    }
    mock = deployed.one("apigateway/integration:Integration", "orders-OPTIONS/orders")
    assert mock.inputs["type"] == "MOCK"
    assert mock.inputs["requestTemplates"] == {"application/json": '{"statusCode": 204}'}
    response = deployed.one(
        "apigateway/integrationResponse:IntegrationResponse", "orders-OPTIONS/orders"
    )
    assert response.inputs["responseParameters"] == {
        "method.response.header.Access-Control-Allow-Origin": "'https://app.example.com'",
        "method.response.header.Access-Control-Allow-Methods": "'GET,OPTIONS,POST'",
        "method.response.header.Access-Control-Allow-Headers": "'Authorization'",
        "method.response.header.Access-Control-Max-Age": "'60'",
    }
    declared = deployed.one("apigateway/methodResponse:MethodResponse", "orders-OPTIONS/orders")
    assert (
        declared.inputs["responseParameters"].keys() == response.inputs["responseParameters"].keys()
    )
    every = deployed.one("apigateway/integrationResponse:IntegrationResponse", "orders-OPTIONS/x")
    allowed = "method.response.header.Access-Control-Allow-Methods"
    assert every.inputs["responseParameters"][allowed] == "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'"


def test_errors_are_json_with_cors_headers() -> None:
    deployed = api(cors={"origin": "*"}, error_body={"code": "$context.error.responseType"})
    responses = deployed.of_type("apigateway/response:Response")
    assert {made.inputs["responseType"] for made in responses} == {"DEFAULT_4XX", "DEFAULT_5XX"}
    for made in responses:
        assert made.inputs["responseTemplates"] == {
            "application/json": '{"code": "$context.error.responseType"}'
        }
        assert made.inputs["responseParameters"] == {
            "gatewayresponse.header.Access-Control-Allow-Origin": "'*'"
        }
        assert "statusCode" not in made.inputs


def test_a_message_with_quotes_in_it_is_still_json() -> None:
    deployed = api(error_body={"code": "E", "message": "$context.error.message"})
    for made in deployed.of_type("apigateway/response:Response"):
        template = made.inputs["responseTemplates"]["application/json"]
        # What API Gateway puts there is a JSON string, with its quotes.
        filled = template.replace("$context.error.messageString", json.dumps('no "token"'))
        assert json.loads(filled) == {"code": "E", "message": 'no "token"'}


def test_requests_are_validated_by_one_validator_a_kind_and_one_model_a_schema() -> None:
    schema = {"type": "object", "required": ["id"]}
    deployed = api(
        routes=[
            route("POST", "/a", body_schema=schema, required_parameters=["header.X-Id"]),
            route("POST", "/b", body_schema=schema),
            route("PUT", "/b", body_schema=schema),
            route("GET", "/b", required_parameters=["query.page", "query.size"]),
            route("GET", "/c"),
        ]
    )
    assert sorted(deployed.names("apigateway/requestValidator:RequestValidator")) == [
        "orders-body",
        "orders-body-parameters",
        "orders-parameters",
    ]
    model = deployed.one("apigateway/model:Model")
    assert json.loads(model.inputs["schema"]) == schema
    methods = {made.name: made.inputs for made in deployed.of_type("apigateway/method:Method")}
    assert methods["orders-POST/a"]["requestParameters"] == {"method.request.header.X-Id": True}
    assert methods["orders-POST/a"]["requestModels"] == {"application/json": model.inputs["name"]}
    assert methods["orders-POST/a"]["requestValidatorId"] == "orders-body-parameters-id"
    assert methods["orders-GET/b"]["requestParameters"] == {
        "method.request.querystring.page": True,
        "method.request.querystring.size": True,
    }
    assert methods["orders-GET/b"]["requestValidatorId"] == "orders-parameters-id"
    assert "requestValidatorId" not in methods["orders-GET/c"]


def limits(deployed: Deployed) -> dict[str, tuple[float, int]]:
    """The rate and burst of each method, by the stage's name for it."""
    return {
        made.inputs["methodPath"]: (
            made.inputs["settings"]["throttlingRateLimit"],
            made.inputs["settings"]["throttlingBurstLimit"],
        )
        for made in deployed.of_type("apigateway/methodSettings:MethodSettings")
    }


def test_throttling_of_the_stage_and_of_a_route() -> None:
    own = {"rate": 0.5, "burst": 1}
    deployed = api(
        throttle={"rate": 100, "burst": 20},
        routes=[route(path="/o/{id}", throttle=own), route(path="/", throttle=own), route()],
    )
    assert limits(deployed) == {"*/*": (100, 20), "~1o~1{id}/GET": (0.5, 1), "~1/GET": (0.5, 1)}


def test_any_method_is_throttled_but_for_those_that_are_routes_of_their_own() -> None:
    own = {"rate": 2, "burst": 3}
    deployed = api(routes=[route("ANY", throttle=own), route("GET")], cors={"origin": "*"})
    verbs = ("POST", "PUT", "PATCH", "DELETE", "HEAD")
    assert limits(deployed) == {f"~1orders/{verb}": (2, 3) for verb in verbs}


@pytest.mark.parametrize(
    ("throttle", "usual"), [(None, (10_000, 5_000)), ({"rate": 9, "burst": 8}, (9, 8))]
)
def test_what_is_no_route_is_refused(throttle: Any, usual: tuple[int, int]) -> None:
    deployed = api(
        refuse_others=True,
        throttle=throttle,
        cors={"origin": "*"},
        routes=[route(), route("POST", throttle={"rate": 1, "burst": 2})],
    )
    assert limits(deployed) == {
        "*/*": (0, 0),
        "~1orders/GET": usual,
        "~1orders/POST": (1, 2),
        "~1orders/OPTIONS": usual,
    }
    every = deployed.one("apigateway/methodSettings:MethodSettings", "orders-all")
    # Switched on for an API in use, no route is refused meanwhile.
    for one in deployed.of_type("apigateway/methodSettings:MethodSettings"):
        assert one is every or every.depends_on(one)


def test_access_logs_name_client_and_scope_and_no_token() -> None:
    deployed = api(access_logs={"retention_days": 7})
    log = deployed.one("cloudwatch/logGroup:LogGroup")
    settings = deployed.one("apigateway/stage:Stage").inputs["accessLogSettings"]
    assert log.inputs["retentionInDays"] == 7
    assert settings["destinationArn"] == f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:orders-access"
    line = json.loads(settings["format"])
    assert line["clientId"] == "$context.authorizer.claims.client_id"
    assert line["scope"] == "$context.authorizer.claims.scope"
    assert "Authorization" not in settings["format"]
    assert deployed.of_type("apigateway/account:Account") == []


def test_the_stage_waits_for_the_role_that_writes_its_log() -> None:
    deployed = api(access_logs={"account_role": True})
    account = deployed.one("apigateway/account:Account")
    attached = deployed.one("iam/rolePolicyAttachment:RolePolicyAttachment")
    assert account.depends_on(attached)
    assert deployed.one("apigateway/stage:Stage").depends_on(account)
    policy = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
    assert attached.inputs["policyArn"] == policy


def test_tracing_of_the_stage_and_its_functions(tmp_path: Any) -> None:
    (tmp_path / "handler.py").write_text("def handler(event, context): ...\n")
    deployed = api(tracing=True, backends={"f": {"function": {"folder": str(tmp_path)}}})
    assert deployed.one("apigateway/stage:Stage").inputs["xrayTracingEnabled"] is True
    function = deployed.one("lambda/function:Function")
    assert function.inputs["tracingConfig"] == {"mode": "Active"}
    may = deployed.one("iam/rolePolicy:RolePolicy", "orders-f-trace").inputs["policy"]
    assert "xray:PutTraceSegments" in may


def test_stage_variables_and_firewall() -> None:
    deployed = api(
        stage="v1", stage_variables={"color": "blue"}, web_acl_arn=pulumi.Output.from_input("acl")
    )
    stage = deployed.one("apigateway/stage:Stage")
    assert stage.inputs["stageName"] == "v1"
    assert stage.inputs["variables"] == {"color": "blue"}
    firewall = deployed.one("wafv2/webAclAssociation:WebAclAssociation")
    assert firewall.inputs == {
        "resourceArn": f"arn:aws:apigateway:{REGION}::/restapis/api1/stages/live",
        "webAclArn": "acl",
    }


def test_a_domain_with_a_base_path() -> None:
    arn = f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/abc"
    deployed = api(domain={"name": "api.example.com", "certificate_arn": arn, "base_path": "v1"})
    domain = deployed.one("apigateway/domainName:DomainName")
    assert domain.inputs == {
        "domainName": "api.example.com",
        "regionalCertificateArn": arn,
        "endpointConfiguration": {"types": "REGIONAL"},
        "securityPolicy": "TLS_1_2",
    }
    assert deployed.one("apigateway/basePathMapping:BasePathMapping").inputs == {
        "domainName": "api.example.com",
        "restApi": "api1",
        "stageName": "live",
        "basePath": "v1",
    }
    outputs = deployed.outputs["orders"]
    assert outputs["domain_url"] == "https://api.example.com/v1"
    assert outputs["domain_target"] == "d-1.execute-api"
    assert outputs["domain_zone_id"] == "Z1"


def test_a_private_api_lets_its_vpc_endpoints_in_and_no_others() -> None:
    deployed = api(endpoint={"type": "PRIVATE", "vpc_endpoint_ids": ["vpce-0a"]})
    rest_api = deployed.one("apigateway/restApi:RestApi")
    assert rest_api.inputs["endpointConfiguration"] == {
        "types": "PRIVATE",
        "vpcEndpointIds": ["vpce-0a"],
    }
    policy = deployed.one("apigateway/restApiPolicy:RestApiPolicy")
    [statement] = json.loads(policy.inputs["policy"])["Statement"]
    assert statement["Effect"] == "Allow"
    assert statement["Condition"] == {"StringEquals": {"aws:SourceVpce": ["vpce-0a"]}}
    assert deployed.one("apigateway/deployment:Deployment").depends_on(policy)


def test_tags_on_all_that_takes_them(tmp_path: Any) -> None:
    (tmp_path / "handler.py").write_text("def handler(event, context): ...\n")
    arn = f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/abc"
    deployed = api(
        tags={"team": "a"},
        access_logs={"account_role": True},
        domain={"name": "api.example.com", "certificate_arn": arn},
        backends={"f": {"function": {"folder": str(tmp_path)}}},
    )
    tagged = {made.type for made in deployed.resources if made.inputs.get("tags") == {"team": "a"}}
    assert tagged == {
        "aws:apigateway/domainName:DomainName",
        "aws:apigateway/restApi:RestApi",
        "aws:apigateway/stage:Stage",
        "aws:cloudwatch/logGroup:LogGroup",
        "aws:iam/role:Role",
        "aws:lambda/function:Function",
    }
    for made in deployed.resources:
        if made.type in tagged:
            assert made.inputs["tags"] == {"team": "a"}, made.name


CERTIFICATE = f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/abc"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"stage": "v 1"},
            (
                'stage: "v 1" is no stage name: 1 to 128 letters, digits, _ and -. Write, for '
                'example, "live".'
            ),
        ),
        (
            {"user_pool_arn": "us-east-1_abc"},
            (
                'user_pool_arn: "us-east-1_abc" is no ARN of a user pool. Write '
                "AuthorizationServer.user_pool_arn."
            ),
        ),
        (
            {"authorizer_cache_seconds": 3601},
            "authorizer_cache_seconds: 3601 is out of range. Write 0 to 3600.",
        ),
        (
            {"stage_variables": {"a-b": "c"}},
            (
                "stage_variables.a-b: is no name of a stage variable. Write letters, digits and "
                "_ only."
            ),
        ),
        (
            {"cors": {"origin": "https://app.example.com/"}},
            (
                'cors.origin: "https://app.example.com/" is no origin. Write scheme, host and at '
                'most a port, with no slash at the end: "https://app.example.com", or "*".'
            ),
        ),
        (
            {"cors": {"origin": "*"}, "routes": [route("OPTIONS")]},
            "cors: makes OPTIONS /orders by itself, which is a route too. Remove that route.",
        ),
        (
            {"cors": {"origin": "*", "headers": ["X Trace"]}},
            'cors.headers: "X Trace" is no header name. Write, for example, "X-Trace".',
        ),
        (
            {"error_body": {"m": "$context.error.messageString"}},
            (
                "error_body.m: $context.error.message may hold quotes, which break the JSON amid "
                "other text. Write it alone."
            ),
        ),
        (
            {"throttle": {"rate": 1, "burst": -1}},
            "throttle: has the burst -1. Write a positive number.",
        ),
        (
            {"throttle": {"rate": float("inf"), "burst": 1}},
            "throttle: has the rate inf. Write a positive number.",
        ),
        (
            {"access_logs": {"retention_days": 31}},
            (
                "access_logs.retention_days: 31 is no retention of CloudWatch. Write, for "
                "example, 30."
            ),
        ),
        (
            {"endpoint": {"type": "VPC"}},
            'endpoint.type: "VPC" is none. Write one of REGIONAL, EDGE, PRIVATE.',
        ),
        (
            {"endpoint": {"type": "PRIVATE"}},
            (
                "endpoint.vpc_endpoint_ids: is missing: nobody could call a private API without "
                'one. Write, for example, ["vpce-0123456789abcdef0"].'
            ),
        ),
        (
            {"endpoint": {"type": "EDGE", "vpc_endpoint_ids": ["vpce-0a"]}},
            'endpoint.vpc_endpoint_ids: is for the type "PRIVATE" only. Leave it out.',
        ),
        (
            {"domain": {"name": "api", "certificate_arn": CERTIFICATE}},
            'domain.name: "api" is no domain name. Write, for example, "api.example.com".',
        ),
        (
            {
                "domain": {
                    "name": "a.example.com",
                    "certificate_arn": CERTIFICATE,
                    "base_path": "/v",
                }
            },
            'domain.base_path: "/v" is no base path. Write "v".',
        ),
        (
            {"domain": {"name": "a.example.com", "certificate_arn": "abc"}},
            (
                'domain.certificate_arn: "abc" is no ARN of a certificate. Write, for example, '
                '"arn:aws:acm:eu-west-1:123456789012:certificate/...".'
            ),
        ),
        (
            {
                "domain": {"name": "a.example.com", "certificate_arn": CERTIFICATE},
                "routes": [route(path="/ping")],
            },
            "domain: does not work with /ping, which API Gateway keeps for itself. Rename it.",
        ),
    ],
)
def test_a_mistake_in_a_feature(changes: dict[str, Any], message: str) -> None:
    assert only_mistake(args(**changes)) == message
