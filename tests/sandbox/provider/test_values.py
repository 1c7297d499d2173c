"""Between Pulumi's values and plain ones."""

from __future__ import annotations

from typing import Any

from google.protobuf import struct_pb2
from hypothesis import given
from hypothesis import strategies as st
from pulumi.provider.experimental.property_value import PropertyValue
from pulumi.runtime import rpc

from sandbox.provider import values
from sandbox.provider.errors import without
from sandbox.provider.values import UNKNOWN

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5)
    | st.floats(allow_nan=False, allow_infinity=False) | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)  # fmt: skip


@given(PLAIN)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    assert values.plain(values.wrap(value)) == value


@given(PLAIN)
def test_it_passes_the_wire(value: Any) -> None:
    wrapped = values.wrap_all({"it": value}, {"it"})
    marshalled = PropertyValue.marshal_map(wrapped)
    assert values.plain_all(PropertyValue.unmarshal_map(marshalled)) == (
        {} if value is None else {"it": value}
    )


@given(PLAIN)
def test_it_is_known_if_nothing_in_it_is_unknown(value: Any) -> None:
    assert values.is_known(value) is ("UNKNOWN" not in repr(value).replace("'UNKNOWN'", ""))


def test_secrets_are_found_wherever_they_are() -> None:
    nested = PropertyValue({"a": PropertyValue("x", is_secret=True)})
    assert values.secret_names({"a": nested, "b": PropertyValue("y")}) == {"a"}


def test_an_archive_is_a_plain_map_even_if_it_is_only_a_hash() -> None:
    sent = struct_pb2.Struct()
    sent.update({"code": {rpc._special_sig_key: rpc._special_archive_sig, "hash": "abc"}})
    sent.update(
        {
            "files": {
                rpc._special_sig_key: rpc._special_archive_sig,
                "assets": {"a.py": {rpc._special_sig_key: rpc._special_asset_sig, "text": "x"}},
            }
        }
    )
    values.defuse(sent)
    assert values.plain_all(PropertyValue.unmarshal_map(sent)) == {
        "code": {"kind": "archive", "hash": "abc"},
        "files": {"kind": "archive", "assets": {"a.py": {"kind": "asset", "text": "x"}}},
    }


def test_a_secret_in_a_secret_is_taken_out_whole() -> None:
    assert without("it is abcdef, or abc", ["abc", "abcdef", ""]) == "it is [secret], or [secret]"
