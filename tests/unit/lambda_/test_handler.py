"""The backend's answer, as API Gateway's Lambda proxy integration takes it."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent
HANDLER = FOLDER.parents[2] / "lambda" / "handler.py"


@pytest.mark.parametrize("event", sorted(FOLDER.glob("events/*.json")), ids=lambda file: file.stem)
def test_any_request_is_answered_with_success(event: Path) -> None:
    # By its path: `lambda` is a word of Python's and no package.
    handler = runpy.run_path(str(HANDLER))["handler"]
    answer: dict[str, Any] = handler(json.loads(event.read_text()), None)
    assert answer == {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": '{"code":"00000","message":"success"}',
    }
