"""Access logs: one line of JSON a request, with the client and its scopes."""

import json
from collections.abc import Mapping
from typing import TypedDict

import pulumi
import pulumi_aws as aws
from typing_extensions import NotRequired

from . import policy_document
from .arguments import Mistakes

# What CloudWatch takes (PutRetentionPolicy).
_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
         2922, 3288, 3653)  # fmt: skip
_LINE = {
    "time": "$context.requestTime",
    "requestId": "$context.requestId",
    "method": "$context.httpMethod",
    "route": "$context.resourcePath",
    "path": "$context.path",
    "status": "$context.status",
    "clientId": "$context.authorizer.claims.client_id",
    "scope": "$context.authorizer.claims.scope",
    "ip": "$context.identity.sourceIp",
    "latencyMs": "$context.responseLatency",
    "error": "$context.error.message",
}
_PUSH = "service-role/AmazonAPIGatewayPushToCloudWatchLogs"


class AccessLogsArgs(TypedDict):
    """Writes a line of JSON to CloudWatch for each request. Tokens are not in it."""

    retention_days: NotRequired[int]
    """How long lines are kept; 90 days if not given."""
    account_role: NotRequired[bool]
    """Whether to give API Gateway the role with which it writes logs. It needs one for a whole
    account and Region: leave it out where that is there already. Without the stack that has it,
    none of the APIs there writes logs."""


def check_retention(days: int, mistakes: Mistakes, where: str) -> None:
    """Check that CloudWatch takes a retention."""
    if days not in _DAYS:
        nearest = min(_DAYS, key=lambda allowed: abs(allowed - days))
        mistakes.add(where, f"{days} is no retention of CloudWatch. Write, for example, {nearest}.")


def make_access_log(
    name: str,
    args: AccessLogsArgs,
    tags: Mapping[str, pulumi.Input[str]] | None,
    opts: pulumi.ResourceOptions,
) -> tuple[aws.apigateway.StageAccessLogSettingsArgsDict, list[pulumi.Resource]]:
    """Make a log group; return the stage's settings, and what the stage has to wait for."""
    log = aws.cloudwatch.LogGroup(
        f"{name}-access", retention_in_days=args.get("retention_days", 90), tags=tags, opts=opts
    )
    before: list[pulumi.Resource] = []
    if args.get("account_role"):
        role = aws.iam.Role(
            f"{name}-log",
            assume_role_policy=policy_document.assumed_by("apigateway.amazonaws.com"),
            tags=tags,
            opts=opts,
        )
        attached = aws.iam.RolePolicyAttachment(
            f"{name}-log",
            role=role.name,
            # The partition is the role's own: aws, aws-cn or aws-us-gov.
            policy_arn=role.arn.apply(
                lambda arn: f"arn:{arn.split(':')[1]}:iam::aws:policy/{_PUSH}"
            ),
            opts=opts,
        )
        before.append(
            aws.apigateway.Account(
                name,
                cloudwatch_role_arn=role.arn,
                opts=pulumi.ResourceOptions.merge(
                    opts, pulumi.ResourceOptions(depends_on=[attached])
                ),
            )
        )
    return {
        # API Gateway wants the ARN without the ":*" that some readings of it end with.
        "destination_arn": log.arn.apply(lambda arn: arn.removesuffix(":*")),
        "format": json.dumps(_LINE),
    }, before
