"""What can go wrong, with the names that AWS has for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError


class ProviderError(Exception):
    """What the user is told, as it is."""


class AwsError(ProviderError):
    """AWS refuses, or the stand-in refuses what AWS would.

    Attributes:
        code: AWS's name for it, like "ConflictException".
        operation: the operation that was refused, if one was called.
    """

    def __init__(self, code: str, message: str, operation: str = "") -> None:
        self.code = code
        self.operation = operation
        super().__init__(f"{operation}: {code}: {message}" if operation else f"{code}: {message}")


class HalfDoneError(ProviderError):
    """It exists, but a later step failed: its id and outputs are kept, the next `up` goes on."""

    def __init__(
        self,
        resource_id: str,
        outputs: Mapping[str, Any],
        reason: str,
        secrets: Iterable[str] = (),
    ) -> None:
        self.resource_id = resource_id
        self.outputs = dict(outputs)
        self.secrets = frozenset(secrets)
        super().__init__(reason)


@dataclass(frozen=True)
class Fault:
    """What is wrong with an input: where (`scopes[0].scopeName`; "" for the whole) and what."""

    path: str
    reason: str


def from_boto(error: ClientError | BotoCoreError, operation: str) -> ProviderError:
    """The error to show for one of boto3's."""
    if isinstance(error, ClientError):
        answer = error.response.get("Error", {})
        return AwsError(answer.get("Code", "Unknown"), answer.get("Message", ""), operation)
    if isinstance(error, EndpointConnectionError):
        return ProviderError(
            f"{operation}: the emulated AWS does not answer: {error}. "
            "`python -m sandbox pulumi …` starts it."
        )
    return ProviderError(f"{operation}: {type(error).__name__}: {error}")


def without(text: str, secrets: Iterable[str]) -> str:
    """The text with every secret in it taken out."""
    # The longest first: one secret may be a part of another.
    for secret in sorted((s for s in secrets if s), key=len, reverse=True):
        text = text.replace(secret, "[secret]")
    return text
