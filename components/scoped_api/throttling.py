"""Limits on requests, for the stage and for a route."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws

from .arguments import Mistakes


class ThrottleArgs(TypedDict):
    """How many requests are let through; more are answered with 429."""

    rate: float
    """Requests a second, on average."""
    burst: int
    """Requests at once."""


def check_throttle(throttle: ThrottleArgs, mistakes: Mistakes, where: str) -> None:
    """Check that both limits let something through."""
    for key in ("rate", "burst"):
        limit = throttle.get(key)
        if isinstance(limit, (int, float)) and limit <= 0:
            mistakes.add(
                where,
                f"has the {key} {limit}, which lets nothing through. Write a positive number.",
            )


def settings_path(method: str, path: str) -> str:
    """A route as API Gateway's stage settings name it: `orders/{id}/GET`."""
    return f"{path.removeprefix('/')}/{method}" if path != "/" else f"~1/{method}"


def limit(
    name: str,
    stage: aws.apigateway.Stage,
    throttle: ThrottleArgs,
    method_path: str,
    opts: pulumi.ResourceOptions,
) -> aws.apigateway.MethodSettings:
    """Put a limit on a route of a stage, or on all of them (`*/*`)."""
    return aws.apigateway.MethodSettings(
        name,
        rest_api=stage.rest_api,
        stage_name=stage.stage_name,
        method_path=method_path,
        settings={
            "throttling_rate_limit": throttle["rate"],
            "throttling_burst_limit": throttle["burst"],
        },
        opts=opts,
    )
