"""Keeps a token until it is worth renewing, for any number of threads."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from . import exchange
from .credentials import Credentials
from .errors import OAuthError, TokenError

_log = logging.getLogger("scoped_api.token")
# AWS's advice for machine tokens, which cost money each.
_RENEW_AT = 0.75
# A token as fresh as this was refused for another reason than its age.
_FRESH = 60.0


@dataclass(frozen=True)
class _Held:
    value: str = field(repr=False)
    since: float
    renew: float
    expires: float


class TokenSource:
    """Gives an access token that is valid, getting a new one as seldom as possible.

    A token is renewed at 75% of its life by one thread, while others go on with the old one;
    only when there is none that is valid do they wait. If renewing fails, the old one serves
    until it expires.

    `credentials` may be a function that gets them: it is asked again when the token endpoint
    no longer knows the client, so that new credentials in Secrets Manager are taken up.
    """

    def __init__(
        self,
        credentials: Credentials | Callable[[], Credentials],
        *,
        fetch: Callable[[Credentials], exchange.Token] = exchange.fetch,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._get = credentials if callable(credentials) else lambda: credentials
        self._reloads = callable(credentials)
        self._fetch = fetch
        self._clock = clock
        self._credentials: Credentials | None = None
        self._held: _Held | None = None
        self._renewing = threading.Lock()

    def token(self) -> str:
        """A token that is valid now. Raises TokenError."""
        held, now = self._held, self._clock()
        if held and now < held.renew:
            return held.value
        if held and now < held.expires:
            if self._renewing.acquire(blocking=False):
                try:
                    self._renew_early(held)
                finally:
                    self._renewing.release()
            return (self._held or held).value
        with self._renewing:
            held = self._held
            if held is None or self._clock() >= held.expires:
                held = self._renew()
            return held.value

    def refused(self, token: str) -> str | None:
        """Another token, after `token` was refused; None if another would not help.

        A token that was got within the last minute is not replaced: it lacks a scope, or the
        API trusts another pool.
        """
        with self._renewing:
            held = self._held
            if held and held.value != token:
                return held.value
            if held and self._clock() < held.since + _FRESH:
                return None
            return self._renew().value

    def _renew_early(self, held: _Held) -> None:
        if self._held is not held:
            return  # another thread has just done it
        try:
            self._renew()
        except TokenError as error:
            # Ask again after a while, not with every request until then.
            now = self._clock()
            wait = min(30.0, (held.expires - now) / 2)
            self._held = _Held(held.value, held.since, now + wait, held.expires)
            _log.warning("The token could not be renewed yet: %s", error)

    def _renew(self) -> _Held:
        """Get a token. The caller holds the lock."""
        if self._credentials is None:
            self._credentials = self._get()
        start = self._clock()
        try:
            token = self._fetch(self._credentials)
        except OAuthError as error:
            if error.error != "invalid_client" or not self._reloads:
                raise
            self._credentials = self._get()
            token = self._fetch(self._credentials)
        self._held = _Held(
            token.value, start, start + token.lifetime * _RENEW_AT, start + token.lifetime
        )
        return self._held
