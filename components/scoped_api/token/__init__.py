"""For the one who calls: access tokens for `requests`, kept and renewed in time.

    session = requests.Session()
    session.auth = ClientCredentialsAuth(from_environment())
    session.get("https://api.example.com/orders")

Needs `requests`, and `boto3` for credentials in Secrets Manager; not Pulumi.
"""

from .auth import ClientCredentialsAuth
from .credentials import Credentials, from_environment, from_secrets_manager
from .errors import CredentialsError, OAuthError, TokenEndpointError, TokenError
from .source import TokenSource

__all__ = [
    "ClientCredentialsAuth",
    "Credentials",
    "CredentialsError",
    "OAuthError",
    "TokenEndpointError",
    "TokenError",
    "TokenSource",
    "from_environment",
    "from_secrets_manager",
]
