"""The bodies of errors that API Gateway itself answers: 401, 403, 429, 5xx."""

import json
from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws

from .arguments import Mistakes
from .rest_api import Api

# These two stand for all: 401 and 403 of the authorizer, 429 of the limits, 400 of a request
# that does not validate, 500 and 504 of a backend. Each keeps its own status.
_TYPES = ("DEFAULT_4XX", "DEFAULT_5XX")
# The message as it is, and as a JSON string with its quotes: it may hold what a caller sent.
_MESSAGE, _QUOTED_MESSAGE = "$context.error.message", "$context.error.messageString"
DEFAULT = {"message": _MESSAGE, "requestId": "$context.requestId"}


def check_error_body(body: Mapping[str, str], mistakes: Mistakes, where: str) -> None:
    """Check that there is something to say, and that it does not break the JSON."""
    if not body:
        mistakes.add(where, f"is empty. Write, for example, {json.dumps(DEFAULT)}.")
    for key, value in body.items():
        if _MESSAGE in value and value != _MESSAGE:
            mistakes.add(
                f"{where}.{key}",
                f"{_MESSAGE} may hold quotes, which break the JSON amid other text. Write it "
                "alone.",
            )


def template(body: Mapping[str, str]) -> str:
    """The JSON of an error, as API Gateway fills it in."""
    fields = (
        f"{json.dumps(key)}: {_QUOTED_MESSAGE if value == _MESSAGE else json.dumps(value)}"
        for key, value in body.items()
    )
    return f"{{{', '.join(fields)}}}"


def make_error_bodies(api: Api, body: Mapping[str, str], headers: Mapping[str, str]) -> None:
    """Answer errors with a JSON body and some headers."""
    for kind in _TYPES:
        inputs: dict[str, Any] = {
            "response_type": kind,
            "response_templates": {"application/json": template(body)},
            "response_parameters": {
                f"gatewayresponse.header.{header}": f"'{value}'"
                for header, value in headers.items()
            },
        }
        made = aws.apigateway.Response(
            f"{api.name}-{kind}", rest_api_id=api.rest_api.id, **inputs, opts=api.opts
        )
        api.snapshot.add(made, inputs)
