"""An app client of a Cognito user pool."""

from __future__ import annotations

from dataclasses import dataclass

from ..finding import Subject
from ..known import UNKNOWN, Bag, Flag, Number, Text, Texts, Unknown
from ..resource import Resource, View

_CLASSIC = "aws:cognito/userPoolClient:UserPoolClient"
_MANAGED = "aws:cognito/managedUserPoolClient:ManagedUserPoolClient"
_NATIVE = "aws-native:cognito:UserPoolClient"


@dataclass(frozen=True)
class Client:
    """What its token requests are bound by."""

    resource: Resource
    flows: Texts
    scopes: Texts
    scopes_property: str
    auth_flows: Texts
    has_secret: Flag
    validity: Number
    """The access token's, in `unit`s; absent: AWS's default of an hour."""
    unit: Text

    @property
    def is_m2m(self) -> bool:
        """Has client_credentials, or may have: the flows are not known."""
        return self.flows is UNKNOWN or any(
            flow is UNKNOWN or flow == "client_credentials" for flow in self.flows or ()
        )

    @property
    def subject(self) -> Subject:
        """Its place: the resource."""
        return Subject(self.resource.name)


def _read(resource: Resource) -> Client:
    bag = resource.bag
    oauth = "allowedOAuth" if resource.type == _NATIVE else "allowedOauth"
    return Client(
        resource=resource,
        flows=bag.texts(f"{oauth}Flows"),
        scopes=bag.texts(f"{oauth}Scopes"),
        scopes_property=f"{oauth}Scopes",
        auth_flows=bag.texts("explicitAuthFlows"),
        # A managed client was made by another AWS service, with or without one: AWS refuses
        # client_credentials to those without.
        has_secret=True if resource.type == _MANAGED else bag.flag("generateSecret"),
        validity=bag.number("accessTokenValidity"),
        unit=_unit(bag),
    )


def _unit(bag: Bag) -> Text:
    units: Bag | Unknown | None = bag.bag("tokenValidityUnits")
    return units.text("accessToken") if isinstance(units, Bag) else units


CLIENTS = View(frozenset({_CLASSIC, _MANAGED, _NATIVE}), _read)
