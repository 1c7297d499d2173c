"""A configured stand-in, and the things that resources of a kind belong to."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.provider.engineless import Engineless, Resource

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"Service": "lambda.amazonaws.com"},
            }
        ],
    }
)


@pytest.fixture(scope="session")
def pulumi(emulator: str) -> Engineless:
    """The stand-in on this run's emulator, in an account of its own."""
    return Engineless(emulator)


class World:
    """What stands around the resource under test; each thing is made when first asked for."""

    def __init__(self, pulumi: Engineless, folder: Path) -> None:
        self.pulumi = pulumi
        self.folder = folder
        self.mark = uuid.uuid4().hex[:8]
        self._made: dict[str, Resource] = {}

    def _get(self, kind: str, name: str, **inputs: Any) -> Resource:
        key = f"{kind} {name}"
        if key not in self._made:
            self._made[key] = self.pulumi.create(kind, f"{name}-{self.mark}", **inputs)
        return self._made[key]

    @property
    def pool(self) -> Resource:
        return self._get("aws:cognito/userPool:UserPool", "pool")

    @property
    def server(self) -> Resource:
        return self._get(
            "aws:cognito/resourceServer:ResourceServer",
            "server",
            userPoolId=self.pool.id,
            identifier="com.test",
            scopes=[{"scopeName": n, "scopeDescription": n} for n in ("read", "write")],
        )

    @property
    def api(self) -> Resource:
        return self._get("aws:apigateway/restApi:RestApi", "api")

    @property
    def resource(self) -> Resource:
        return self._get(
            "aws:apigateway/resource:Resource",
            "resource",
            restApi=self.api.id,
            parentId=self.api["rootResourceId"],
            pathPart="tests",
        )

    @property
    def authorizer(self) -> Resource:
        return self._get(
            "aws:apigateway/authorizer:Authorizer",
            "authorizer",
            restApi=self.api.id,
            type="COGNITO_USER_POOLS",
            providerArns=[self.pool["arn"]],
        )

    @property
    def method(self) -> Resource:
        return self._get(
            "aws:apigateway/method:Method",
            "method",
            restApi=self.api.id,
            resourceId=self.resource.id,
            httpMethod="GET",
            authorization="NONE",
            requestParameters={"method.request.path.id": True},
        )

    @property
    def integration(self) -> Resource:
        return self._get(
            "aws:apigateway/integration:Integration", "integration", **self.of_method, type="MOCK"
        )

    @property
    def response(self) -> Resource:
        return self._get(
            "aws:apigateway/methodResponse:MethodResponse",
            "response",
            **self.of_method,
            statusCode="200",
        )

    @property
    def of_method(self) -> dict[str, Any]:
        return {name: self.method[name] for name in ("restApi", "resourceId", "httpMethod")}

    @property
    def deployment(self) -> Resource:
        assert self.integration
        return self._get("aws:apigateway/deployment:Deployment", "deployment", restApi=self.api.id)

    @property
    def stage(self) -> Resource:
        return self._get(
            "aws:apigateway/stage:Stage",
            "stage",
            restApi=self.api.id,
            deployment=self.deployment.id,
            stageName="dev",
        )

    @property
    def group(self) -> Resource:
        return self._get("aws:cloudwatch/logGroup:LogGroup", "group")

    @property
    def role(self) -> Resource:
        return self._get("aws:iam/role:Role", "role", assumeRolePolicy=TRUST)

    @property
    def policy(self) -> Resource:
        return self._get("aws:iam/policy:Policy", "policy", policy=self.allow("logs:*"))

    @staticmethod
    def allow(action: str) -> str:
        statement = {"Effect": "Allow", "Action": [action], "Resource": "*"}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    def code(self, text: str = "def handler(event, context): return {}\n") -> dict[str, Any]:
        folder = self.folder / uuid.uuid4().hex
        folder.mkdir()
        (folder / "app.py").write_text(text)
        return {"kind": "archive", "path": str(folder)}

    @property
    def function(self) -> Resource:
        return self._get("aws:lambda/function:Function", "function", **self.of_function)

    @property
    def of_function(self) -> dict[str, Any]:
        return {
            "role": self.role["arn"],
            "code": self.code(),
            "handler": "app.handler",
            "runtime": "python3.12",
        }

    @property
    def domain(self) -> Resource:
        return self._get(
            "aws:apigateway/domainName:DomainName",
            "domain",
            domainName=f"{self.mark}.example.com",
            regionalCertificateArn="arn:aws:acm:us-east-1:111122223333:certificate/a",
            endpointConfiguration={"types": "REGIONAL"},
        )

    @property
    def secret(self) -> Resource:
        return self._get("aws:secretsmanager/secret:Secret", "secret", recoveryWindowInDays=0)

    def acl(self) -> str:
        answer = self.pulumi.aws(
            "wafv2",
            "CreateWebACL",
            Name=uuid.uuid4().hex,
            Scope="REGIONAL",
            DefaultAction={"Allow": {}},
            VisibilityConfig={
                "SampledRequestsEnabled": False,
                "CloudWatchMetricsEnabled": False,
                "MetricName": "m",
            },
        )
        return str(answer["Summary"]["ARN"])


@pytest.fixture
def world(pulumi: Engineless, tmp_path: Path) -> World:
    """A world of its own for a test: nothing in it is anyone else's."""
    return World(pulumi, tmp_path)
