"""Whatever is written: it works, or an ArgumentsError says what is wrong."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scoped_api import ArgumentsError, AuthorizationServer, M2MClient, ScopedApi

from sandbox.paths import ROOT
from tests.unit.components.api import READ, WRITE
from tests.unit.components.harness import ACCOUNT, POOL_ARN, POOL_ID, REGION, deploy

CERTIFICATE = f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/a"
API: dict[str, Any] = {
    "user_pool_arn": POOL_ARN,
    "identifier": "com.orders",
    "scopes": {"orders.read": "Read", "orders.write": "Write"},
    "backends": {
        "answer": {"answer": {"status": 200, "body": {"ok": True}}},
        "code": {
            "function": {
                "folder": str(ROOT / "lambda"),
                "handler": "handler.handler",
                "memory": 128,
                "timeout": 5,
                "environment": {"A": "b"},
                "log_retention_days": 7,
            }
        },
        "http": {"http": {"url": "https://a.example.com", "path": "/v/{id}", "vpc_link_id": "a"}},
        "arn": {"function_arn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:orders"},
    },
    "routes": [
        {
            "method": "GET",
            "path": "/o/{id}",
            "scopes": ["orders.read"],
            "backend": "http",
            "required_parameters": ["query.page"],
            "body_schema": {"type": "object"},
            "throttle": {"rate": 1, "burst": 1},
        },
        {"method": "ANY", "path": "/o", "scopes": ["com.other/x"], "backend": "code"},
        {"method": "GET", "path": "/p", "public": "why", "backend": "answer"},
        {"method": "GET", "path": "/arn", "scopes": ["orders.write"], "backend": "arn"},
    ],
    "stage": "dev",
    "stage_variables": {"a": "b"},
    "description": "Orders",
    "authorizer_cache_seconds": 3,
    "error_body": {"m": "x"},
    "cors": {"origin": "*", "headers": ["A"], "max_age": 4},
    "throttle": {"rate": 1.5, "burst": 2},
    "refuse_others": True,
    "access_logs": {"retention_days": 7, "account_role": True},
    "tracing": True,
    "web_acl_arn": "arn",
    "endpoint": {"type": "REGIONAL"},
    "domain": {"name": "a.example.com", "certificate_arn": CERTIFICATE, "base_path": "v"},
    "tags": {"a": "b"},
}
SERVER: dict[str, Any] = {
    "domain_prefix": "orders",
    "feature_plan": "PLUS",
    "deletion_protection": True,
    "tags": {"a": "b"},
}
CLIENT: dict[str, Any] = {
    "user_pool_id": POOL_ID,
    "scopes": ["orders.read"],
    "declared_scopes": [READ, WRITE],
    "token_lifetime": "1h",
    "generation": 2,
    "keep_previous": True,
    "store": {"token_url": "https://a", "name": "a", "recovery_days": 7, "kms_key_arn": "arn"},
    "tags": {"a": "b"},
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "security": [{"oauth": ["orders.read"]}],
    "paths": {
        "/z/{id}": {
            "parameters": [{"name": "q", "in": "query", "required": True}],
            "get": {"parameters": [{"$ref": "#/components/parameters/P"}]},
            "post": {
                "security": [{"oauth": ["orders.write"]}],
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Order"}}
                    }
                },
                "x-scoped-api-backend": "code",
            },
        },
        "/public": {"get": {"x-scoped-api-public": "why"}},
    },
    "components": {
        "schemas": {
            "Order": {
                "type": "object",
                "properties": {"a": {"type": "string", "nullable": True, "enum": ["a"]}},
                "allOf": [{"$ref": "#/components/schemas/Order"}],
            }
        },
        "parameters": {"P": {"name": "h", "in": "header", "required": True}},
    },
}

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 10**12),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(["a" * 5000, "/", "{", "$ref", "com.other/", "1h", "https://a/", "\0"]),
)
JUNK = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=2),
    st.dictionaries(st.text(max_size=3), SCALARS, max_size=2),
    st.builds(dict, st.just([("$ref", "#/nowhere")])),
)
CODE_ONLY = st.sampled_from([pulumi.Output.from_input("x"), object(), b"x", ("r",)])


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything in a value, of the value itself first."""
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from places(item, (*path, number))


def broken(whole: Any, junk: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value with some of what is in it replaced, taken out or added."""
    change = st.tuples(
        st.sampled_from(list(places(whole))[1:]),
        st.one_of(st.tuples(st.just("put"), junk), st.just(("cut", None)), st.just(("add", None))),
    )
    return st.lists(change, min_size=1, max_size=3).map(lambda found: _change(whole, found))


def _change(whole: Any, changes: list[Any]) -> Any:
    changed = copy.deepcopy(whole)
    for path, (kind, value) in changes:
        owner = changed
        try:
            for key in path[:-1]:
                owner = owner[key]
            if kind == "put":
                owner[path[-1]] = value
            elif kind == "cut":
                del owner[path[-1]]
            elif isinstance(owner, dict):
                owner["x/y"] = 1
        except (TypeError, KeyError, IndexError):
            continue  # an earlier change has taken that place away
    return changed


quick = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def works_or_says(component: Any, args: Any) -> None:
    # Registered against mocks: what is taken has to work there as well.
    try:
        deploy(lambda: component("orders", args))
    except ArgumentsError as error:
        _title, *lines = str(error).split("\n")
        assert lines


@quick
@given(broken(API, st.one_of(JUNK, CODE_ONLY)))
def test_any_arguments_of_an_api(args: Any) -> None:
    works_or_says(ScopedApi, args)


@quick
@given(broken(SERVER, st.one_of(JUNK, CODE_ONLY)))
def test_any_arguments_of_an_authorization_server(args: Any) -> None:
    works_or_says(AuthorizationServer, args)


@quick
@given(broken(CLIENT, st.one_of(JUNK, CODE_ONLY)))
def test_any_arguments_of_a_client(args: Any) -> None:
    works_or_says(M2MClient, args)


@pytest.fixture(scope="module", autouse=True)
def in_an_empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The folder "" would be this repository, all of whose code would be read each time."""
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("empty"))
    yield
    os.chdir(before)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("openapi") / "api.json"


@quick
@given(document=broken(DOCUMENT, JUNK))
def test_any_openapi_document(document: Any, file: Path) -> None:
    file.write_text(json.dumps(document))
    openapi = {"file": str(file), "backend": "answer"}
    works_or_says(ScopedApi, {**copy.deepcopy(API), "openapi": openapi})
