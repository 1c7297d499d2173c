"""A method of a REST API."""

from __future__ import annotations

from dataclasses import dataclass

from ..finding import Subject
from ..known import UNKNOWN, Text, Texts
from ..resource import Resource, View

# type → (property of the API's id, property of the authorization type)
_NAMES = {
    "aws:apigateway/method:Method": ("restApi", "authorization"),
    "aws-native:apigateway:Method": ("restApiId", "authorizationType"),
}


@dataclass(frozen=True)
class Method:
    """`authorization` and the rest as the program gives them, unchecked."""

    resource: Resource
    http_method: Text
    authorization: Text
    authorizer_id: Text
    scopes: Texts
    api_property: str
    """The property that holds the API's id."""

    @property
    def verb(self) -> str | None:
        """`GET` …, or None if it is not known."""
        return self.http_method.upper() if isinstance(self.http_method, str) else None

    @property
    def is_open(self) -> bool:
        """Known to be open to anyone: no authorization at all."""
        return self.authorization is None or (
            self.authorization is not UNKNOWN and self.authorization.strip().upper() in {"", "NONE"}
        )

    @property
    def is_open_preflight(self) -> bool:
        """An open OPTIONS method, which rule preflight-answers-itself judges."""
        return self.is_open and self.verb == "OPTIONS"

    @property
    def subject(self) -> Subject:
        """What is known of its place from the method alone."""
        api = self.resource.bag.text(self.api_property)
        return Subject(
            resource=self.resource.name,
            method=self.verb or "a method",
            apis=(api,) if isinstance(api, str) else (),
            settled=False,
        )


def _read(resource: Resource) -> Method:
    api_property, authorization = _NAMES[resource.type]
    bag = resource.bag
    return Method(
        resource=resource,
        http_method=bag.text("httpMethod"),
        authorization=bag.text(authorization),
        authorizer_id=bag.text("authorizerId"),
        scopes=bag.texts("authorizationScopes"),
        api_property=api_property,
    )


METHODS = View(frozenset(_NAMES), _read)
