"""Call every route as its clients would, and as others would."""

from __future__ import annotations

from dataclasses import dataclass

import requests

from audit.deployment import Deployment, Route
from audit.tokens import SECONDS, Token, TokenError, fetch

REFUSED = frozenset({401, 403})


class CheckError(Exception):
    """The API could not be called at all; says why."""


@dataclass(frozen=True)
class Cell:
    """One call: with whose token, what came back, and whether that is as declared."""

    client: str
    """Empty: with no token."""
    status: int | None
    """None: no call was made."""
    ok: bool
    note: str = ""
    """The start of the body, or why no call was made."""
    narrowed: bool = False
    """Whether the token was asked for with some of the client's scopes only."""


@dataclass(frozen=True)
class Row:
    """A route, and what three kinds of callers get from it."""

    method: str
    path: str
    scopes: tuple[str, ...]
    no_token: Cell
    wrong_token: Cell
    right_token: Cell


@dataclass(frozen=True)
class Claims:
    """What a client's token says; its signature was verified."""

    client: str
    scopes: tuple[str, ...]
    lifetime: int
    ok: bool


@dataclass(frozen=True)
class Result:
    """The whole check."""

    rows: tuple[Row, ...]
    claims: tuple[Claims, ...]

    @property
    def ok(self) -> bool:
        """Whether every cell is as declared, and every token as its endpoint says."""
        cells = [c for row in self.rows for c in (row.no_token, row.wrong_token, row.right_token)]
        return bool(cells) and all(c.ok for c in cells) and all(c.ok for c in self.claims)


def check(deployment: Deployment) -> Result:
    """Call every route.

    Raises:
        CheckError: the API or the token endpoint cannot be reached, or a client gets no token.
    """
    with requests.Session() as session:
        caller = _Caller(session, deployment)
        try:
            tokens = [fetch(session, deployment, client) for client in deployment.clients]
            rows = tuple(caller.row(route, tokens) for route in deployment.routes)
        except TokenError as error:
            raise CheckError(str(error)) from error
        except requests.RequestException as error:
            raise CheckError(f"{deployment.invoke_url} cannot be called: {error}") from error
    claims = tuple(
        Claims(t.client, tuple(sorted(t.scopes)), t.lifetime, t.lifetime == t.expires_in)
        for t in tokens
    )
    return Result(rows, claims)


@dataclass(frozen=True)
class _Caller:
    session: requests.Session
    deployment: Deployment

    def row(self, route: Route, tokens: list[Token]) -> Row:
        return Row(
            route.method,
            route.path,
            route.scopes,
            no_token=self._without(route),
            wrong_token=self._wrong(route, tokens),
            right_token=self._right(route, tokens),
        )

    def _without(self, route: Route) -> Cell:
        status = self._call(route, None).status_code
        if route.public:
            return Cell("", status, status not in REFUSED, "public")
        return Cell("", status, status == 401)

    def _wrong(self, route: Route, tokens: list[Token]) -> Cell:
        """A token that is good but for its scopes: a client's own, or one asked for less."""
        for token in tokens:
            rest = token.scopes - set(route.scopes)
            if route.public or not rest:
                continue
            narrowed = rest != token.scopes
            if narrowed:
                client = next(c for c in self.deployment.clients if c.name == token.client)
                token = fetch(self.session, self.deployment, client, rest)
            status = self._call(route, token).status_code
            return Cell(token.client, status, status in REFUSED, narrowed=narrowed)
        why = "public" if route.public else "no client has another scope to try"
        return Cell("", None, True, why)

    def _right(self, route: Route, tokens: list[Token]) -> Cell:
        for token in tokens:
            if token.scopes & set(route.scopes):
                answer = self._call(route, token)
                body = " ".join(answer.text.split())[:60]
                return Cell(token.client, answer.status_code, answer.ok, body)
        if route.public:
            return Cell("", None, True, "public")
        return Cell("", None, False, "no client has a scope that it takes")

    def _call(self, route: Route, token: Token | None) -> requests.Response:
        return self.session.request(
            route.example_method,
            self.deployment.invoke_url + route.example_path,
            headers={"Authorization": f"Bearer {token.text}"} if token else {},
            timeout=SECONDS,
        )
