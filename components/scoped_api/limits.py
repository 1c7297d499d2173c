"""What the stage lets through: how much of each route, and whether anything else."""

from collections.abc import Iterable, Iterator

import pulumi
import pulumi_aws as aws

from . import paths
from .api_args import ScopedApiArgs
from .rest_api import Api
from .routes import VERBS, Route
from .throttling import ThrottleArgs

# API Gateway's own quotas for an account and Region, where nobody has raised them.
_ACCOUNT = ThrottleArgs(rate=10_000, burst=5_000)
_NOTHING = ThrottleArgs(rate=0, burst=0)


def make_limits(
    api: Api, stage: aws.apigateway.Stage, args: ScopedApiArgs, routes: Iterable[Route]
) -> None:
    """Limit a stage and its routes."""
    others, usual = args.get("throttle"), None
    if args.get("refuse_others"):
        others, usual = _NOTHING, args.get("throttle", _ACCOUNT)
    made: list[pulumi.Resource] = []
    for method, route in _methods(list(routes)):
        throttle = route.throttle or usual
        if throttle:
            label = f"{api.name}-{method}{paths.slot(route.path)}"
            made.append(_limit(label, stage, throttle, _key(method, route.path), api.opts))
    if others:
        # No route may meet the limit for all others before it has its own.
        _limit(f"{api.name}-all", stage, others, "*/*", api.after(*made))


def _methods(routes: list[Route]) -> Iterator[tuple[str, Route]]:
    """Each route with its method. ANY has no settings of its own: the stage knows it as seven."""
    own = {(route.method, route.path) for route in routes}
    for route in routes:
        if route.method != "ANY":
            yield route.method, route
            continue
        for method in VERBS:
            if (method, route.path) not in own:
                yield method, route


def _key(method: str, path: str) -> str:
    """A method as a stage's settings name it: `~1orders~1{id}/GET`.

    With a slash as it is, the settings have no effect, or are not found again
    (terraform-provider-aws issues 9738 and 37959).
    """
    return f"{path.replace('/', '~1')}/{method}"


def _limit(
    label: str,
    stage: aws.apigateway.Stage,
    throttle: ThrottleArgs,
    method_path: str,
    opts: pulumi.ResourceOptions,
) -> aws.apigateway.MethodSettings:
    return aws.apigateway.MethodSettings(
        label,
        rest_api=stage.rest_api,
        stage_name=stage.stage_name,
        method_path=method_path,
        settings={
            "throttling_rate_limit": throttle["rate"],
            "throttling_burst_limit": throttle["burst"],
        },
        opts=opts,
    )
