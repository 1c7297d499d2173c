"""The example's backend."""

import json
from typing import Any


def handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer any request that API Gateway let through with success.

    Takes and gives what a Lambda proxy integration does.
    """
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({"code": "00000", "message": "success"}, separators=(",", ":")),
    }
