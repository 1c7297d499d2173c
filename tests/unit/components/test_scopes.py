"""Scopes against Cognito's own limits."""

from __future__ import annotations

import re

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoped_api import scopes
from scoped_api.arguments import Mistakes

from tests.unit.components.api import args, only_mistake, route

COGNITO = boto3.client("cognito-idp", region_name="us-east-1").meta.service_model


def limits(shape: str) -> dict[str, int | str]:
    return dict(COGNITO.shape_for(shape).metadata)


def test_the_limits_are_cognitos() -> None:
    assert limits("ResourceServerScopeListType")["max"] == scopes.MAX_PER_RESOURCE_SERVER
    assert limits("ScopeListType")["max"] == scopes.MAX_PER_CLIENT
    for shape in ("ResourceServerIdentifierType", "ResourceServerScopeNameType", "ScopeType"):
        assert limits(shape)["max"] == scopes.MAX_LENGTH
        assert limits(shape)["min"] == 1
    assert limits("ResourceServerScopeDescriptionType") == {"min": 1, "max": scopes.MAX_LENGTH}


@given(st.text(max_size=8) | st.text(st.characters(min_codepoint=33, max_codepoint=126)))
def test_names_and_identifiers_are_judged_as_cognitos_model_says(text: str) -> None:
    def allowed(shape: str) -> bool:
        pattern = str(limits(shape)["pattern"])
        return bool(re.fullmatch(pattern, text)) and len(text) <= scopes.MAX_LENGTH

    found = Mistakes("ScopedApi", "x")
    scopes.check_identifier(text, found, "identifier")
    scopes.check_declared("i", {text: "d"}, found, "scopes")
    assert found.within("identifier") != allowed("ResourceServerIdentifierType")
    # With "i/" before it, a name has two characters fewer.
    assert bool(found.within("scopes")) != (
        allowed("ResourceServerScopeNameType") and len(text) <= scopes.MAX_LENGTH - 2
    )


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ({}, 'scopes: is empty. Write, for example, {"orders.read": "Read orders"}.'),
        (
            {"orders.read": ""},
            (
                "scopes.orders.read: has a description of 0 characters; Cognito "
                "wants 1 to 256. Say in a sentence what the scope allows."
            ),
        ),
        (
            {"orders.read": "Read", "com.orders/x": "X"},
            (
                "scopes.com.orders/x: 'com.orders/x' is no "
                'scope name: printable ASCII characters, without space, ", \\ and /. Write, for '
                'example, "x".'
            ),
        ),
        (
            {"orders.read": "Read", "a" * 250: "long"},
            (
                f'scopes.{"a" * 250}: "com.orders/{"a" * 250}"'
                " has 261 characters; Cognito allows 256. Shorten it."
            ),
        ),
        (
            {"orders.read": "Read", **{f"s{i}": "x" for i in range(100)}},
            (
                "scopes: 101 scopes are "
                "too many: Cognito allows 100 on a resource server. Use broader scopes, or a "
                "second ScopedApi."
            ),
        ),
    ],
)
def test_bad_declarations(declared: dict[str, str], message: str) -> None:
    health = {"method": "GET", "path": "/health", "public": "checked by the balancer"}
    assert only_mistake(args(scopes=declared, routes=[health])) == message


def test_a_bad_identifier() -> None:
    assert only_mistake(args(identifier="com orders", routes=[route()])) == (
        "identifier: 'com orders' is no resource server identifier: 1 to 256 printable ASCII "
        'characters, without space, " and \\. Write, for example, "com.example.orders".'
    )


def test_an_identifier_may_be_an_address() -> None:
    found = Mistakes("ScopedApi", "x")
    scopes.check_identifier("https://api.example.com/v1", found, "identifier")
    full = scopes.full_name("https://api.example.com/v1", "read")
    assert scopes.resolve("read", [full], found, "x") == "https://api.example.com/v1/read"
    assert found._found == []


def test_a_short_name_that_two_servers_declare() -> None:
    found = Mistakes("M2MClient", "x")
    assert scopes.resolve("read", ["a/read", "b/read"], found, "scopes[0]") is None
    assert found._found == [("scopes[0]", '"read" is ambiguous. Write one of: "a/read", "b/read".')]
