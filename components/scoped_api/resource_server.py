"""The resource server: where Cognito keeps an API's scopes."""

import re

import pulumi
import pulumi_aws as aws

from . import scopes
from .api_args import ScopedApiArgs


def make_resource_server(
    name: str, args: ScopedApiArgs, opts: pulumi.ResourceOptions
) -> pulumi.Output[list[str]]:
    """Declare an API's scopes; return their full names, on which clients wait."""
    identifier = args["identifier"]
    server = aws.cognito.ResourceServer(
        name,
        identifier=identifier,
        # What the console shows. A name may have fewer characters than an identifier.
        name=re.sub(r"[^\w\s+=,.@-]", "-", identifier),
        scopes=[
            {"scope_name": scope, "scope_description": description}
            for scope, description in sorted(args["scopes"].items())
        ],
        # A pool's ARN ends with its id.
        user_pool_id=pulumi.Output.from_input(args["user_pool_arn"]).apply(
            lambda arn: arn.rpartition("/")[2]
        ),
        opts=opts,
    )
    return scopes.declare(
        server, sorted(scopes.full_name(identifier, scope) for scope in args["scopes"])
    )
