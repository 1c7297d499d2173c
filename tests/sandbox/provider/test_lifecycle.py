"""Every type, through every verb, against the emulator."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.provider import tables
from sandbox.provider.errors import ProviderError
from sandbox.provider.values import UNKNOWN
from tests.sandbox.provider.case import Case
from tests.sandbox.provider.cases import CASES
from tests.sandbox.provider.conftest import World
from tests.sandbox.provider.engineless import Engineless, Resource

_EVERY = pytest.mark.parametrize("case", CASES, ids=lambda case: case.type.rpartition(":")[2])


def _changed(inputs: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    merged = {**inputs, **change}
    return {name: value for name, value in merged.items() if value is not None}


def test_every_type_has_a_case() -> None:
    assert {case.type for case in CASES} == set(tables.ROWS)


@_EVERY
def test_it_is_created_changed_and_deleted(case: Case, pulumi: Engineless, world: World) -> None:
    inputs = case.inputs(world)
    foreseen = pulumi.preview_create(case.type, "it", **inputs)
    there = pulumi.create(case.type, "it", **inputs)
    assert {k: there.outputs.get(k) for k in foreseen} == foreseen
    _settled(pulumi, there, inputs)

    if case.change:
        changed = _changed(inputs, case.change(world))
        diff = pulumi.diff(there, changed)
        assert diff.changes
        assert not diff.replaces
        foreseen = pulumi.preview_update(there, changed)
        there = pulumi.update(there, changed)
        for name, value in foreseen.items():
            # What was said at preview is what came.
            if value is not UNKNOWN and name not in ("lastModified", "lastModifiedDate"):
                assert there.outputs.get(name) == value, name
        _settled(pulumi, there, changed)
        inputs = changed

    if case.replace:
        diff = pulumi.diff(there, _changed(inputs, case.replace(world)))
        assert set(diff.replaces) >= set(case.replace(world)) - {"allowedOauthFlows"}

    pulumi.delete(there)
    assert (pulumi.refresh(there) is None) is not case.stays
    pulumi.delete(there)  # gone already: fine


def _settled(pulumi: Engineless, there: Resource, inputs: dict[str, Any]) -> None:
    """Nothing to change, and a refresh finds what is known."""
    diff = pulumi.diff(there, inputs)
    assert diff.detailed_diff == {}
    assert not diff.changes
    found = pulumi.refresh(there)
    assert found is not None
    assert found.outputs == there.outputs
    assert found.inputs == there.inputs
    assert found.id == there.id


@_EVERY
def test_it_is_imported(case: Case, pulumi: Engineless, world: World) -> None:
    inputs = case.inputs(world)
    there = pulumi.create(case.type, "it", **inputs)
    resource_id = case.import_id(there) if case.import_id else there.id
    found = pulumi.import_(case.type, "it", resource_id)
    assert found.id == there.id
    for name in inputs.keys() - case.not_imported - tables.ROWS[case.type].unsupported.keys():
        assert found.outputs.get(name) == there.outputs.get(name), name
    pulumi.delete(there)
    if case.stays:
        return
    with pytest.raises(ProviderError, match=r"nothing has the id .* to import"):
        pulumi.import_(case.type, "it", resource_id)


def test_an_id_that_is_none_is_refused(pulumi: Engineless) -> None:
    with pytest.raises(ProviderError, match=r"'x' is not the id of a .*: its form is {restApi}/"):
        pulumi.import_("aws:apigateway/method:Method", "it", "x")


def test_what_there_is_only_one_of_is_imported_by_any_id(pulumi: Engineless) -> None:
    found = pulumi.import_("aws:apigateway/account:Account", "it", "APIGatewayAccount")
    assert found.id == "api-gateway-account"
