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
DEFAULT = {"message": "$context.error.message", "requestId": "$context.requestId"}


def check_error_body(body: Mapping[str, str], mistakes: Mistakes, where: str) -> None:
    """Check that there is something to say, and that it does not break the JSON."""
    if not body:
        mistakes.add(where, f"is empty. Write, for example, {json.dumps(DEFAULT)}.")
    for key, value in body.items():
        if "$context.error.messageString" in value:
            mistakes.add(
                f"{where}.{key}",
                "$context.error.messageString brings quotes of its own. Write "
                "$context.error.message.",
            )


def make_error_bodies(api: Api, body: Mapping[str, str], headers: Mapping[str, str]) -> None:
    """Answer errors with a JSON body and some headers."""
    for kind in _TYPES:
        inputs: dict[str, Any] = {
            "response_type": kind,
            "response_templates": {"application/json": json.dumps(dict(body))},
            "response_parameters": {
                f"gatewayresponse.header.{header}": f"'{value}'"
                for header, value in headers.items()
            },
        }
        made = aws.apigateway.Response(
            f"{api.name}-{kind}", rest_api_id=api.rest_api.id, **inputs, opts=api.opts
        )
        api.snapshot.add(made, inputs)
