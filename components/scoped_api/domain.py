"""A domain of your own in front of a stage."""

import re
from collections.abc import Mapping
from typing import TypedDict

import pulumi
import pulumi_aws as aws
from typing_extensions import NotRequired

from .arguments import Mistakes

_HOST = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}")
_BASE_PATH = re.compile(r"[A-Za-z0-9$_.+!*'()/-]+")
_CERTIFICATE = re.compile(r"arn:[\w-]+:acm:[\w-]+:\d{12}:certificate/[\w-]+")


class DomainArgs(TypedDict):
    """Makes the API callable at `https://<name>/<base_path>`. Point a DNS record at the outputs
    `domain_target` and `domain_zone_id`."""

    name: str
    """`api.example.com`."""
    certificate_arn: pulumi.Input[str]
    """Its certificate in AWS Certificate Manager, in the API's Region."""
    base_path: NotRequired[str]
    """What comes before the routes' paths: `orders`, or `orders/v1`; nothing if not given."""


def check_domain(args: DomainArgs, kind: str, mistakes: Mistakes, where: str) -> None:
    """Check names. `kind` is the API's endpoint type."""
    if kind != "REGIONAL":
        mistakes.add(where, f'works with the endpoint type "REGIONAL"; it is "{kind}".')
    if not _HOST.fullmatch(args["name"]):
        mistakes.add(
            f"{where}.name",
            f'"{args["name"]}" is no domain name. Write, for example, "api.example.com".',
        )
    arn = args["certificate_arn"]
    if isinstance(arn, str) and not _CERTIFICATE.fullmatch(arn):
        mistakes.add(
            f"{where}.certificate_arn",
            f'"{arn}" is no ARN of a certificate. Write, for example, '
            '"arn:aws:acm:eu-west-1:123456789012:certificate/...".',
        )
    base = args.get("base_path")
    if base is not None and (not _BASE_PATH.fullmatch(base) or base != base.strip("/")):
        fix = base.strip("/") if _BASE_PATH.fullmatch(base.strip("/")) else "orders"
        mistakes.add(f"{where}.base_path", f'"{base}" is no base path. Write "{fix}".')


def make_domain(
    name: str,
    args: DomainArgs,
    stage: aws.apigateway.Stage,
    tags: Mapping[str, pulumi.Input[str]] | None,
    opts: pulumi.ResourceOptions,
) -> aws.apigateway.DomainName:
    """Make the domain, and map it to a stage."""
    domain = aws.apigateway.DomainName(
        name,
        domain_name=args["name"],
        regional_certificate_arn=args["certificate_arn"],
        endpoint_configuration={"types": "REGIONAL"},
        security_policy="TLS_1_2",
        tags=tags,
        opts=opts,
    )
    aws.apigateway.BasePathMapping(
        name,
        domain_name=domain.domain_name,
        rest_api=stage.rest_api,
        stage_name=stage.stage_name,
        base_path=args.get("base_path"),
        opts=opts,
    )
    return domain


def url(args: DomainArgs) -> str:
    """Where the API is called."""
    return "/".join(["https:/", args["name"], *filter(None, [args.get("base_path")])])
