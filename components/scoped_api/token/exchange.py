"""Credentials for a token: one request to the token endpoint.

One POST is all of client_credentials (RFC 6749, section 4.4), so it is done with `requests`
itself, which the caller has anyway, rather than with an OAuth library.
"""

from dataclasses import dataclass, field

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from .credentials import Credentials
from .errors import OAuthError, TokenEndpointError

TIMEOUT = 10.0
RETRIES = 3
# Cognito's shortest, for an endpoint that does not say (`expires_in` is optional).
_SHORTEST = 300.0


@dataclass(frozen=True)
class Token:
    """An access token and the seconds that it is valid."""

    value: str = field(repr=False)
    lifetime: float


def fetch(credentials: Credentials, timeout: float = TIMEOUT) -> Token:
    """Get a token. Busy endpoints (429, 5xx) and lost connections are tried three more times.

    Raises OAuthError or TokenEndpointError.
    """
    form = {
        "grant_type": "client_credentials",
        # In the form and not in a Basic header: there, servers disagree on how to encode it.
        "client_id": credentials.client_id,
        "client_secret": credentials.client_secret,
    }
    if credentials.scope:
        form["scope"] = credentials.scope
    retry = Retry(
        total=RETRIES,
        backoff_factor=0.3,
        status_forcelist=(429, 500, 502, 503, 504),
        allowed_methods=None,  # POST too: asking twice for a token does no harm
        raise_on_status=False,
        respect_retry_after_header=False,  # it may ask for hours
    )
    with requests.Session() as session:
        for scheme in ("https://", "http://"):
            session.mount(scheme, HTTPAdapter(max_retries=retry))
        try:
            response = session.post(
                # A redirect would carry the secret elsewhere.
                credentials.token_url,
                data=form,
                timeout=timeout,
                auth=_as_it_is,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise TokenEndpointError(
                f"{credentials.token_url} cannot be reached: {type(error).__name__}. Check the "
                "address and the network."
            ) from error
    return _read(response, credentials)


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """An auth that adds nothing: without one, requests takes credentials from a .netrc."""
    return request


def _read(response: requests.Response, credentials: Credentials) -> Token:
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise TokenEndpointError(
            f"{credentials.token_url} answered {response.status_code} without JSON. Check that it "
            "is a token endpoint."
        )
    if "error" in body:
        description = str(body.get("error_description", ""))
        raise OAuthError(str(body["error"]), description, credentials.client_id)
    token = body.get("access_token")
    if response.status_code != requests.codes.ok or not isinstance(token, str):
        raise TokenEndpointError(
            f"{credentials.token_url} answered {response.status_code} without an access token."
        )
    return Token(token, float(body.get("expires_in", _SHORTEST)))
