"""IAM policy documents: who may do what."""

import json
from typing import Any


def allow(*statements: dict[str, Any]) -> str:
    """A document that allows some statements, in JSON."""
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", **statement} for statement in statements],
        }
    )


def assumed_by(service: str) -> str:
    """The document of a role that an AWS service takes on: `lambda.amazonaws.com`."""
    return allow({"Principal": {"Service": service}, "Action": "sts:AssumeRole"})
