"""The stage: what callers reach, with its logs, tracing and firewall."""

import pulumi
import pulumi_aws as aws

from .api_args import STAGE, ScopedApiArgs
from .logs import make_access_log
from .rest_api import Api


def make_stage(
    api: Api, args: ScopedApiArgs, deployment: aws.apigateway.Deployment
) -> aws.apigateway.Stage:
    """Make the stage that serves a deployment."""
    tags = args.get("tags")
    settings = None
    before: list[pulumi.Resource] = []
    if "access_logs" in args:
        settings, before = make_access_log(api.name, args["access_logs"], tags, api.opts)
    stage = aws.apigateway.Stage(
        api.name,
        rest_api=deployment.rest_api,
        deployment=deployment.id,
        stage_name=args.get("stage", STAGE),
        variables=args.get("stage_variables"),
        access_log_settings=settings,
        xray_tracing_enabled=args.get("tracing"),
        tags=tags,
        opts=api.after(*before),
    )
    if "web_acl_arn" in args:
        aws.wafv2.WebAclAssociation(
            api.name, resource_arn=stage.arn, web_acl_arn=args["web_acl_arn"], opts=api.opts
        )
    return stage
