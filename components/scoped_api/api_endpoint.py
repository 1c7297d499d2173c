"""Where an API can be reached: from the internet, or from some VPC endpoints only."""

import re
from typing import TypedDict

import pulumi
import pulumi_aws as aws
from typing_extensions import NotRequired

from . import policy_document
from .arguments import Mistakes
from .rest_api import Api

TYPES = ("REGIONAL", "EDGE", "PRIVATE")
_VPC_ENDPOINT = re.compile(r"vpce-[0-9a-f]+")


class EndpointArgs(TypedDict):
    """How an API is reached."""

    type: str
    """REGIONAL (as without this), EDGE (through CloudFront), or PRIVATE."""
    vpc_endpoint_ids: NotRequired[list[pulumi.Input[str]]]
    """For PRIVATE: the VPC endpoints through which it may be called, and no others."""


def check_endpoint(args: EndpointArgs, mistakes: Mistakes, where: str) -> None:
    """Check the type, and that a private API names its VPC endpoints."""
    kind, ids = args["type"], args.get("vpc_endpoint_ids", [])
    if kind not in TYPES:
        mistakes.add(f"{where}.type", f'"{kind}" is none. Write one of {", ".join(TYPES)}.')
    elif kind == "PRIVATE" and not ids:
        mistakes.add(
            f"{where}.vpc_endpoint_ids",
            "is missing: nobody could call a private API without one. Write, for example, "
            '["vpce-0123456789abcdef0"].',
        )
    elif kind != "PRIVATE" and ids:
        mistakes.add(f"{where}.vpc_endpoint_ids", 'is for the type "PRIVATE" only. Leave it out.')
    for vpc_endpoint in ids:
        if isinstance(vpc_endpoint, str) and not _VPC_ENDPOINT.fullmatch(vpc_endpoint):
            mistakes.add(
                f"{where}.vpc_endpoint_ids",
                f'"{vpc_endpoint}" is no VPC endpoint. Write, for example, '
                '"vpce-0123456789abcdef0".',
            )


def configuration(
    args: EndpointArgs | None,
) -> aws.apigateway.RestApiEndpointConfigurationArgsDict:
    """The REST API's endpoint configuration."""
    if args is None:
        return {"types": "REGIONAL"}
    if "vpc_endpoint_ids" not in args:
        return {"types": args["type"]}
    return {"types": args["type"], "vpc_endpoint_ids": args["vpc_endpoint_ids"]}


def make_policy(api: Api, args: EndpointArgs) -> None:
    """Let a private API be called through its VPC endpoints. Without it, no one may."""
    known = pulumi.Output.all(api.rest_api.execution_arn, args.get("vpc_endpoint_ids", []))
    policy = known.apply(lambda known: _allow(known[0], known[1]))
    made = aws.apigateway.RestApiPolicy(
        api.name, rest_api_id=api.rest_api.id, policy=policy, opts=api.opts
    )
    api.snapshot.add(made, {"policy": policy})


def _allow(execution_arn: str, vpc_endpoint_ids: list[str]) -> str:
    return policy_document.allow(
        {
            "Principal": "*",
            "Action": "execute-api:Invoke",
            "Resource": f"{execution_arn}/*",
            "Condition": {"StringEquals": {"aws:SourceVpce": vpc_endpoint_ids}},
        }
    )
