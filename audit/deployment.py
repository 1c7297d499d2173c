"""A deployed API, as the outputs of its stack describe it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class OutputsError(ValueError):
    """The outputs do not describe an API; says which one is missing or wrong."""


@dataclass(frozen=True)
class Route:
    """What the API declares: any of `scopes` lets a call of `method` on `path` through."""

    method: str
    path: str
    scopes: tuple[str, ...]

    @property
    def public(self) -> bool:
        """Open on purpose."""
        return not self.scopes

    @property
    def example_path(self) -> str:
        """The path with something in place of its parameters."""
        return re.sub(r"\{[^}]*\}", "x", self.path)

    @property
    def example_method(self) -> str:
        """The method; for ANY one that it covers."""
        return "GET" if self.method == "ANY" else self.method


@dataclass(frozen=True)
class Client:
    """An app client of the API."""

    name: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class Deployment:
    """Where the API is, who issues its tokens, who may ask for them."""

    invoke_url: str
    token_url: str
    jwks_url: str
    clients: tuple[Client, ...]
    routes: tuple[Route, ...]

    @classmethod
    def from_outputs(cls, outputs: Mapping[str, Any]) -> Deployment:
        """Read `pulumi stack output --json --show-secrets`.

        Raises:
            OutputsError: an output is missing or has another shape.
        """
        try:
            return cls(
                invoke_url=str(outputs["invoke_url"]).rstrip("/"),
                token_url=str(outputs["token_url"]),
                jwks_url=str(outputs["jwks_url"]),
                clients=tuple(
                    Client(name, one["client_id"], one["client_secret"])
                    for name, one in outputs["clients"].items()
                ),
                routes=tuple(
                    Route(one["method"], one["path"], tuple(one["scopes"]))
                    for one in outputs["routes"]
                ),
            )
        except KeyError as error:
            raise OutputsError(
                f"the stack has no output {error.args[0]!r}. Export invoke_url, token_url, "
                "jwks_url, clients and routes, and pass --show-secrets to `pulumi stack output`"
            ) from error
        except (TypeError, AttributeError) as error:
            raise OutputsError(f"an output has another shape than expected: {error}") from error
