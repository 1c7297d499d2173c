"""Answers that API Gateway gives by itself: a MOCK integration and what it says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi_aws as aws

from .rest_api import Api


@dataclass(frozen=True)
class FixedAnswer:
    """What is answered, whatever the request."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


def integration(answer: FixedAnswer) -> dict[str, Any]:
    """The inputs of the integration."""
    return {
        "type": "MOCK",
        "request_templates": {"application/json": json.dumps({"statusCode": answer.status})},
        # Without it a request of another content type would end in a 500.
        "passthrough_behavior": "NEVER",
    }


def make_responses(
    api: Api,
    label: str,
    answer: FixedAnswer,
    place: Mapping[str, Any],
    method: aws.apigateway.Method,
    made: aws.apigateway.Integration,
) -> None:
    """Make what carries an answer back. `place` is where its method is."""
    names = [f"method.response.header.{header}" for header in answer.headers]
    declared: dict[str, Any] = {
        "status_code": str(answer.status),
        "response_parameters": dict.fromkeys(names, True),
    }
    response = aws.apigateway.MethodResponse(label, **place, **declared, opts=api.after(method))
    api.snapshot.add(response, declared)
    said: dict[str, Any] = {
        "status_code": str(answer.status),
        "response_templates": {"application/json": _literal(answer.body)},
        "response_parameters": {
            name: f"'{value}'" for name, value in zip(names, answer.headers.values(), strict=True)
        },
    }
    api.snapshot.add(
        aws.apigateway.IntegrationResponse(label, **place, **said, opts=api.after(made, response)),
        said,
    )


def _literal(body: str) -> str:
    """A JSON body that the template language leaves alone.

    `$` and `#`, which mean something there, can only stand in JSON's strings, where they can be
    written by their numbers.
    """
    return body.replace("$", "\\u0024").replace("#", "\\u0023")
