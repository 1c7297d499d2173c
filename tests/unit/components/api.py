"""Arguments that can work, to change one thing at a time."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from scoped_api import ArgumentsError
from scoped_api.api_args import check_api

from tests.unit.components.harness import POOL_ARN

READ, WRITE = "com.orders/orders.read", "com.orders/orders.write"

GOOD: dict[str, Any] = {
    "user_pool_arn": POOL_ARN,
    "identifier": "com.orders",
    "scopes": {"orders.read": "Read orders", "orders.write": "Change orders"},
    "backends": {"fixed": {"answer": {"body": {"ok": True}}}},
    "routes": [{"method": "GET", "path": "/orders", "scopes": ["orders.read"]}],
}


def args(**changes: Any) -> Any:
    """The good arguments with some changed; None takes one away."""
    changed = {**copy.deepcopy(GOOD), **changes}
    return {key: value for key, value in changed.items() if value is not None}


def route(method: Any = "GET", path: Any = "/orders", **more: Any) -> dict[str, Any]:
    return {"method": method, "path": path, "scopes": ["orders.read"], **more}


def mistakes(given: Any) -> list[str]:
    """The lines of the error that arguments give, without its title; none if they are good."""
    try:
        check_api("orders", given)
    except ArgumentsError as error:
        title, *lines = str(error).split("\n")
        count = f"{len(lines)} mistake{'s' if len(lines) > 1 else ''}"
        assert title == (
            f'ScopedApi "orders": {count} in its arguments. Nothing was created for it.'
        )
        return [line.removeprefix("  ") for line in lines]
    return []


def only_mistake(given: Any) -> str:
    found = mistakes(given)
    if len(found) != 1:
        pytest.fail(f"one mistake was expected: {found}")
    return found[0]
