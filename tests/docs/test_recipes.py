"""Every recipe runs, and registers what its text promises."""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from pulumi.runtime import config

from tests.docs.page import PAGE, recipes
from tests.unit.components.harness import POOL_ARN, POOL_ID, Deployed, deploy

RECIPES = recipes()
SCOPES = [f"com.example.orders/orders.{name}" for name in ("read", "write")]
# What looking a resource up finds: a StackReference's outputs, or an existing pool.
EXISTING = {
    "name": "organization/orders/test",
    "outputs": {
        "user_pool_id": POOL_ID,
        "declared_scopes": SCOPES,
        "invoke_url": "https://a",
        "token_url": "https://t",
    },
    "arn": POOL_ARN,
    "domain": "company",
}


def run(title: str, folder: Path, patch: pytest.MonkeyPatch, **settings: str) -> list[Deployed]:
    """Run a recipe's programs, each in its folder; what each registers."""
    recipe = RECIPES[title]
    recipe.write(folder)
    deployed = []
    for name in recipe.programs:
        patch.chdir((folder / name).parent)
        config.set_all_config({f"test:{key}": value for key, value in settings.items()})
        try:
            deployed.append(deploy(lambda: runpy.run_path("__main__.py"), existing=EXISTING))
        finally:
            config.set_all_config({})
    return deployed


def scopes(made: Deployed) -> dict[str, list[str] | None]:
    """The scopes of each method, by its name in the program."""
    methods = made.of_type("apigateway/method:Method")
    return {one.name: one.inputs.get("authorizationScopes") for one in methods}


def inputs(made: Deployed, kind: str, name: str | None = None) -> dict[str, Any]:
    return made.one(kind, name).inputs


def first_api(made: Deployed) -> None:
    assert scopes(made) == {"orders-GET/orders": SCOPES[:1], "orders-POST/orders": SCOPES[1:]}
    client = inputs(made, "cognito/userPoolClient:UserPoolClient", "reader")
    assert client["allowedOauthScopes"] == SCOPES[:1]


def any_of(made: Deployed) -> None:
    admin = "com.example.orders/orders.admin"
    assert scopes(made)["orders-GET/orders"] == [admin, SCOPES[0]]
    assert scopes(made)["orders-DELETE/orders"] == [admin]


def paths(made: Deployed) -> None:
    parts = [one.inputs["pathPart"] for one in made.of_type("apigateway/resource:Resource")]
    assert sorted(parts) == ["files", "lines", "orders", "{id}", "{line}", "{proxy+}"]
    assert inputs(made, "apigateway/method:Method", "orders-ANY/files/{}")["httpMethod"] == "ANY"


def several_apis(made: Deployed) -> None:
    stock = "com.example.stock/stock.read"
    assert made.names("apigateway/restApi:RestApi") == ["stock", "orders"]
    assert scopes(made)["orders-GET/needs"] == [stock]
    client = inputs(made, "cognito/userPoolClient:UserPoolClient")
    assert client["allowedOauthScopes"] == [SCOPES[0], stock]


def openapi(made: Deployed) -> None:
    assert scopes(made) == {"orders-GET/orders": SCOPES[:1], "orders-POST/orders": SCOPES[1:]}
    get = inputs(made, "apigateway/method:Method", "orders-GET/orders")
    assert get["requestParameters"] == {"method.request.querystring.page": True}


def public(made: Deployed) -> None:
    method = made.one("apigateway/method:Method", "orders-GET/health")
    assert method.inputs["authorization"] == "NONE"
    shown = {one["path"]: one.get("public") for one in made.outputs["orders"]["routes"]}
    assert shown == {"/orders": None, "/health": "the load balancer asks here, and has no token"}


def existing_function(made: Deployed) -> None:
    assert made.of_type("lambda/function:Function") == []
    permission = inputs(made, "lambda/permission:Permission")
    assert permission["qualifier"] == "live"
    assert permission["function"].endswith(":function:orders")


def http(made: Deployed) -> None:
    addresses = {
        one.name: one.inputs["uri"]
        for one in made.of_type("apigateway/integration:Integration")
        if one.inputs["requestParameters"]
        == {"integration.request.path.id": "method.request.path.id"}
    }
    assert addresses == {
        "orders-GET/orders/{}": "https://orders.example.com/orders/{id}",
        "orders-GET/orders/{}/lines": "https://lines.example.com/v1/by-order/{id}",
    }


def fixed_answer(made: Deployed) -> None:
    answers = made.of_type("apigateway/integrationResponse:IntegrationResponse")
    assert {one.inputs["statusCode"] for one in answers} == {"200", "410"}
    assert {one.inputs["type"] for one in made.of_type("apigateway/integration:Integration")} == {
        "MOCK"
    }


def cors(made: Deployed) -> None:
    answer = inputs(made, "apigateway/integrationResponse:IntegrationResponse")
    origin = "method.response.header.Access-Control-Allow-Origin"
    assert answer["responseParameters"][origin] == "'https://app.example.com'"
    errors = made.of_type("apigateway/response:Response")
    assert [len(one.inputs["responseParameters"]) for one in errors] == [1, 1]


def error_bodies(made: Deployed) -> None:
    for one in made.of_type("apigateway/response:Response"):
        template = one.inputs["responseTemplates"]["application/json"]
        filled = json.loads(template.replace("$context.error.messageString", '"Unauthorized"'))
        assert filled["code"] == "$context.error.responseType"
        assert filled["message"] == "Unauthorized"


def validation(made: Deployed) -> None:
    validator = inputs(made, "apigateway/requestValidator:RequestValidator")
    assert validator["validateRequestBody"]
    assert validator["validateRequestParameters"]
    assert json.loads(inputs(made, "apigateway/model:Model")["schema"])["required"] == ["item"]


def throttling(made: Deployed) -> None:
    limits = {
        one.inputs["methodPath"]: one.inputs["settings"]["throttlingRateLimit"]
        for one in made.of_type("apigateway/methodSettings:MethodSettings")
    }
    assert limits == {"*/*": 100, "~1reports/POST": 1}


def taking_out(made: Deployed) -> None:
    limits = {
        one.inputs["methodPath"]: one.inputs["settings"]["throttlingRateLimit"]
        for one in made.of_type("apigateway/methodSettings:MethodSettings")
    }
    assert limits == {"*/*": 0, "~1orders/GET": 10_000}


def access_logs(made: Deployed) -> None:
    stage = inputs(made, "apigateway/stage:Stage")
    line = json.loads(stage["accessLogSettings"]["format"])
    assert line["clientId"] == "$context.authorizer.claims.client_id"
    assert stage["xrayTracingEnabled"]
    assert len(made.of_type("apigateway/account:Account")) == 1


def other_stack(orders: Deployed, billing: Deployed) -> None:
    assert scopes(orders) == {"orders-GET/orders": SCOPES[:1], "orders-POST/orders": SCOPES[1:]}
    client = inputs(billing, "cognito/userPoolClient:UserPoolClient", "billing")
    assert (client["userPoolId"], client["allowedOauthScopes"]) == (POOL_ID, SCOPES[:1])


def secrets_manager(made: Deployed) -> None:
    assert inputs(made, "secretsmanager/secret:Secret")["name"] == "orders/billing"
    attached = inputs(made, "iam/rolePolicyAttachment:RolePolicyAttachment")
    assert attached["policyArn"].endswith("policy/billing-reader")


def rotation(made: Deployed) -> None:
    assert made.names("cognito/userPoolClient:UserPoolClient") == ["billing"]


def existing_pool(made: Deployed) -> None:
    trusted = inputs(made, "apigateway/authorizer:Authorizer")["providerArns"]
    assert trusted == [POOL_ARN]
    assert made.of_type("cognito/userPoolDomain:UserPoolDomain") == []


def tags(made: Deployed) -> None:
    tagged = {one.type for one in made.resources if one.inputs.get("tags", {}).get("team")}
    assert tagged == {
        "aws:cognito/userPool:UserPool",
        "aws:apigateway/restApi:RestApi",
        "aws:apigateway/stage:Stage",
        "aws:cloudwatch/logGroup:LogGroup",
        "aws:iam/role:Role",
        "aws:lambda/function:Function",
    }
    stage = inputs(made, "apigateway/stage:Stage")
    assert stage["variables"] == {"release": "blue"}
    assert len(made.of_type("wafv2/webAclAssociation:WebAclAssociation")) == 1


def private(made: Deployed) -> None:
    policy = json.loads(inputs(made, "apigateway/restApiPolicy:RestApiPolicy")["policy"])
    condition = policy["Statement"][0]["Condition"]
    assert condition == {"StringEquals": {"aws:SourceVpce": ["vpce-0123456789abcdef0"]}}


def own_domain(made: Deployed) -> None:
    assert made.outputs["orders"]["domain_url"] == "https://api.example.com/shop"
    targets = {
        one.name: one.inputs["aliases"][0]["zoneId"]
        for one in made.of_type("route53/record:Record")
    }
    assert targets == {"api.example.com": "Z1", "auth.example.com": "Z2FDTNDATAQYW2"}
    assert inputs(made, "cognito/userPoolDomain:UserPoolDomain")["domain"] == "auth.example.com"


def renamed(made: Deployed) -> None:
    assert made.one("scoped-api:index:ScopedApi", "sales").aliases == ["orders"]
    # The engine derives the aliases of what is inside; tests/sandbox/test_updates.py renames.


PROMISED: dict[str, Callable[..., None]] = {
    "A first API": first_api,
    "Several scopes for a route": any_of,
    "Path parameters, ANY and proxy": paths,
    "Several APIs on one authorization server": several_apis,
    "Routes from an OpenAPI document": openapi,
    "A public route": public,
    "An existing function": existing_function,
    "An HTTP backend": http,
    "A fixed answer": fixed_answer,
    "CORS for browsers": cors,
    "Error bodies": error_bodies,
    "Request validation": validation,
    "Throttling": throttling,
    "Taking a route out": taking_out,
    "Access logs and traces": access_logs,
    "A client in another service's stack": other_stack,
    "The secret in Secrets Manager": secrets_manager,
    "A new secret without a gap": rotation,
    "An existing user pool": existing_pool,
    "Tags, stage variables and a firewall": tags,
    "A private API": private,
    "A domain of your own": own_domain,
    "Renaming a component": renamed,
}
# Run in test_live_recipes.py.
OTHERS = {"Calling the API", "The pack in pull requests"}


@pytest.mark.parametrize("title", PROMISED)
def test_a_recipe_does_what_it_says(
    title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    PROMISED[title](*run(title, tmp_path, monkeypatch))


def test_every_recipe_is_run() -> None:
    assert set(RECIPES) == PROMISED.keys() | OTHERS
    assert {title for title in RECIPES if RECIPES[title].programs} == PROMISED.keys()


def test_the_index_names_every_recipe_once() -> None:
    links = re.findall(r"\[[^]]+\]\(#([^)]+)\)", PAGE.read_text(encoding="utf-8"))
    anchors = [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in RECIPES]
    assert sorted(links) == sorted(anchors)


def test_a_rotation_keeps_the_old_client_as_long_as_it_is_told_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, title = "cognito/userPoolClient:UserPoolClient", "A new secret without a gap"
    (both,) = run(title, tmp_path, monkeypatch, generation="2", keepPrevious="true")
    assert sorted(both.names(kind)) == ["billing", "billing-2"]
    (one,) = run(title, tmp_path, monkeypatch, generation="2")
    assert one.names(kind) == ["billing-2"]


def test_the_workflow_checks_out_by_commit_and_runs_the_pack() -> None:
    (text,) = RECIPES["The pack in pull requests"].files.values()
    job = yaml.safe_load(text)["jobs"]["preview"]
    uses = [step["uses"] for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", one) for one in uses)
    assert job["steps"][-1]["run"].endswith("pulumi preview --policy-pack policy")
