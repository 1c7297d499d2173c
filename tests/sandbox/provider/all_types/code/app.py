"""The backend."""


def handler(_event: dict[str, object], _context: object) -> dict[str, object]:
    """Answer."""
    return {"statusCode": 200, "body": "{}"}
