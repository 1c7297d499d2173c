"""The tables against what they stand between: the SDK and botocore."""

from __future__ import annotations

import string

import pytest
from botocore.model import Shape

from sandbox.provider import model, schema, tables
from sandbox.provider.row import Row

_EVERY = pytest.mark.parametrize("row", tables.ROWS.values(), ids=lambda row: row.pulumi_type)


@_EVERY
def test_every_input_of_the_sdk_is_taken_or_refused_by_name(row: Row) -> None:
    known = {prop.name for prop in row.props} | {"region"}
    inputs = schema.resource(row.pulumi_type).inputs.fields.keys()
    assert known - {"region"} <= inputs
    assert not known & row.unsupported.keys()
    assert (known & inputs) | row.unsupported.keys() == inputs
    assert all(reason.endswith(".") for reason in row.unsupported.values())


@_EVERY
def test_every_verb_is_there_or_says_why_not(row: Row) -> None:
    assert row.create or (row.create_by and row.why)
    assert row.delete or (row.delete_by and row.why)
    in_place = [prop.name for prop in row.props if not prop.replace]
    assert row.update or row.update_by or not in_place
    assert row.update or row.update_by or row.why


@_EVERY
def test_its_operations_are_aws_own(row: Row) -> None:
    operations = {row.create, row.read, row.delete, *(u.operation for u in row.update)} - {None}
    if row.tagging:
        operations |= {row.tagging.tag, row.tagging.untag}
        assert row.tagging.target_member in model.inputs(row.service, row.tagging.tag)
        assert row.tagging.tags_member in model.inputs(row.service, row.tagging.tag)
        assert row.tagging.keys_member in model.inputs(row.service, row.tagging.untag)
    assert operations <= set(model.service(row.service).operation_names)


@_EVERY
def test_every_property_reaches_aws(row: Row) -> None:
    members: dict[str, Shape] = {}
    for operation in (row.create, *(update.operation for update in row.update)):
        members |= model.inputs(row.service, operation) if operation else {}
    said = model.outputs(row.service, row.read, row.read_result)
    for prop in row.props:
        if prop.member is None:
            # Sent by the row's own functions, or a name's prefix or trigger, which stay here.
            assert (
                row.adjust or row.create_by or row.after_create or row.delete_by or prop.replace
                or row.before_delete
            ), prop.name  # fmt: skip
        elif not (row.create_by and prop.name in row.keys):
            assert model.member({**said, **members}, prop.member), prop.name


@_EVERY
def test_its_outputs_are_the_sdks_and_aws_own(row: Row) -> None:
    info = schema.resource(row.pulumi_type)
    said = model.outputs(row.service, row.read, row.read_result)
    for name, path in row.outputs_aws.items():
        assert name in info.outputs | {"id"}
        # A role's and a pool's own functions may add to what AWS says.
        assert model.member(said, path.partition(".")[0]), name
    for names in row.moves.values():
        assert set(names) <= info.outputs
    assert row.moves.keys() <= info.inputs.fields.keys()


@_EVERY
def test_its_ids_are_made_of_what_is_known(row: Row) -> None:
    known = {prop.name for prop in row.props} | row.created.keys() | {"id"}
    for form in (row.id, row.import_id or row.id):
        fields = {field for _, field, _, _ in string.Formatter().parse(form) if field}
        assert fields <= known
    assert set(row.keys) <= known
    assert ("{id}" in row.id) == ("id" in row.created)


def test_the_secrets_are_those_of_the_sdk() -> None:
    client = schema.resource("aws:cognito/userPoolClient:UserPoolClient")
    assert client.secrets == {"clientSecret"}
    version = schema.resource("aws:secretsmanager/secretVersion:SecretVersion")
    assert version.secrets == {"secretBinary", "secretString", "secretStringWo"}
