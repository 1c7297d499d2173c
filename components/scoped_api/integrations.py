"""How a route's method is connected to what answers it."""

from dataclasses import dataclass
from typing import Any

import pulumi

from . import fixed_answers, paths
from .backends import HttpArgs
from .fixed_answers import FixedAnswer
from .routes import Route


@dataclass(frozen=True)
class Target:
    """What answers a route: a Lambda function, an HTTP endpoint, or API Gateway itself."""

    uri: pulumi.Input[str] = ""
    """Where a function is invoked, or the endpoint's address."""
    http: HttpArgs | None = None
    """The endpoint, if it is one."""
    answer: FixedAnswer | None = None
    """What is answered without either."""


def integration(route: Route, target: Target) -> dict[str, Any]:
    """The inputs of a route's integration."""
    if target.answer:
        return fixed_answers.integration(target.answer)
    if target.http is None:
        return {"type": "AWS_PROXY", "integration_http_method": "POST", "uri": target.uri}
    # In an integration's address a greedy parameter is written without its plus.
    own = "" if route.path == "/" else route.path
    path = target.http.get("path", own).replace("+}", "}")
    link = {"connection_type": "VPC_LINK", "connection_id": target.http.get("vpc_link_id")}
    return {
        "type": "HTTP_PROXY",
        "integration_http_method": route.method,
        "uri": _append(target.uri, path),
        "request_parameters": {
            f"integration.request.path.{name}": f"method.request.path.{name}"
            for name in paths.parameters(route.path)
            if f"{{{name}}}" in path
        },
        **(link if "vpc_link_id" in target.http else {}),
    }


def passed_on(route: Route, target: Target) -> dict[str, bool]:
    """Parameters that a method has to declare so that its integration may pass them on."""
    names = paths.parameters(route.path) if target.http else []
    return {f"method.request.path.{name}": True for name in names}


def _append(base: pulumi.Input[str], path: str) -> pulumi.Input[str]:
    if isinstance(base, str):
        return base + path  # known at preview
    return pulumi.Output.concat(base, path)
