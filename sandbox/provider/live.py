"""A resource at work: its row, and where its calls go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from sandbox.provider import model, shapes
from sandbox.provider.aws import Aws
from sandbox.provider.errors import AwsError, from_boto
from sandbox.provider.row import Row
from sandbox.provider.schema import TypeInfo
from sandbox.provider.values import Plain


@dataclass(frozen=True)
class Live:
    """What the verbs of a row need."""

    row: Row
    info: TypeInfo
    aws: Aws
    region: str

    @property
    def account(self) -> str:
        """The account's number."""
        return self.aws.account

    def call(self, operation: str, /, **parameters: Any) -> Any:
        """Call an operation of the row's service."""
        return self.aws.call(self.row.service, self.region, operation, parameters)

    def look(self, operation: str, /, **parameters: Any) -> Any:
        """Call an operation that reads; None if there is no such thing."""
        try:
            return self.call(operation, **parameters)
        except AwsError as error:
            if error.code in self.row.gone:
                return None
            raise

    def all_of(self, operation: str, result: str, /, **parameters: Any) -> list[Any]:
        """All pages of an operation that lists."""
        client = self.aws.client(self.row.service, self.region)
        names = {api: name for name, api in client.meta.method_to_api_mapping.items()}
        pages = client.get_paginator(names[operation]).paginate(**parameters)
        try:
            return [item for page in pages for item in page.get(result, [])]
        except (ClientError, BotoCoreError) as error:
            raise from_boto(error, operation) from None

    def parameters(self, operation: str, state: Plain, names: frozenset[str]) -> dict[str, Any]:
        """The parameters of an operation, from those of the properties that it takes."""
        members = model.inputs(self.row.service, operation)
        found: dict[str, Any] = {}
        for prop in self.row.props:
            # All tags: with the provider's default ones.
            source = "tagsAll" if prop.name == "tags" else prop.name
            if prop.name not in names or prop.member is None or state.get(source) is None:
                continue
            member = model.member(members, prop.member)
            if member is not None:
                found[member] = shapes.to_aws(state[source], members[member], prop.names)
        if self.row.id_member and self.row.id_member in members and "id" in state:
            found[self.row.id_member] = state["id"]
        if self.row.adjust:
            self.row.adjust(operation, state, found)
        return found

    def arn(self, service: str, resource: str, *, account: bool = True) -> str:
        """An ARN in this region and account."""
        return f"arn:aws:{service}:{self.region}:{self.account if account else ''}:{resource}"


def dig(answer: Mapping[str, Any], path: str) -> Any:
    """What is at "UserPool.Id" in an answer; None if nothing is."""
    found: Any = answer
    for step in path.split(".") if path else ():
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
