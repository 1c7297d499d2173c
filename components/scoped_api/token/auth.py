"""An auth object for `requests`."""

from collections.abc import Callable
from io import UnsupportedOperation
from typing import Any

import requests
from requests.auth import AuthBase

from .credentials import Credentials
from .source import TokenSource


class ClientCredentialsAuth(AuthBase):
    """Puts an access token on each request, and tries once more with another if it is refused.

    Takes `Credentials`, a function that gets them, or a `TokenSource` that several share. May
    be used by any number of threads. A request raises TokenError when there is no token.
    """

    def __init__(self, credentials: Credentials | Callable[[], Credentials] | TokenSource) -> None:
        self._source = (
            credentials if isinstance(credentials, TokenSource) else TokenSource(credentials)
        )

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Put a token on a request. Raises TokenError."""
        token = self._source.token()
        request.headers["Authorization"] = f"Bearer {token}"
        start = _position(request.body)

        def retry(response: requests.Response, **options: Any) -> requests.Response:
            if response.status_code != requests.codes.unauthorized:
                return response
            return self._again(response, token, start, options)

        request.register_hook("response", retry)  # type: ignore[no-untyped-call]  # requests has none
        return request

    def _again(
        self, response: requests.Response, token: str, start: int | None, options: dict[str, Any]
    ) -> requests.Response:
        """The request once more with another token; the response as it is if that cannot be."""
        request = response.request.copy()
        if response.history or request.headers.get("Authorization") != f"Bearer {token}":
            return response  # tried already, or sent elsewhere
        if hasattr(request.body, "read") and start is None:
            return response  # a stream that cannot be sent twice
        another = self._source.refused(token)
        if another is None:
            return response
        if start is not None:
            request.body.seek(start)  # type: ignore[union-attr]  # it has a position
        request.headers["Authorization"] = f"Bearer {another}"
        request.hooks = {**request.hooks, "response": []}
        _ = response.content  # gives the connection back
        again: requests.Response = response.connection.send(request, **options)
        again.history.append(response)
        again.request = request
        return again


def _position(body: Any) -> int | None:
    """Where a body that is a stream starts; None if it is none, or cannot go back."""
    try:
        return int(body.tell()) if hasattr(body, "tell") and hasattr(body, "seek") else None
    except (OSError, UnsupportedOperation):
        return None
