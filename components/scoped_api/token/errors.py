"""What can go wrong on the way to a token. No message has a secret or a token in it."""


class TokenError(Exception):
    """There is no token. Its subclasses say why."""


class CredentialsError(TokenError):
    """The client's credentials are missing or not readable. Says which, and where they belong."""


class TokenEndpointError(TokenError):
    """The token endpoint cannot be reached, or does not answer as one. May pass by itself."""


class OAuthError(TokenError):
    """The token endpoint refuses, with an error of OAuth2 (RFC 6749, section 5.2).

    `error` is its name: `invalid_client`, `invalid_scope`, `invalid_grant`, …
    """

    def __init__(self, error: str, description: str, client_id: str) -> None:
        self.error = error
        self.description = description
        said = f": {description.rstrip(chr(46))}" if description else ""
        super().__init__(
            f'{error} for the client "{client_id}"{said}. {_ADVICE.get(error, _OTHER)}'
        )


_OTHER = "See RFC 6749, section 5.2."
_ADVICE = {
    "invalid_client": "The client id or its secret is wrong, or the client is gone.",
    "invalid_scope": "A scope is asked for that no resource server declares.",
    # Cognito's word for a scope that exists but is not among the client's.
    "invalid_grant": "The client may not ask for one of the scopes.",
    "unauthorized_client": "The client may not use client_credentials.",
}
