"""The same methods as a Pulumi program, as a Pulumi state and in Terraform; and empty packs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

COGNITO = "COGNITO_USER_POOLS"


@dataclass(frozen=True)
class Kind:
    """A kind of method: what it is, and its properties beside API and path."""

    words: str
    authorization: str = COGNITO
    scopes: tuple[str, ...] = ()
    verb: str = "GET"
    key: bool = False
    backend: str = "AWS_PROXY"
    authorizer: str | None = field(default="auth")


KINDS = {
    "protected": Kind("is protected by a scope", scopes=("shop/read",)),
    "open": Kind("is open", "NONE", authorizer=None),
    "key": Kind("demands an API key only", "NONE", key=True, authorizer=None),
    "iam": Kind("demands IAM", "AWS_IAM", authorizer=None),
    "no scope": Kind("demands any signed-in user's token: no scope"),
    "openid": Kind("demands an OpenID scope only", scopes=("openid",)),
    "custom": Kind("names scopes where they are ignored: CUSTOM", "CUSTOM", ("shop/read",)),
    "undeclared": Kind("names a scope that nobody declares", scopes=("shop/reed",)),
    "options": Kind("is an open OPTIONS to a backend", "NONE", verb="OPTIONS", authorizer=None),
    "token": Kind(
        "calls itself Cognito with a TOKEN authorizer", scopes=("shop/read",), authorizer="token"
    ),
}

_EMPTY = """\
    from pulumi_policy import *

    def nothing(args, report):
        pass

    PolicyPack("empty", [ResourceValidationPolicy("r0", "Nothing.", nothing)])
"""
_SHAPE = """\
    from pulumi_policy import *

    def nothing(args, report):
        pass

    PolicyPack("empty", [
        *[ResourceValidationPolicy(f"r{{i}}", "Nothing.", nothing) for i in range({resource})],
        *[StackValidationPolicy(f"s{{i}}", "Nothing.", nothing) for i in range({stack})],
    ])
"""


def packs(folder: Path, pack: Path) -> dict[str, Path]:
    """An empty pack of one policy that does nothing; one of as many as ours; and ours."""
    from policy.rule import ResourceRule
    from policy.rules import RULES

    resource = sum(isinstance(rule, ResourceRule) for rule in RULES)
    shape = _SHAPE.format(resource=resource, stack=len(RULES) - resource)
    made = {}
    for name, source in (("empty", _EMPTY), ("empty, same shape", shape)):
        made[name] = folder / name.replace(", ", "-").replace(" ", "-")
        made[name].mkdir()
        (made[name] / "__main__.py").write_text(dedent(source))
        (made[name] / "PulumiPolicy.yaml").write_text(
            "name: empty\nversion: 0.0.1\nruntime:\n  name: python\n  options:\n"
            f"    virtualenv: {sys.prefix}\n"
        )
    return {**made, "pack": pack}


def program(size: int) -> str:
    """A program with so many protected methods, each on a path of its own, in plain pulumi_aws."""
    return f"""\
    from pulumi_aws import apigateway as gateway, cognito

    pool = cognito.UserPool("pool")
    cognito.ResourceServer("server", identifier="shop", name="shop", user_pool_id=pool.id,
        scopes=[{{"scope_name": "read", "scope_description": "Read"}}])
    api = gateway.RestApi("api", name="api")
    auth = gateway.Authorizer("auth", rest_api=api.id, type="{COGNITO}", provider_arns=[pool.arn])
    for number in range({size}):
        at = gateway.Resource(f"r{{number}}", rest_api=api.id, parent_id=api.root_resource_id,
            path_part=f"p{{number}}")
        method = gateway.Method(f"m{{number}}", rest_api=api.id, resource_id=at.id,
            http_method="GET", authorization="{COGNITO}", authorizer_id=auth.id,
            authorization_scopes=["shop/read"])
        gateway.Integration(f"i{{number}}", rest_api=api.id, resource_id=at.id,
            http_method=method.http_method, type="MOCK")
    """


def state(file: Path, kinds: Sequence[str]) -> Path:
    """A stack's exported state with a method of each of these kinds: `m0`, `m1`, …."""
    prefix = "urn:pulumi:dev::bench::"
    root = f"{prefix}pulumi:pulumi:Stack::bench-dev"
    provider = f"{prefix}pulumi:providers:aws::default"
    resources: list[dict[str, Any]] = [
        {"urn": root, "custom": False, "type": "pulumi:pulumi:Stack"},
        {"urn": provider, "custom": True, "id": "p1", "type": "pulumi:providers:aws"},
    ]

    def add(type_: str, name: str, properties: dict[str, Any], **outputs: str) -> None:
        resources.append(
            {
                "urn": f"{prefix}{type_}::{name}",
                "custom": True,
                "id": name,
                "type": type_,
                "inputs": properties,
                "outputs": {**properties, **outputs, "id": name},
                "parent": root,
                "provider": f"{provider}::p1",
            }
        )

    arn = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/pool"
    add("aws:cognito/userPool:UserPool", "pool", {"name": "pool"}, arn=arn)
    scopes = [{"scopeName": "read", "scopeDescription": "Read"}]
    server = {"identifier": "shop", "name": "shop", "scopes": scopes, "userPoolId": "pool"}
    add("aws:cognito/resourceServer:ResourceServer", "server", server)
    add("aws:apigateway/restApi:RestApi", "api", {"name": "api"}, rootResourceId="root")
    for name, type_ in (("auth", COGNITO), ("token", "TOKEN")):
        authorizer = {"restApi": "api", "type": type_, "providerArns": [arn], "name": name}
        add("aws:apigateway/authorizer:Authorizer", name, authorizer)
    for number, kind in enumerate(KINDS[name] for name in kinds):
        at = {"restApi": "api", "parentId": "root", "pathPart": f"p{number}"}
        add("aws:apigateway/resource:Resource", f"r{number}", at, path=f"/p{number}")
        place = {"restApi": "api", "resourceId": f"r{number}", "httpMethod": kind.verb}
        method = {
            **place,
            "authorization": kind.authorization,
            "authorizationScopes": list(kind.scopes),
            "apiKeyRequired": kind.key,
        }
        if kind.authorizer:
            method["authorizerId"] = kind.authorizer
        add("aws:apigateway/method:Method", f"m{number}", method)
        add("aws:apigateway/integration:Integration", f"i{number}", {**place, "type": kind.backend})
    file.write_text(json.dumps({"version": 3, "deployment": _deployment(resources)}))
    return file


def _deployment(resources: list[dict[str, Any]]) -> dict[str, Any]:
    manifest = {"time": "2026-01-01T00:00:00Z", "magic": "", "version": "v3.259.0"}
    return {"manifest": manifest, "resources": resources}


def terraform(folder: Path, kinds: Sequence[str]) -> Path:
    """The same methods in Terraform's language, a hundred a file: Checkov gives up on a file
    that takes it more than ten seconds to parse."""
    folder.mkdir(exist_ok=True)
    api = 'resource "aws_api_gateway_rest_api" "api" {\n  name = "api"\n}\n'
    (folder / "api.tf").write_text(api)
    blocks = [_block(number, KINDS[name]) for number, name in enumerate(kinds)]
    for start in range(0, len(blocks), 100):
        text = "\n\n".join(blocks[start : start + 100])
        (folder / f"methods{start}.tf").write_text(text + "\n")
    return folder


def _block(number: int, kind: Kind) -> str:
    authorizer = f"aws_api_gateway_authorizer.{kind.authorizer}.id" if kind.authorizer else "null"
    return f"""\
resource "aws_api_gateway_resource" "r{number}" {{
  rest_api_id = aws_api_gateway_rest_api.api.id
  parent_id   = aws_api_gateway_rest_api.api.root_resource_id
  path_part   = "p{number}"
}}

resource "aws_api_gateway_method" "m{number}" {{
  rest_api_id          = aws_api_gateway_rest_api.api.id
  resource_id          = aws_api_gateway_resource.r{number}.id
  http_method          = "{kind.verb}"
  authorization        = "{kind.authorization}"
  authorizer_id        = {authorizer}
  authorization_scopes = {json.dumps(list(kind.scopes))}
  api_key_required     = {json.dumps(kind.key)}
}}"""
