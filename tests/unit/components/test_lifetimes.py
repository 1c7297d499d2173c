"""How long a token is valid: units and Cognito's limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoped_api import lifetimes


@given(st.integers(0, 100_000), st.sampled_from("smh"))
def test_seconds_of_any_lifetime(number: int, unit: str) -> None:
    value = number * {"s": 1, "m": 60, "h": 3600}[unit]
    if 300 <= value <= 86400:
        assert lifetimes.seconds(f"{number}{unit}") == value
        assert lifetimes.seconds(f"{number} {unit}") == value
    else:
        with pytest.raises(ValueError, match="Write"):
            lifetimes.seconds(f"{number}{unit}")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("3600", "'3600' is no lifetime with a unit. Write \"3600s\"."),
        ("an hour", '\'an hour\' is no lifetime with a unit. Write "3600s", "60m" or "1h".'),
        ("1.5h", '\'1.5h\' is no lifetime with a unit. Write "3600s", "60m" or "1h".'),
        (
            "4m",
            (
                "'4m' is out of range: Cognito allows 5 minutes to 24 hours. Write, for example, "
                '"5m".'
            ),
        ),
        (
            "25h",
            (
                "'25h' is out of range: Cognito allows 5 minutes to 24 hours. Write, for example, "
                '"24h".'
            ),
        ),
    ],
)
def test_what_to_write_instead(written: str, message: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011  # the whole message is compared
        lifetimes.seconds(written)
    assert str(raised.value) == message
