"""What API Gateway refuses of deployments, stages and their settings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sandbox.provider.errors import AwsError, Fault
from sandbox.provider.live import Live
from sandbox.provider.values import Plain

_BAD = "BadRequestException"


def there_is_something_to_deploy(live: Live, state: Plain, old: Plain | None) -> None:
    """An API is deployed with methods, each with an integration."""
    if old is not None:
        return
    methods = {
        f"{verb} {resource['path']}": method
        for resource in live.all_of(
            "GetResources", "items", restApiId=state["restApi"], embed=["methods"]
        )
        for verb, method in (resource.get("resourceMethods") or {}).items()
    }
    if not methods:
        raise AwsError(
            _BAD,
            "The REST API doesn't contain any methods. Let the deployment depend on the methods "
            "and their integrations.",
            "CreateDeployment",
        )
    without = sorted(
        name for name, method in methods.items() if not method.get("methodIntegration")
    )
    if without:
        raise AwsError(
            _BAD,
            f"No integration defined for method: {', '.join(without)}. Let the deployment depend "
            "on the integrations.",
            "CreateDeployment",
        )


def deployment_unused(live: Live, state: Plain) -> None:
    """A deployment that a stage serves stays."""
    stages = live.look("GetStages", restApiId=state["restApi"]) or {}
    users = [s["stageName"] for s in stages.get("item", []) if s["deploymentId"] == state["id"]]
    if users:
        raise AwsError(
            _BAD,
            "Active stages pointing to this deployment must be moved or deleted: "
            f"{', '.join(sorted(users))}",
            "DeleteDeployment",
        )


def stage_name(state: Plain) -> Iterator[Fault]:
    """Letters, digits, - and _."""
    name = state.get("stageName")
    if isinstance(name, str) and not re.fullmatch(r"[a-zA-Z0-9_-]{1,128}", name):
        yield Fault(
            "stageName",
            f"{_BAD}: Stage name only allows a-zA-Z0-9_- and at most 128 of them; it is {name!r}.",
        )


def stage_is_new(live: Live, state: Plain, old: Plain | None) -> None:
    """An API has each stage once."""
    if old is None and live.look(
        "GetStage", restApiId=state["restApi"], stageName=state["stageName"]
    ):
        raise AwsError(
            "ConflictException", f"Stage already exists: {state['stageName']}", "CreateStage"
        )


def deployment_exists(live: Live, state: Plain, old: Plain | None) -> None:
    """The deployment is there."""
    if not live.look("GetDeployment", restApiId=state["restApi"], deploymentId=state["deployment"]):
        raise AwsError(
            _BAD,
            f"Deployment id does not exist: {state['deployment']}",
            "UpdateStage" if old else "CreateStage",
        )


def log_group_exists(live: Live, state: Plain, old: Plain | None) -> None:
    """Access logs go to a log group that is there, or to Firehose."""
    arn = (state.get("accessLogSettings") or {}).get("destinationArn")
    if not isinstance(arn, str):
        return
    operation, parts = "UpdateStage" if old else "CreateStage", arn.split(":", 6)
    if len(parts) < 7 or parts[2] not in ("logs", "firehose"):
        raise AwsError(
            _BAD,
            f"Invalid ARN specified in the request: {arn!r} is not the ARN of a log group or a "
            "Firehose stream",
            operation,
        )
    if parts[2] == "logs":
        name = parts[6].removesuffix(":*")
        answer = live.aws.call(
            "logs", parts[3], "DescribeLogGroups", {"logGroupNamePrefix": name, "limit": 50}
        )
        if name not in {group["logGroupName"] for group in answer["logGroups"]}:
            raise AwsError(_BAD, f"Invalid ARN: there is no log group {name!r}", operation)


def stage_exists(live: Live, state: Plain, old: Plain | None) -> None:
    """The stage whose settings these are."""
    del old
    if not live.look("GetStage", restApiId=state["restApi"], stageName=state["stageName"]):
        raise AwsError("NotFoundException", "Invalid stage identifier specified", "UpdateStage")


def method_path(state: Plain) -> Iterator[Fault]:
    """`*/*`, or a resource's path with ~1 for its slashes, and a method."""
    path = state.get("methodPath")
    if isinstance(path, str) and not re.fullmatch(r"[^/]*/[A-Z*]+", path):
        yield Fault(
            "methodPath",
            f"{_BAD}: Invalid method setting path: {path!r}. Write */*, or the resource's path "
            "with ~1 for each slash, then a slash and the method: ~1a~1b/GET.",
        )


def throttling(state: Plain) -> Iterator[Fault]:
    """Numbers that make sense; -1 is "no limit of its own"."""
    settings = state.get("settings")
    for name in ("throttlingBurstLimit", "throttlingRateLimit"):
        value = settings.get(name) if isinstance(settings, dict) else None
        if isinstance(value, (int, float)) and value < -1:
            yield Fault(
                f"settings.{name}", f"{_BAD}: Invalid value {value}: it must be -1 or more."
            )
    level = settings.get("loggingLevel") if isinstance(settings, dict) else None
    if isinstance(level, str) and level not in ("OFF", "ERROR", "INFO"):
        yield Fault("settings.loggingLevel", f"{_BAD}: is {level!r}; AWS takes OFF, ERROR or INFO.")
