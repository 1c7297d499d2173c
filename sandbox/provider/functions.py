"""The functions (`aws.get_region()`, …) that the sandbox knows."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.provider import schema, tables
from sandbox.provider.engine import Engine
from sandbox.provider.errors import ProviderError
from sandbox.provider.values import Plain, is_known

Function = Callable[[Engine, Plain], Plain]

SECRETS: frozenset[str] = frozenset()
"""Results that are secret: none of those that the functions give."""


def _caller(engine: Engine, arguments: Plain) -> Plain:
    del arguments
    answer = engine.aws.call("sts", engine.aws.region, "GetCallerIdentity", {})
    account = str(answer["Account"])
    return {
        "accountId": account,
        "arn": str(answer["Arn"]),
        "userId": str(answer["UserId"]),
        "id": account,
    }


def _region(engine: Engine, arguments: Plain) -> Plain:
    name = arguments.get("region") or arguments.get("name") or engine.aws.region
    return {
        "region": name,
        "name": name,
        "id": name,
        "description": name,
        "endpoint": f"ec2.{name}.amazonaws.com",
    }


def _partition(engine: Engine, arguments: Plain) -> Plain:
    del engine, arguments
    return {
        "partition": "aws",
        "id": "aws",
        "dnsSuffix": "amazonaws.com",
        "reverseDnsPrefix": "com.amazonaws",
    }


def _policy_document(engine: Engine, arguments: Plain) -> Plain:
    del engine
    if not is_known(arguments):
        return {}
    unknown = sorted(arguments.keys() - {"statements", "version", "policyId"})
    if unknown:
        raise ProviderError(
            f"aws:iam/getPolicyDocument:getPolicyDocument: the sandbox does not know "
            f"{', '.join(unknown)}: write all in statements."
        )
    document: Plain = {"Version": arguments.get("version") or "2012-10-17"}
    if arguments.get("policyId"):
        document["Id"] = arguments["policyId"]
    document["Statement"] = [_statement(s) for s in arguments.get("statements") or []]
    text = json.dumps(document, indent=2)
    return {
        **arguments,
        "json": text,
        "minifiedJson": json.dumps(document, separators=(",", ":")),
        "id": str(zlib.crc32(text.encode())),
    }


def _statement(given: Mapping[str, Any]) -> Plain:
    statement: Plain = {}
    if given.get("sid"):
        statement["Sid"] = given["sid"]
    statement["Effect"] = given.get("effect") or "Allow"
    for name, aws in (
        ("actions", "Action"),
        ("notActions", "NotAction"),
        ("resources", "Resource"),
        ("notResources", "NotResource"),
    ):
        if given.get(name):
            statement[aws] = _one_or_all(given[name])
    for name, aws in (("principals", "Principal"), ("notPrincipals", "NotPrincipal")):
        if given.get(name):
            statement[aws] = _principals(given[name])
    conditions: Plain = {}
    for condition in given.get("conditions") or []:
        tests = conditions.setdefault(condition["test"], {})
        tests[condition["variable"]] = _one_or_all(condition["values"])
    if conditions:
        statement["Condition"] = conditions
    return statement


def _principals(given: list[Mapping[str, Any]]) -> Any:
    found: dict[str, list[str]] = {}
    for principal in given:
        found.setdefault(principal["type"], []).extend(principal["identifiers"])
    if list(found) == ["*"]:
        return "*"
    return {kind: _one_or_all(names) for kind, names in found.items()}


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else sorted(values, reverse=True)


def _user_pool(engine: Engine, arguments: Plain) -> Plain:
    return _look_up(
        engine, "aws:cognito/userPool:UserPool", str(arguments["userPoolId"]), arguments
    ) | {"userPoolId": arguments["userPoolId"]}


def _user_pools(engine: Engine, arguments: Plain) -> Plain:
    region = arguments.get("region") or engine.aws.region
    client = engine.aws.client("cognito-idp", region)
    pools = [
        pool
        for page in client.get_paginator("list_user_pools").paginate(MaxResults=60)
        for pool in page["UserPools"]
        if pool["Name"] == arguments["name"]
    ]
    ids = [str(pool["Id"]) for pool in pools]
    prefix = f"arn:aws:cognito-idp:{region}:{engine.aws.account}:userpool/"
    return {
        "name": arguments["name"],
        "id": arguments["name"],
        "region": region,
        "ids": ids,
        "arns": [prefix + pool for pool in ids],
    }


def _function(engine: Engine, arguments: Plain) -> Plain:
    name = str(arguments["functionName"])
    found = _look_up(engine, "aws:lambda/function:Function", name, arguments)
    qualifier = arguments.get("qualifier")
    found["functionName"] = name
    found.pop("code", None)
    if qualifier:
        found |= {"qualifier": qualifier, "qualifiedArn": f"{found['arn']}:{qualifier}"}
    return found


def _role(engine: Engine, arguments: Plain) -> Plain:
    return _look_up(engine, "aws:iam/role:Role", str(arguments["name"]), arguments)


def _rest_api(engine: Engine, arguments: Plain) -> Plain:
    client = engine.aws.client("apigateway", arguments.get("region") or engine.aws.region)
    ids = [
        item["id"]
        for page in client.get_paginator("get_rest_apis").paginate()
        for item in page["items"]
        if item["name"] == arguments["name"]
    ]
    if len(ids) != 1:
        raise ProviderError(
            f"aws:apigateway/getRestApi:getRestApi: {len(ids)} REST APIs have the name "
            f"{arguments['name']!r}; there must be one."
        )
    return _look_up(engine, "aws:apigateway/restApi:RestApi", ids[0], arguments)


def _look_up(engine: Engine, token: str, resource_id: str, arguments: Plain) -> Plain:
    """What is there already, read as a resource of that type is."""
    row = tables.ROWS[token]
    region = {"region": arguments["region"]} if arguments.get("region") else {}
    state = {**row_state(token, resource_id), **region}
    found = engine.read(row, resource_id, state)
    if found is None:
        raise ProviderError(f"there is no {token} with the id {resource_id!r}.")
    outputs = found[1]
    return {**outputs, "id": resource_id, "tags": outputs.get("tagsAll", {})}


def row_state(token: str, resource_id: str) -> Plain:
    """The properties that say which one it is."""
    names = [key for key in tables.ROWS[token].keys if key in schema.resource(token).inputs.fields]
    return dict.fromkeys(names, resource_id) or {"id": resource_id}


FUNCTIONS: dict[str, Function] = {
    "aws:apigateway/getRestApi:getRestApi": _rest_api,
    "aws:cognito/getUserPool:getUserPool": _user_pool,
    "aws:cognito/getUserPools:getUserPools": _user_pools,
    "aws:iam/getPolicyDocument:getPolicyDocument": _policy_document,
    "aws:iam/getRole:getRole": _role,
    "aws:index/getCallerIdentity:getCallerIdentity": _caller,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getRegion:getRegion": _region,
    "aws:lambda/getFunction:getFunction": _function,
}
