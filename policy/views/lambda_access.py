"""Ways to a Lambda function: its URL, and who may invoke it."""

from __future__ import annotations

from dataclasses import dataclass

from ..finding import Subject
from ..known import Text
from ..resource import Resource, View

# type → property of the authorization type
_URLS = {
    "aws:lambda/functionUrl:FunctionUrl": "authorizationType",
    "aws-native:lambda:Url": "authType",
}


@dataclass(frozen=True)
class FunctionUrl:
    """A function's own HTTPS endpoint."""

    resource: Resource
    authorization: Text

    @property
    def subject(self) -> Subject:
        """Its place: the resource."""
        return Subject(self.resource.name)


@dataclass(frozen=True)
class Permission:
    """A statement in a function's resource policy."""

    resource: Resource
    principal: Text
    source_arn: Text

    @property
    def subject(self) -> Subject:
        """Its place: the resource."""
        return Subject(self.resource.name)


FUNCTION_URLS = View(
    frozenset(_URLS),
    lambda resource: FunctionUrl(resource, resource.bag.text(_URLS[resource.type])),
)

PERMISSIONS = View(
    frozenset({"aws:lambda/permission:Permission", "aws-native:lambda:Permission"}),
    lambda resource: Permission(
        resource, resource.bag.text("principal"), resource.bag.text("sourceArn")
    ),
)
