"""An authorizer of a REST API."""

from __future__ import annotations

from dataclasses import dataclass

from ..known import Text, Texts
from ..resource import Resource, View

# type → property of the API's id
_NAMES = {
    "aws:apigateway/authorizer:Authorizer": "restApi",
    "aws-native:apigateway:Authorizer": "restApiId",
}

AUTHORIZER_IDS = {
    "aws:apigateway/authorizer:Authorizer": "id",
    "aws-native:apigateway:Authorizer": "authorizerId",
}
"""type → the property that holds its id."""


@dataclass(frozen=True)
class Authorizer:
    """`type` is TOKEN on AWS where it is left out."""

    resource: Resource
    type: Text
    provider_arns: Texts
    api_property: str


def _read(resource: Resource) -> Authorizer:
    return Authorizer(
        resource=resource,
        type=resource.bag.text("type"),
        provider_arns=resource.bag.texts("providerArns"),
        api_property=_NAMES[resource.type],
    )


AUTHORIZERS = View(frozenset(_NAMES), _read)
