"""Every type, with the real engine: created, unchanged, refreshed, changed, destroyed."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from sandbox.provider import tables
from sandbox.provider.aws import Aws
from tests.harness.engine import Engine

PROGRAM = Path(__file__).parent / "all_types"


def test_every_type(engine: Callable[..., Engine], emulator: str, tmp_path: Path) -> None:
    account = f"{os.getpid() + 10**11:012d}"
    aws = Aws(emulator, "us-east-1", account, "test")
    _acl(aws)
    folder = shutil.copytree(PROGRAM, tmp_path / "all-types")
    pulumi = engine(folder, account=account, stack="types")

    pulumi.up()
    kinds = {resource["type"] for resource in pulumi.resources()}
    assert kinds >= set(tables.ROWS)
    outputs = pulumi.outputs()
    assert outputs["account"] == account
    assert outputs["far"].startswith(f"arn:aws:logs:eu-west-1:{account}:log-group:far-")
    assert outputs["tags"] == {"owner": "me", "team": "a"}
    assert f":{account}:userpool/" in outputs["pool"]
    assert outputs["client_secret"] not in json.dumps(pulumi.resources())

    pulumi.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes")

    pulumi.pulumi("config", "set", "changed", "true")
    replaced = pulumi.up().stdout
    # The deployment is new; all else changes in place.
    assert "+-1 replaced" in replaced
    pulumi.pulumi("preview", "--expect-no-changes", "--refresh")

    pulumi.pulumi("destroy", "--yes", "--skip-preview")
    assert _left(aws) == []


def _acl(aws: Aws) -> None:
    aws.call(
        "wafv2",
        "us-east-1",
        "CreateWebACL",
        {
            "Name": "all-types",
            "Scope": "REGIONAL",
            "DefaultAction": {"Allow": {}},
            "VisibilityConfig": {
                "SampledRequestsEnabled": False,
                "CloudWatchMetricsEnabled": False,
                "MetricName": "m",
            },
        },
    )


def _left(aws: Aws) -> list[object]:
    """What the account still has."""
    found: list[object] = []
    for service, region, operation, result in (
        ("cognito-idp", "us-east-1", "ListUserPools", "UserPools"),
        ("apigateway", "us-east-1", "GetRestApis", "items"),
        ("apigateway", "us-east-1", "GetDomainNames", "items"),
        ("lambda", "us-east-1", "ListFunctions", "Functions"),
        ("iam", "us-east-1", "ListRoles", "Roles"),
        ("logs", "us-east-1", "DescribeLogGroups", "logGroups"),
        ("logs", "eu-west-1", "DescribeLogGroups", "logGroups"),
        ("secretsmanager", "us-east-1", "ListSecrets", "SecretList"),
    ):
        more = {"MaxResults": 60} if operation == "ListUserPools" else {}
        more |= {"IncludePlannedDeletion": True} if operation == "ListSecrets" else {}
        found += aws.call(service, region, operation, more)[result]
    found += aws.call("iam", "us-east-1", "ListPolicies", {"Scope": "Local"})["Policies"]
    role = aws.call("apigateway", "us-east-1", "GetAccount", {}).get("cloudwatchRoleArn")
    return [*found, role] if role else found
