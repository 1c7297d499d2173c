"""Connects a route's method to what answers it."""

import json
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from . import paths
from .backends import Backend
from .routes import Route


@dataclass
class Target:
    """Where a backend is reached. `uri` is a function's or an HTTP endpoint's address."""

    backend: Backend
    uri: pulumi.Output[str] | None = None
    depends_on: list[pulumi.Resource] = field(default_factory=list)


def connect(
    name: str,
    route: Route,
    target: Target,
    place: dict[str, Any],
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """Make a route's integration, and for a fixed answer what carries it.

    `place` says where: `rest_api`, `resource_id`, and an `http_method` that waits for the method.
    """
    kind, args = target.backend.kind, target.backend.args
    if kind == "answer":
        status = args.get("status", 200)
        return fixed_answer(name, place, status, json.dumps(args["body"]), {}, opts)
    if kind == "http":
        specific = _http(route, args, target)
    else:
        specific = {"type": "AWS_PROXY", "integration_http_method": "POST", "uri": target.uri}
    return [aws.apigateway.Integration(name, **place, **specific, opts=opts)]


def http_parameters(route: Route) -> dict[str, bool]:
    """Path parameters that a method has to declare to pass them on."""
    return {f"method.request.path.{name}": True for name in paths.parameters(route.path)}


def fixed_answer(
    name: str,
    place: dict[str, Any],
    status: int,
    body: str,
    headers: dict[str, str],
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """An answer that API Gateway gives by itself (a MOCK integration), headers included."""
    integration = aws.apigateway.Integration(
        name,
        **place,
        type="MOCK",
        request_templates={"application/json": json.dumps({"statusCode": status})},
        # Without it a request of another content type would end in a 500.
        passthrough_behavior="NEVER",
        opts=opts,
    )
    response = aws.apigateway.MethodResponse(
        name,
        **place,
        status_code=str(status),
        response_parameters={f"method.response.header.{header}": True for header in headers},
        opts=opts,
    )
    answer = aws.apigateway.IntegrationResponse(
        name,
        **place,
        status_code=str(status),
        response_templates={"application/json": _literal(body)},
        response_parameters={
            f"method.response.header.{header}": f"'{value}'" for header, value in headers.items()
        },
        opts=pulumi.ResourceOptions.merge(
            opts, pulumi.ResourceOptions(depends_on=[integration, response])
        ),
    )
    return [integration, response, answer]


def _http(route: Route, args: dict[str, Any], target: Target) -> dict[str, Any]:
    # In an integration's address a greedy parameter is written without its plus.
    path = args.get("path", "" if route.path == "/" else route.path).replace("+}", "}")
    names = [name for name in paths.parameters(route.path) if f"{{{name}}}" in path]
    link = {"connection_type": "VPC_LINK", "connection_id": args.get("vpc_link_id")}
    return {
        "type": "HTTP_PROXY",
        "integration_http_method": route.method,
        "uri": target.uri.apply(lambda base: base + path) if target.uri else path,
        "request_parameters": {
            f"integration.request.path.{name}": f"method.request.path.{name}" for name in names
        },
        **(link if "vpc_link_id" in args else {}),
    }


def _literal(body: str) -> str:
    """A JSON body that the template language leaves alone.

    `$` and `#`, which mean something there, can only stand in JSON's strings, where they can be
    written by their numbers.
    """
    return body.replace("$", "\\u0024").replace("#", "\\u0023")
