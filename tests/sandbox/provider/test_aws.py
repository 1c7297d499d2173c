"""Only ever an emulator on this machine."""

from __future__ import annotations

import pytest

from sandbox.provider import aws
from sandbox.provider.errors import ProviderError
from tests.sandbox.provider.engineless import Engineless


@pytest.mark.parametrize(
    "url",
    [
        "https://cognito-idp.us-east-1.amazonaws.com",
        "http://10.0.0.1:4566",
        "http://0.0.0.0:4566",
        "http://127.0.0.1.invalid:4566",
        "http://[2001:db8::1]:4566",
        "not a url",
    ],
)
def test_anywhere_else_is_refused(url: str) -> None:
    with pytest.raises(ProviderError, match="on this machine only") as refused:
        aws.endpoint(url, {})
    assert url in str(refused.value)
    with pytest.raises(ProviderError, match="on this machine only"):
        aws.endpoint(None, {"AWS_ENDPOINT_URL": url})


def test_nowhere_is_refused() -> None:
    with pytest.raises(ProviderError, match="AWS_ENDPOINT_URL is not set"):
        aws.endpoint(None, {})


def test_this_machine_is_taken() -> None:
    for url in ("http://127.0.0.1:4566/", "http://localhost:4566", "http://[::1]:4566"):
        assert aws.endpoint(url, {}) == url.rstrip("/")
    assert aws.endpoint("http://127.0.0.1:1", {"AWS_ENDPOINT_URL": "http://127.0.0.1:2"}) == (
        "http://127.0.0.1:1"
    )


def test_an_emulator_that_does_not_answer_is_said() -> None:
    nobody = Engineless("http://127.0.0.1:9")
    with pytest.raises(ProviderError) as failed:
        nobody.create("aws:cognito/userPool:UserPool", "it")
    assert "CreateUserPool: the emulated AWS does not answer" in str(failed.value)
    assert "`python -m sandbox pulumi …` starts it" in str(failed.value)
