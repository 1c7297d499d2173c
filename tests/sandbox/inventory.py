"""What the emulated AWS has, beside what a stack's state says that it has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.harness import aws
from tests.harness.engine import Engine


def same(run: Engine, *, prefix: str) -> None:
    """Assert that a stack's resources are there, and no others of its API, its pool or its names.

    `prefix` starts the name of everything else of the stack's: functions, roles, logs.
    """
    resources = run.resources()
    listed, recorded = in_aws(run, resources, prefix), in_state(resources)
    for kind in recorded | listed:
        assert recorded[kind], f"{kind}: none, so nothing is compared"
        assert listed[kind] == recorded[kind], (
            f"{kind}: only in AWS {listed[kind] - recorded[kind]}, "
            f"only in the state {recorded[kind] - listed[kind]}"
        )


def in_state(resources: list[dict[str, Any]]) -> dict[str, set[str]]:
    """By kind, what the state has; nothing is waiting to be deleted."""
    assert [r["urn"] for r in resources if r.get("delete")] == []

    def of(kind: str, *keys: str) -> set[str]:
        made = [r for r in resources if r["type"] == f"aws:{kind}"]
        return {" ".join(r["inputs"][key] for key in keys) if keys else r["id"] for r in made}

    place = ("resourceId", "httpMethod")
    return {
        "apis": of("apigateway/restApi:RestApi"),
        "resources": of("apigateway/resource:Resource"),
        "methods": of("apigateway/method:Method", *place),
        "integrations": of("apigateway/integration:Integration", *place),
        "deployments": of("apigateway/deployment:Deployment"),
        "authorizers": of("apigateway/authorizer:Authorizer"),
        "stages": of("apigateway/stage:Stage", "stageName"),
        "clients": of("cognito/userPoolClient:UserPoolClient"),
        "resource servers": of("cognito/resourceServer:ResourceServer", "identifier"),
        "functions": of("lambda/function:Function"),
        "roles": of("iam/role:Role"),
        "logs": of("cloudwatch/logGroup:LogGroup"),
    }


def in_aws(run: Engine, resources: list[dict[str, Any]], prefix: str) -> dict[str, set[str]]:
    """By kind, what the emulated AWS has."""
    gateway, cognito = _client(run, "apigateway"), _client(run, "cognito-idp")
    iam, logs = _client(run, "iam"), _client(run, "logs")
    (api,) = (r["id"] for r in resources if r["type"].endswith("/restApi:RestApi"))
    (pool,) = (r["id"] for r in resources if r["type"].endswith("/userPool:UserPool"))
    paths = gateway.get_resources(restApiId=api, limit=500, embed=["methods"])["items"]
    methods = {
        f"{path['id']} {method}": made
        for path in paths
        for method, made in path.get("resourceMethods", {}).items()
    }
    clients = cognito.list_user_pool_clients(UserPoolId=pool, MaxResults=60)["UserPoolClients"]
    servers = cognito.list_resource_servers(UserPoolId=pool, MaxResults=50)["ResourceServers"]
    groups = logs.describe_log_groups()["logGroups"]
    return {
        "apis": _named(gateway.get_rest_apis(limit=500)["items"], "name", prefix, "id"),
        "resources": {path["id"] for path in paths if path["path"] != "/"},
        "methods": set(methods),
        "integrations": {key for key, made in methods.items() if "methodIntegration" in made},
        "deployments": {d["id"] for d in gateway.get_deployments(restApiId=api)["items"]},
        "authorizers": {a["id"] for a in gateway.get_authorizers(restApiId=api)["items"]},
        "stages": {s["stageName"] for s in gateway.get_stages(restApiId=api)["item"]},
        "clients": {client["ClientId"] for client in clients},
        "resource servers": {server["Identifier"] for server in servers},
        "functions": functions(run, prefix),
        "roles": _named(iam.list_roles(MaxItems=1000)["Roles"], "RoleName", prefix, "RoleName"),
        "logs": _named(groups, "logGroupName", prefix, "logGroupName"),
    }


def functions(run: Engine, prefix: str) -> set[str]:
    """The names of functions that start so."""
    found = _client(run, "lambda").list_functions(MaxItems=500)["Functions"]
    return _named(found, "FunctionName", prefix, "FunctionName")


def _named(items: Iterable[Any], name: str, prefix: str, key: str) -> set[str]:
    return {item[key] for item in items if item[name].startswith(f"{prefix}-")}


def _client(run: Engine, service: Any) -> Any:
    return aws.client(run.emulator.url, service)
