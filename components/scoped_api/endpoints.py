"""The addresses of an authorization server: token endpoint, issuer, keys."""

import os


def override() -> str | None:
    """Where every AWS call goes instead of AWS, if the AWS_ENDPOINT_URL variable says so."""
    return os.environ.get("AWS_ENDPOINT_URL", "").rstrip("/") or None


def token_url(domain: str, region: str) -> str:
    """The token endpoint of a prefix domain (`orders`) or a custom one (`auth.example.com`)."""
    if endpoint := override():
        return f"{endpoint}/oauth2/token"
    host = domain if "." in domain else f"{domain}.auth.{region}.amazoncognito.com"
    return f"https://{host}/oauth2/token"


def issuer(user_pool_id: str) -> str:
    """The `iss` claim of the pool's tokens. A pool's id starts with its Region."""
    region = user_pool_id.split("_")[0]
    return f"https://cognito-idp.{region}.amazonaws.com/{user_pool_id}"


def jwks_url(user_pool_id: str) -> str:
    """Where the public keys are that verify the pool's tokens."""
    base = f"{override()}/{user_pool_id}" if override() else issuer(user_pool_id)
    return f"{base}/.well-known/jwks.json"
