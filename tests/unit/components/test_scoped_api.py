"""ScopedApi: the resources it registers, what they wait for, when it deploys anew."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.output import Unknown
from scoped_api import ArgumentsError, ScopedApi

from tests.unit.components.api import READ, WRITE, args, route
from tests.unit.components.harness import POOL_ARN, POOL_ID, Deployed, deploy

METHOD, INTEGRATION = "apigateway/method:Method", "apigateway/integration:Integration"
DEPLOYMENT = "apigateway/deployment:Deployment"


def api(given: Any = None, *, preview: bool = False, name: str = "orders") -> Deployed:
    """What an API with some arguments registers."""
    return deploy(lambda: ScopedApi(name, given or args()), preview=preview)


def test_a_wrong_argument_registers_nothing() -> None:
    deployed = None
    with pytest.raises(ArgumentsError, match="has no scopes"):
        deployed = api(args(routes=[route(scopes=[])]))
    assert deployed is None


def test_the_resource_server_declares_the_scopes() -> None:
    server = api().one("cognito/resourceServer:ResourceServer")
    assert server.inputs == {
        "identifier": "com.orders",
        "name": "com.orders",
        "scopes": [
            {"scopeName": "orders.read", "scopeDescription": "Read orders"},
            {"scopeName": "orders.write", "scopeDescription": "Change orders"},
        ],
        "userPoolId": POOL_ID,
    }


def test_a_method_demands_its_scopes_from_the_apis_authorizer() -> None:
    deployed = api(args(routes=[route(scopes=["orders.write", "orders.read"])]))
    authorizer = deployed.one("apigateway/authorizer:Authorizer")
    method = deployed.one(METHOD)
    assert authorizer.inputs["type"] == "COGNITO_USER_POOLS"
    assert authorizer.inputs["identitySource"] == "method.request.header.Authorization"
    assert authorizer.inputs["providerArns"] == [POOL_ARN]
    assert "identityValidationExpression" not in authorizer.inputs
    assert method.inputs["authorization"] == "COGNITO_USER_POOLS"
    assert method.inputs["authorizationScopes"] == [READ, WRITE]
    assert method.inputs["authorizerId"] == "orders-id"
    assert method.property_dependencies["authorizerId"] == {authorizer.urn}


def test_what_a_policy_reads_is_known_at_preview() -> None:
    deployed = api(preview=True)
    method = deployed.one(METHOD)
    integration = deployed.one("apigateway/integration:Integration")
    assert method.inputs["authorizationScopes"] == [READ]
    assert method.inputs["httpMethod"] == integration.inputs["httpMethod"] == "GET"
    assert isinstance(method.inputs["authorizerId"], Unknown)
    assert integration.depends_on(method)
    assert deployed.outputs["orders"]["declared_scopes"] == [READ, WRITE]
    assert deployed.outputs["orders"]["routes"] == [
        {"method": "GET", "path": "/orders", "scopes": [READ]}
    ]


def test_a_public_route_is_open_and_says_why() -> None:
    health = {"method": "GET", "path": "/health", "public": "the balancer checks it"}
    deployed = api(args(routes=[health]))
    method = deployed.one(METHOD)
    assert method.inputs["authorization"] == "NONE"
    assert not {"authorizerId", "authorizationScopes"} & method.inputs.keys()
    assert deployed.outputs["orders"]["routes"] == [{**health, "scopes": []}]


def test_shared_prefixes_are_made_once_and_named_without_parameters() -> None:
    paths = ["/o", "/o/{id}", "/o/{id}/lines", "/files/{proxy+}", "/"]
    deployed = api(args(routes=[route(path=path) for path in paths]))
    resources = {
        made.name: made.inputs for made in deployed.of_type("apigateway/resource:Resource")
    }
    assert {name: inputs["pathPart"] for name, inputs in resources.items()} == {
        "orders/o": "o",
        "orders/o/{}": "{id}",
        "orders/o/{}/lines": "lines",
        "orders/files": "files",
        "orders/files/{}": "{proxy+}",
    }
    assert resources["orders/o"]["parentId"] == "root1"
    assert resources["orders/o/{}/lines"]["parentId"] == "orders/o/{}-id"
    root = deployed.one(METHOD, "orders-GET/")
    assert root.inputs["resourceId"] == "root1"


def test_a_route_costs_a_resource_a_method_and_an_integration() -> None:
    function = {"orders": {"function_arn": "arn:aws:lambda:eu-west-1:123456789012:function:o"}}

    def count(routes: int) -> int:
        given = args(
            backends=function, routes=[route(path=f"/r{number}") for number in range(routes)]
        )
        return len(api(given).resources)

    assert count(30) - count(10) == 3 * 20


def test_the_order_of_routes_changes_nothing() -> None:
    routes = [route(), route(method="POST"), route(path="/a/{x}")]
    one, other = api(args(routes=routes)), api(args(routes=routes[::-1]))
    assert {(made.urn, str(made.inputs)) for made in one.resources} == {
        (made.urn, str(made.inputs)) for made in other.resources
    }


def test_the_deployment_waits_for_all_that_it_deploys_and_outlives_its_replacement() -> None:
    given = args(
        cors={"origin": "*"},
        routes=[route(required_parameters=["query.page"])],
        backends={"f": {"function_arn": "arn:aws:lambda:eu-west-1:123456789012:function:o"}},
    )
    deployed = api(given)
    deployment = deployed.one(DEPLOYMENT)
    parts = {
        "apigateway/method:Method",
        "apigateway/integration:Integration",
        "apigateway/integrationResponse:IntegrationResponse",
        "apigateway/methodResponse:MethodResponse",
        "apigateway/response:Response",
        "apigateway/requestValidator:RequestValidator",
        "lambda/permission:Permission",
    }
    for part in parts:
        assert deployed.of_type(part), part
        for made in deployed.of_type(part):
            assert deployment.depends_on(made), made.name
    assert not deployment.delete_before_replace


def test_all_children_belong_to_the_component_and_are_named_after_it() -> None:
    deployed = api(args(cors={"origin": "*"}, access_logs={"account_role": True}))
    component = deployed.one("scoped-api:index:ScopedApi")
    children = [made for made in deployed.resources if made is not component]
    assert len(children) > 10
    for made in children:
        assert made.parent == component.urn
        # Pulumi derives a child's alias from a renamed parent only if its name starts with it.
        assert made.name.startswith("orders")


def test_several_apis_in_one_program() -> None:
    def program() -> None:
        ScopedApi("orders", args())
        ScopedApi("stock", args(identifier="com.stock"))

    deployed = deploy(program)
    urns = [made.urn for made in deployed.resources]
    assert len(urns) == len(set(urns))
    assert sorted(deployed.names(DEPLOYMENT)) == ["orders", "stock"]
