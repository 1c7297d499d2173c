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
    api_id: Text

    @property
    def is_open(self) -> bool:
        """Known to be open to anyone: no authorization at all."""
        return self.authorization is None or (
            self.authorization is not UNKNOWN and self.authorization.strip().upper() in {"", "NONE"}
        )

    @property
    def is_open_preflight(self) -> bool:
        """An open OPTIONS method, which rule preflight-answers-itself judges."""
        return self.is_open and _upper(self.http_method) == "OPTIONS"

    @property
    def subject(self) -> Subject:
        """What is known of its place from the method alone."""
        return Subject(
            resource=self.resource.name,
            method=_upper(self.http_method) or "a method",
            apis=(self.api_id,) if isinstance(self.api_id, str) else (),
            settled=False,
        )


def _upper(text: Text) -> str | None:
    return text.upper() if isinstance(text, str) else None


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
        api_id=bag.text(api_property),
    )


METHODS = View(frozenset(_NAMES), _read)
