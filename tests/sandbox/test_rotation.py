"""New credentials while a caller is at work: it takes them from Secrets Manager by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from scoped_api.token import ClientCredentialsAuth, TokenSource, from_secrets_manager

from tests.harness import aws, programs, tokens
from tests.harness.engine import Engine

PROGRAM = """
    import pulumi
    from scoped_api import AuthorizationServer, M2MClient, ScopedApi

    config = pulumi.Config()
    auth = AuthorizationServer(
        "rotation", {"domain_prefix": "rotation", "deletion_protection": False}
    )
    api = ScopedApi(
        "rotation",
        {
            "user_pool_arn": auth.user_pool_arn,
            "identifier": "com.rotation",
            "scopes": {"use": "Use it"},
            "backends": {"fixed": {"answer": {"body": {"ok": True}}}},
            "routes": [{"method": "GET", "path": "/", "scopes": ["use"]}],
        },
    )
    client = M2MClient(
        "rotation-caller",
        {
            "user_pool_id": auth.user_pool_id,
            "scopes": ["use"],
            "declared_scopes": api.declared_scopes,
            "generation": config.get_int("generation") or 1,
            "keep_previous": config.get_bool("keepPrevious") or False,
            "store": {"token_url": auth.token_url, "recovery_days": 0},
        },
    )
    pulumi.export("invoke_url", api.invoke_url)
    pulumi.export("client_id", client.client_id)
    pulumi.export("secret_arn", client.secret_arn)
"""


class Caller:
    """A service at work, whose clock can be put forward."""

    def __init__(self, run: Engine) -> None:
        outputs = run.outputs()
        secrets = aws.client(run.emulator.url, "secretsmanager")
        self.now = 0.0
        source = TokenSource(
            lambda: from_secrets_manager(outputs["secret_arn"], secrets), clock=lambda: self.now
        )
        self.session = requests.Session()
        self.session.auth = ClientCredentialsAuth(source)
        self.url = outputs["invoke_url"] + "/"

    def call(self) -> str:
        """Call the API; return the id of the client whose token let it in."""
        answer = self.session.get(self.url, timeout=30)
        assert answer.json() == {"ok": True}
        token = answer.request.headers["Authorization"].removeprefix("Bearer ")
        return str(tokens.claims(token)["client_id"])

    def later(self, seconds: float) -> None:
        """Put the clock forward."""
        self.now += seconds


@pytest.fixture
def run(tmp_path: Path, engine: Callable[..., Engine]) -> Engine:
    made = engine(programs.write(tmp_path / "rotation", PROGRAM, name="rotation"))
    made.up()
    return made


def test_a_caller_goes_on_while_its_credentials_are_changed(run: Engine) -> None:
    caller = Caller(run)
    first = run.outputs()["client_id"]
    assert caller.call() == first

    run.pulumi("config", "set", "generation", "2")
    run.pulumi("config", "set", "keepPrevious", "true")
    run.up()
    second = run.outputs()["client_id"]
    assert second != first
    # It renews its token with what it has, which still works.
    caller.later(3000)
    assert caller.call() == first
    # One that starts now has the new credentials.
    assert Caller(run).call() == second

    run.pulumi("config", "rm", "keepPrevious")
    run.up()
    # Its token is good for a while; the next one it gets with the new credentials.
    assert caller.call() == first
    caller.later(3000)
    assert caller.call() == second
