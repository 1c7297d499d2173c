"""An API that is defined by an OpenAPI document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..resource import Resource, View

# type → whether it is an HTTP API
_TYPES = {
    "aws:apigateway/restApi:RestApi": False,
    "aws:apigateway/restApiPut:RestApiPut": False,
    "aws-native:apigateway:RestApi": False,
    "aws:apigatewayv2/api:Api": True,
    "aws-native:apigatewayv2:Api": True,
}


@dataclass(frozen=True)
class ApiDocument:
    """`body` is text, or an object with aws-native; None where the API is not defined by one."""

    resource: Resource
    body: Any
    is_http: bool
    in_s3: bool
    """The document is in S3, where no policy can read it."""

    @property
    def apis(self) -> tuple[str, ...]:
        """The API's names."""
        names = (self.resource.bag.value("name"), self.resource.name)
        return tuple(dict.fromkeys(name for name in names if isinstance(name, str)))


def _read(resource: Resource) -> ApiDocument:
    return ApiDocument(
        resource=resource,
        body=resource.bag.value("body"),
        is_http=_TYPES[resource.type],
        in_s3=resource.bag.value("bodyS3Location") is not None,
    )


API_DOCUMENTS = View(frozenset(_TYPES), _read)
