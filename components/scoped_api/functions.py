"""The Lambda function of a backend: its role, its log, and who may invoke it."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from . import function_code, policy_document
from .backends import FunctionArgs


def build(
    name: str,
    args: FunctionArgs,
    tracing: bool,
    tags: Mapping[str, pulumi.Input[str]] | None,
    opts: pulumi.ResourceOptions,
) -> aws.lambda_.Function:
    """Make a function that may write its own log and nothing else, but for `args["policy"]`."""
    log = aws.cloudwatch.LogGroup(
        name, retention_in_days=args.get("log_retention_days", 30), tags=tags, opts=opts
    )
    role = aws.iam.Role(
        name,
        assume_role_policy=policy_document.assumed_by("lambda.amazonaws.com"),
        tags=tags,
        opts=opts,
    )
    policies = [
        aws.iam.RolePolicy(
            f"{name}-log", role=role.name, policy=log.arn.apply(_may_write), opts=opts
        )
    ]
    if "policy" in args:
        policies.append(aws.iam.RolePolicy(name, role=role.name, policy=args["policy"], opts=opts))
    if tracing:
        policies.append(
            aws.iam.RolePolicy(f"{name}-trace", role=role.name, policy=_MAY_TRACE, opts=opts)
        )
    return aws.lambda_.Function(
        name,
        code=function_code.archive(args["folder"]),
        handler=args.get("handler", function_code.HANDLER),
        runtime=args.get("runtime", function_code.RUNTIME),
        memory_size=args.get("memory", 128),
        timeout=args.get("timeout", 10),
        role=role.arn,
        environment={"variables": args["environment"]} if args.get("environment") else None,
        logging_config={"log_format": "JSON", "log_group": log.name},
        tracing_config={"mode": "Active"} if tracing else None,
        tags=tags,
        # A function that starts before it may write its log would lose its first lines.
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=policies)),
    )


def allow(
    name: str,
    function_arn: pulumi.Input[str],
    source_arn: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> aws.lambda_.Permission:
    """Let one API invoke a function, version or alias: one permission, not one for a route."""
    # arn:aws:lambda:region:account:function:name[:version or alias]
    parts = pulumi.Output.from_input(function_arn).apply(lambda arn: arn.split(":"))
    return aws.lambda_.Permission(
        name,
        action="lambda:InvokeFunction",
        principal="apigateway.amazonaws.com",
        function=parts.apply(lambda parts: ":".join(parts[:7])),
        qualifier=parts.apply(lambda parts: parts[7] if len(parts) > 7 else None),
        source_arn=source_arn,
        opts=opts,
    )


def invoke_uri(function_arn: str) -> str:
    """Where API Gateway invokes a function."""
    _, partition, _, region, *_ = function_arn.split(":")
    return (
        f"arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/"
        f"{function_arn}/invocations"
    )


def _may_write(log_group_arn: str) -> str:
    group = log_group_arn.removesuffix(":*")
    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]
    return policy_document.allow({"Action": actions, "Resource": f"{group}:*"})


_MAY_TRACE = policy_document.allow(
    {"Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "Resource": "*"}
)
