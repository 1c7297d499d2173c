"""Runs a program against Pulumi's mocks and keeps what it registers, as the engine sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.runtime import mocks, rpc, settings, stack

from tests.unit.components import sdk_schema

ACCOUNT, REGION = "123456789012", "eu-west-1"
POOL_ID = f"{REGION}_AbCdEfGhI"
POOL_ARN = f"arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/{POOL_ID}"


@dataclass
class Registered:
    """One resource as it reached the engine. Values that are not known are `rpc.Unknown`."""

    type: str
    name: str
    inputs: dict[str, Any]
    urn: str
    parent: str
    dependencies: set[str]
    property_dependencies: dict[str, set[str]]
    delete_before_replace: bool
    aliases: list[str]

    def depends_on(self, other: Registered) -> bool:
        return other.urn in self.dependencies


@dataclass
class Deployed:
    """What a program registered, in order, and the outputs of each component."""

    resources: list[Registered] = field(default_factory=list)
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)

    def of_type(self, kind: str) -> list[Registered]:
        """The resources of a type, `apigateway/method:Method` for short."""
        return [made for made in self.resources if made.type in (kind, f"aws:{kind}")]

    def one(self, kind: str, name: str | None = None) -> Registered:
        found = [made for made in self.of_type(kind) if name in (None, made.name)]
        assert len(found) == 1, f"{kind} {name or ''}: {[made.name for made in self.of_type(kind)]}"
        return found[0]

    def names(self, kind: str) -> list[str]:
        return [made.name for made in self.of_type(kind)]


class _Outputs(mocks.Mocks):
    """Outputs that AWS would give, where a component goes on from them."""

    def __init__(self, preview: bool, existing: dict[str, Any]) -> None:
        self.preview = preview
        self.existing = existing

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        known = {"aws:index/getCallerIdentity:getCallerIdentity": {"accountId": ACCOUNT}}
        return known[args.token], []

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if args.resource_id:
            return args.resource_id, self.existing
        if not args.custom:
            return "", {}
        if self.preview:
            return None, args.inputs
        made = _MADE.get(args.typ, lambda _name: ("", {}))(args.name)  # type: ignore[no-untyped-call]  # Pulumi's
        return made[0] or f"{args.name}-id", {"name": args.name, **args.inputs, **made[1]}


def _arn(service: str, kind: str) -> Callable[[str], tuple[str, dict[str, str]]]:
    return lambda name: ("", {"arn": f"arn:aws:{service}:{REGION}:{ACCOUNT}:{kind}{name}"})


_MADE: dict[str, Callable[[str], tuple[str, dict[str, str]]]] = {
    "aws:cognito/userPool:UserPool": lambda _name: (POOL_ID, {"arn": POOL_ARN}),
    "aws:cognito/userPoolDomain:UserPoolDomain": lambda _name: (
        "",
        {"cloudfrontDistribution": "d1.cloudfront.net"},
    ),
    "aws:cognito/userPoolClient:UserPoolClient": lambda name: (
        f"client-{name}",
        {"clientSecret": f"shh-{name}"},
    ),
    "aws:apigateway/restApi:RestApi": lambda _name: (
        "api1",
        {
            "rootResourceId": "root1",
            "arn": f"arn:aws:apigateway:{REGION}::/restapis/api1",
            "executionArn": f"arn:aws:execute-api:{REGION}:{ACCOUNT}:api1",
        },
    ),
    "aws:apigateway/stage:Stage": lambda _name: (
        "",
        {
            "invokeUrl": f"https://api1.execute-api.{REGION}.amazonaws.com/live",
            "arn": f"arn:aws:apigateway:{REGION}::/restapis/api1/stages/live",
        },
    ),
    "aws:lambda/function:Function": _arn("lambda", "function:"),
    "aws:cloudwatch/logGroup:LogGroup": _arn("logs", "log-group:"),
    "aws:iam/role:Role": lambda name: ("", {"arn": f"arn:aws:iam::{ACCOUNT}:role/{name}"}),
    "aws:iam/policy:Policy": lambda name: ("", {"arn": f"arn:aws:iam::{ACCOUNT}:policy/{name}"}),
    "aws:secretsmanager/secret:Secret": _arn("secretsmanager", "secret:"),
    "aws:apigateway/domainName:DomainName": lambda _name: (
        "",
        {"regionalDomainName": "d-1.execute-api", "regionalZoneId": "Z1"},
    ),
}


class _Monitor(mocks.MockMonitor):
    """Keeps each request, with the dependencies that mocks do not see."""

    def __init__(self, outputs: mocks.Mocks, deployed: Deployed) -> None:
        super().__init__(outputs)
        self.deployed = deployed

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802  # Pulumi's name
        response = super().RegisterResource(request)  # type: ignore[no-untyped-call]  # Pulumi's
        if request.type != "pulumi:pulumi:Stack":
            self.deployed.resources.append(
                Registered(
                    type=request.type,
                    name=request.name,
                    inputs=rpc.deserialize_properties(request.object, True),
                    urn=response.urn,
                    parent=request.parent,
                    dependencies=set(request.dependencies),
                    property_dependencies={
                        key: set(value.urns) for key, value in request.propertyDependencies.items()
                    },
                    delete_before_replace=request.deleteBeforeReplace,
                    aliases=[alias.spec.name or alias.urn for alias in request.aliases],
                )
            )
        return response

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802  # Pulumi's name
        outputs = rpc.deserialize_properties(request.outputs, True)
        self.deployed.outputs[request.urn.rpartition("::")[2]] = {
            key: rpc.unwrap_rpc_secret(value) for key, value in outputs.items()
        }
        self.deployed.secrets |= {key for key, value in outputs.items() if rpc.is_rpc_secret(value)}
        return super().RegisterResourceOutputs(request)  # type: ignore[no-untyped-call]  # Pulumi's


def deploy(
    program: Callable[[], object],
    *,
    preview: bool = False,
    existing: dict[str, Any] | None = None,
) -> Deployed:
    """Run a program; return what it registers. `existing` is what looking a resource up finds.

    Every resource's inputs are checked against the `pulumi_aws` SDK.
    """
    deployed = Deployed()
    outputs = _Outputs(preview, existing or {})
    mocks.set_mocks(
        outputs, project="test", stack="test", preview=preview, monitor=_Monitor(outputs, deployed)
    )
    settings.SETTINGS.rpc_manager.clear()
    settings.SETTINGS.outputs.clear()

    def run() -> None:
        program()

    pulumi.runtime.sync_await._sync_await(stack.run_pulumi_func(run))
    for made in deployed.resources:
        sdk_schema.check(made.type, made.inputs)
    return deployed
