"""Calls the stand-in as the engine does: check, then the verb. No engine, no gRPC."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from typing import Any

from pulumi.provider.experimental import provider as api

from sandbox.provider import values
from sandbox.provider.provider import StandIn


@dataclass
class Resource:
    """A resource as the engine's state has it."""

    type: str
    name: str
    id: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    secrets: set[str] = field(default_factory=set)

    def __getitem__(self, name: str) -> Any:
        return self.id if name == "id" else self.outputs[name]


class RefusedError(Exception):
    """`check` found faults: path → reason."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(str(faults))
        self.faults = faults


class Engineless:
    """One configured provider."""

    def __init__(self, url: str, **config: str) -> None:
        self.provider = StandIn()
        settings = {
            "endpoints": f'[{{"lambda":"{url}"}}]',
            "region": "us-east-1",
            # An account of this process's own.
            "accessKey": f"{os.getpid():012d}",
            "secretKey": "test",
            **config,
        }
        self._run(self.provider.configure(api.ConfigureRequest({}, _wrap(settings), True, True)))

    def check(
        self, kind: str, name: str, inputs: dict[str, Any], old: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        answer = self._run(
            self.provider.check(
                api.CheckRequest(_urn(kind, name), _wrap(old or {}), _wrap(inputs), b"\x01" * 32)
            )
        )
        if answer.failures:
            raise RefusedError({f.property: f.reason for f in answer.failures})
        return values.plain_all(answer.inputs)

    def create(self, kind: str, name: str, /, **inputs: Any) -> Resource:
        checked = self.check(kind, name, inputs)
        answer = self._run(
            self.provider.create(api.CreateRequest(_urn(kind, name), _wrap(checked), 0, False))
        )
        return Resource(
            kind, name, answer.resource_id, checked, values.plain_all(answer.properties),
            values.secret_names(answer.properties),
        )  # fmt: skip

    def preview_create(self, kind: str, name: str, /, **inputs: Any) -> dict[str, Any]:
        checked = self.check(kind, name, inputs)
        answer = self._run(
            self.provider.create(api.CreateRequest(_urn(kind, name), _wrap(checked), 0, True))
        )
        assert answer.resource_id is None
        return values.plain_all(answer.properties)

    def diff(self, there: Resource, inputs: dict[str, Any]) -> api.DiffResponse:
        checked = self.check(there.type, there.name, inputs, there.inputs)
        answer: api.DiffResponse = self._run(
            self.provider.diff(
                api.DiffRequest(
                    _urn(there.type, there.name), there.id, _wrap(there.outputs), _wrap(checked), []
                )
            )
        )
        return answer

    def preview_update(self, there: Resource, inputs: dict[str, Any]) -> dict[str, Any]:
        return values.plain_all(self._update(there, inputs, preview=True)[1].properties)

    def update(self, there: Resource, inputs: dict[str, Any]) -> Resource:
        checked, answer = self._update(there, inputs, preview=False)
        return Resource(
            there.type, there.name, there.id, checked, values.plain_all(answer.properties),
            values.secret_names(answer.properties),
        )  # fmt: skip

    def _update(
        self, there: Resource, inputs: dict[str, Any], *, preview: bool
    ) -> tuple[dict[str, Any], api.UpdateResponse]:
        checked = self.check(there.type, there.name, inputs, there.inputs)
        request = api.UpdateRequest(
            _urn(there.type, there.name), there.id, _wrap(there.outputs), _wrap(checked),
            0, [], preview,
        )  # fmt: skip
        return checked, self._run(self.provider.update(request))

    def refresh(self, there: Resource) -> Resource | None:
        return self._read(there.type, there.name, there.id, there.outputs, there.inputs)

    def import_(self, kind: str, name: str, resource_id: str) -> Resource:
        found = self._read(kind, name, resource_id, {}, {})
        assert found is not None
        return found

    def _read(
        self, kind: str, name: str, resource_id: str, outputs: dict[str, Any], inputs: Any
    ) -> Resource | None:
        answer = self._run(
            self.provider.read(
                api.ReadRequest(_urn(kind, name), resource_id, _wrap(outputs), _wrap(inputs))
            )
        )
        if not answer.resource_id:
            return None
        return Resource(
            kind, name, answer.resource_id, values.plain_all(answer.inputs),
            values.plain_all(answer.properties), values.secret_names(answer.properties),
        )  # fmt: skip

    def delete(self, there: Resource) -> None:
        self._run(
            self.provider.delete(
                api.DeleteRequest(_urn(there.type, there.name), there.id, _wrap(there.outputs), 0)
            )
        )

    def invoke(self, token: str, /, **arguments: Any) -> dict[str, Any]:
        answer = self._run(self.provider.invoke(api.InvokeRequest(token, _wrap(arguments))))
        if answer.failures:
            raise RefusedError({f.property: f.reason for f in answer.failures})
        return values.plain_all(answer.return_value)

    def aws(self, service: str, operation: str, **parameters: Any) -> Any:
        """Behind Pulumi's back."""
        aws = self.provider.engine.aws
        return aws.call(service, aws.region, operation, parameters)

    @staticmethod
    def _run(coroutine: Any) -> Any:
        return asyncio.run(coroutine)


def _urn(kind: str, name: str) -> str:
    return f"urn:pulumi:sandbox::project::{kind}::{name}"


def _wrap(plain: dict[str, Any]) -> Any:
    return values.wrap_all(plain, set())
