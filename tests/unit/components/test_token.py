"""`scoped_api.token`: one token for many calls, renewed in time, whatever goes wrong."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

import pytest
import requests
from scoped_api.token import (
    ClientCredentialsAuth,
    Credentials,
    CredentialsError,
    OAuthError,
    TokenEndpointError,
    TokenSource,
    from_environment,
    from_secrets_manager,
)
from scoped_api.token import exchange as exchanging
from scoped_api.token.exchange import Token

SECRET = "s3cr3t/+&"


class Server(ThreadingHTTPServer):
    """A token endpoint at /token and an API at /api, which take what a test says."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.forms: list[dict[str, list[str]]] = []
        self.calls: list[tuple[str, bytes]] = []
        self.answers: list[tuple[int, bytes]] = []
        self.good: set[str] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def credentials(self, **changes: str) -> Credentials:
        given = {"client_id": "c1", "client_secret": SECRET, "token_url": f"{self.url}/token"}
        return Credentials(**{**given, **changes})


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/token":
            assert "Authorization" not in self.headers
            self.server.forms.append(parse_qs(body.decode()))
            number = len(self.server.forms)
            default = json.dumps({"access_token": f"t{number}", "expires_in": 3600}).encode()
            self.answer(*(self.server.answers.pop(0) if self.server.answers else (200, default)))
            return
        token = self.headers["Authorization"].removeprefix("Bearer ")
        self.server.calls.append((token, body))
        self.answer(200 if token in self.server.good else 401, b"{}")

    do_GET = do_POST  # noqa: N815  # the base class's name

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


class Clock:
    """A clock that a test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Endpoint:
    """Gives t1, t2, …, each valid for 1000 seconds, or raises what a test says."""

    def __init__(self) -> None:
        self.count = 0
        self.error: Exception | None = None
        self.asked: list[str] = []

    def __call__(self, credentials: Credentials) -> Token:
        self.asked.append(credentials.client_id)
        if self.error:
            raise self.error
        self.count += 1
        return Token(f"t{self.count}", 1000)


CREDENTIALS = Credentials("c1", SECRET, "https://auth.example.com/oauth2/token")


def source(endpoint: Endpoint, clock: Clock) -> TokenSource:
    return TokenSource(CREDENTIALS, fetch=endpoint, clock=clock)


def test_a_token_is_kept_for_three_quarters_of_its_life() -> None:
    endpoint, clock = Endpoint(), Clock()
    tokens = source(endpoint, clock)
    assert [tokens.token(), tokens.token()] == ["t1", "t1"]
    clock.now += 749
    assert tokens.token() == "t1"
    clock.now += 1
    assert tokens.token() == "t2"
    clock.now += 749
    assert tokens.token() == "t2"


def test_a_renewal_that_fails_lets_the_old_token_serve_until_it_expires() -> None:
    endpoint, clock = Endpoint(), Clock()
    tokens = source(endpoint, clock)
    tokens.token()
    endpoint.error = TokenEndpointError("down")
    clock.now += 800
    assert [tokens.token() for _ in range(5)] == ["t1"] * 5
    assert len(endpoint.asked) == 2, "it is not asked again with every call"
    clock.now += 31
    assert tokens.token() == "t1"
    assert len(endpoint.asked) == 3
    clock.now += 169
    with pytest.raises(TokenEndpointError, match="down"):
        tokens.token()
    endpoint.error = None
    assert tokens.token() == "t2"


def test_one_renewal_however_many_threads_ask_and_none_waits_for_it() -> None:
    clock, renewing, go_on = Clock(), threading.Event(), threading.Event()
    endpoint = Endpoint()

    def slow(credentials: Credentials) -> Token:
        if endpoint.count:
            renewing.set()
            assert go_on.wait(10)
        return endpoint(credentials)

    tokens = TokenSource(CREDENTIALS, fetch=slow, clock=clock)
    tokens.token()
    clock.now += 800
    first: list[str] = []
    renewer = threading.Thread(target=lambda: first.append(tokens.token()))
    renewer.start()
    assert renewing.wait(10)
    assert [tokens.token() for _ in range(20)] == ["t1"] * 20
    go_on.set()
    renewer.join(10)
    assert (first, endpoint.count) == (["t2"], 2)


def test_threads_that_start_without_a_token_share_one() -> None:
    endpoint, together = Endpoint(), threading.Barrier(8)
    tokens = source(endpoint, Clock())
    found: list[str] = []

    def ask() -> None:
        together.wait(10)
        found.append(tokens.token())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (found, endpoint.count) == (["t1"] * 8, 1)


def test_a_client_that_is_gone_is_looked_up_again() -> None:
    endpoint, clock = Endpoint(), Clock()
    known = [CREDENTIALS, Credentials("c2", SECRET, CREDENTIALS.token_url)]

    def fetch(credentials: Credentials) -> Token:
        if credentials.client_id == "c1" and endpoint.count:
            endpoint.asked.append("c1")
            raise OAuthError("invalid_client", "", "c1")
        return endpoint(credentials)

    tokens = TokenSource(lambda: known.pop(0), fetch=fetch, clock=clock)
    tokens.token()
    clock.now += 1000
    assert tokens.token() == "t2"
    assert endpoint.asked == ["c1", "c1", "c2"]


def test_credentials_that_were_given_are_not_tried_twice() -> None:
    endpoint = Endpoint()
    endpoint.error = OAuthError("invalid_client", "", "c1")
    with pytest.raises(OAuthError):
        source(endpoint, Clock()).token()
    assert endpoint.asked == ["c1"]


def test_a_refused_token_is_replaced_once_and_a_fresh_one_is_not() -> None:
    endpoint, clock = Endpoint(), Clock()
    tokens = source(endpoint, clock)
    assert tokens.refused(tokens.token()) is None, "it lacks a scope: another costs and lacks it"
    clock.now += 61
    assert tokens.refused("t1") == "t2"
    assert tokens.refused("t1") == "t2", "another thread has replaced it"
    assert endpoint.count == 2


def api_call(server: Server, tokens: TokenSource, **more: Any) -> requests.Response:
    auth = ClientCredentialsAuth(tokens)
    return requests.post(f"{server.url}/api", auth=auth, timeout=10, **more)


@pytest.mark.parametrize("body", [b"hello", "stream"])
def test_a_call_with_a_refused_token_is_sent_once_more(server: Server, body: Any) -> None:
    endpoint, clock = Endpoint(), Clock()
    tokens = source(endpoint, clock)
    tokens.token()
    clock.now += 61
    server.good = {"t2"}
    data = BytesIO(b"hello") if body == "stream" else body
    response = api_call(server, tokens, data=data)
    assert response.status_code == 200
    assert server.calls == [("t1", b"hello"), ("t2", b"hello")]
    assert [old.status_code for old in response.history] == [401]


def test_a_call_that_stays_refused_ends_after_the_second_try(server: Server) -> None:
    endpoint, clock = Endpoint(), Clock()
    tokens = source(endpoint, clock)
    tokens.token()
    clock.now += 61
    assert api_call(server, tokens).status_code == 401
    assert [token for token, _ in server.calls] == ["t1", "t2"]


def test_a_call_refused_with_a_fresh_token_costs_no_other(server: Server) -> None:
    endpoint = Endpoint()
    assert api_call(server, source(endpoint, Clock())).status_code == 401
    assert endpoint.count == 1


def test_the_whole_way_over_http(server: Server) -> None:
    server.good = {"t1"}
    session = requests.Session()
    session.auth = ClientCredentialsAuth(server.credentials(scope="a/x a/y"))
    assert [session.get(f"{server.url}/api", timeout=10).status_code for _ in range(3)] == [200] * 3
    assert server.forms == [
        {
            "grant_type": ["client_credentials"],
            "client_id": ["c1"],
            "client_secret": [SECRET],
            "scope": ["a/x a/y"],
        }
    ]


@pytest.mark.parametrize(
    ("answer", "error", "message"),
    [
        (
            (400, b'{"error": "invalid_client", "error_description": "Nope."}'),
            OAuthError,
            (
                'invalid_client for the client "c1": Nope. The client id or its secret is wrong, '
                "or the client is gone."
            ),
        ),
        (
            (400, b'{"error": "invalid_scope"}'),
            OAuthError,
            (
                'invalid_scope for the client "c1". A scope is asked for that no resource server '
                "declares."
            ),
        ),
        (
            (400, b'{"error": "odd"}'),
            OAuthError,
            'odd for the client "c1". See RFC 6749, section 5.2.',
        ),
        (
            (404, b"<html>"),
            TokenEndpointError,
            "URL answered 404 without JSON. Check that it is a token endpoint.",
        ),
        ((200, b"{}"), TokenEndpointError, "URL answered 200 without an access token."),
        ((302, b"{}"), TokenEndpointError, "URL answered 302 without an access token."),
    ],
)
def test_a_token_endpoint_that_refuses(
    server: Server, answer: tuple[int, bytes], error: type[Exception], message: str
) -> None:
    server.answers = [answer]
    with pytest.raises(error) as raised:
        exchanging.fetch(server.credentials())
    assert str(raised.value).replace(f"{server.url}/token", "URL") == message
    assert SECRET not in str(raised.value)


def test_a_busy_token_endpoint_is_asked_again(server: Server) -> None:
    server.answers = [(429, b"{}"), (503, b"{}")]
    assert exchanging.fetch(server.credentials()) == Token("t3", 3600)


def test_a_token_endpoint_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanging, "RETRIES", 0)
    gone = Credentials("c1", SECRET, "http://127.0.0.1:9/token")
    with pytest.raises(TokenEndpointError, match="cannot be reached: ConnectionError") as raised:
        exchanging.fetch(gone)
    assert SECRET not in str(raised.value)


def test_credentials_from_the_environment() -> None:
    found = from_environment(
        environment={
            "SCOPED_API_CLIENT_ID": "c1",
            "SCOPED_API_CLIENT_SECRET": SECRET,
            "SCOPED_API_TOKEN_URL": CREDENTIALS.token_url,
            "SCOPED_API_SCOPE": "a/x",
        }
    )
    assert found == Credentials("c1", SECRET, CREDENTIALS.token_url, "a/x")
    with pytest.raises(CredentialsError) as raised:
        from_environment(prefix="X_", environment={"X_CLIENT_ID": "c1"})
    assert str(raised.value) == (
        "X_CLIENT_SECRET and X_TOKEN_URL not set. Set X_CLIENT_ID, X_CLIENT_SECRET, X_TOKEN_URL, "
        "or X_SECRET_ID for credentials in Secrets Manager."
    )


class SecretsManager:
    """What boto3's client answers."""

    def __init__(self, answer: str | Exception) -> None:
        self.answer = answer

    def get_secret_value(self, **asked: str) -> dict[str, str]:
        assert asked == {"SecretId": "orders/caller"}
        if isinstance(self.answer, Exception):
            raise self.answer
        return {"SecretString": self.answer}


def test_credentials_from_secrets_manager() -> None:
    document = {
        "client_id": "c1",
        "client_secret": SECRET,
        "token_url": CREDENTIALS.token_url,
        "scope": "a/x",
    }
    found = from_secrets_manager("orders/caller", SecretsManager(json.dumps(document)))
    assert found == Credentials("c1", SECRET, CREDENTIALS.token_url, "a/x")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            f'{{"client_secret": "{SECRET}"}}',
            (
                'The secret "orders/caller" is no JSON document with client_id, client_secret, '
                "token_url and scope."
            ),
        ),
        (
            SECRET,
            (
                'The secret "orders/caller" is no JSON document with client_id, client_secret, '
                "token_url and scope."
            ),
        ),
        (
            RuntimeError("AccessDeniedException"),
            'The secret "orders/caller" cannot be read: AccessDeniedException',
        ),
    ],
)
def test_a_secret_that_is_no_credentials(answer: Any, message: str) -> None:
    with pytest.raises(CredentialsError) as raised:
        from_secrets_manager("orders/caller", SecretsManager(answer))
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Credentials("", SECRET, "https://a"), "client_id is empty."),
        (
            lambda: Credentials("c", SECRET, "http://a.example.com/token"),
            'token_url "http://a.example.com/token" is not safe for a secret. Write https://.',
        ),
    ],
)
def test_credentials_that_cannot_work(make: Callable[[], Credentials], message: str) -> None:
    with pytest.raises(CredentialsError) as raised:
        make()
    assert str(raised.value) == message


def test_neither_secret_nor_token_show() -> None:
    assert SECRET not in repr(CREDENTIALS)
    assert "t1" not in repr(Token("t1", 1))


def test_importing_it_imports_neither_pulumi_nor_boto3() -> None:
    code = (
        "import sys, scoped_api.token; "
        "print([name for name in ('pulumi', 'pulumi_aws', 'boto3') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "[]\n"
