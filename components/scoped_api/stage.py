"""The stage: what callers reach, with its limits, logs, tracing and firewall."""

from collections.abc import Iterable

import pulumi
import pulumi_aws as aws

from .api_args import STAGE, ScopedApiArgs
from .logs import make_access_log
from .routes import Route
from .throttling import limit, settings_path


def make_stage(
    name: str,
    args: ScopedApiArgs,
    deployment: aws.apigateway.Deployment,
    routes: Iterable[Route],
    opts: pulumi.ResourceOptions,
) -> aws.apigateway.Stage:
    """Make the stage that serves a deployment."""
    tags = args.get("tags")
    settings = None
    before: list[pulumi.Resource] = []
    if "access_logs" in args:
        settings, before = make_access_log(name, args["access_logs"], tags, opts)
    stage = aws.apigateway.Stage(
        name,
        rest_api=deployment.rest_api,
        deployment=deployment.id,
        stage_name=args.get("stage", STAGE),
        variables=args.get("stage_variables"),
        access_log_settings=settings,
        xray_tracing_enabled=args.get("tracing"),
        tags=tags,
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=before)),
    )
    if "throttle" in args:
        limit(f"{name}-all", stage, args["throttle"], "*/*", opts)
    for route in routes:
        if route.throttle is not None:
            path = settings_path(route.method, route.path)
            limit(f"{name}-{route.key}", stage, route.throttle, path, opts)
    if "web_acl_arn" in args:
        aws.wafv2.WebAclAssociation(
            name, resource_arn=stage.arn, web_acl_arn=args["web_acl_arn"], opts=opts
        )
    return stage
