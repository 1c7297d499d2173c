"""`python -m audit`: check a deployed API over HTTP, from the outputs of its stack."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from audit import live, report
from audit.deployment import Deployment, OutputsError


def main(words: list[str]) -> int:
    """0: every route answers as declared; 1: one does not; 2: it could not be found out."""
    arguments = _parser().parse_args(words)
    try:
        text = sys.stdin.read() if arguments.outputs == "-" else _read(arguments.outputs)
        deployment = Deployment.from_outputs(json.loads(text))
        result = live.check(deployment)
    except (OutputsError, live.CheckError, json.JSONDecodeError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if arguments.json:
        print(json.dumps(asdict(result), indent=2))
    else:
        print(report.table(result, colour=sys.stdout.isatty()))
    return 0 if result.ok else 1


def _read(name: str) -> str:
    try:
        return Path(name).read_text()
    except OSError as error:
        raise OutputsError(f"cannot read {name}: {error.strerror}") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m audit", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="call every route with no token, a token without its scope, and the right one",
        epilog="pulumi stack output --json --show-secrets | python -m audit check -",
    )
    check.add_argument("outputs", help="the stack's outputs as JSON: a file, or - for stdin")
    check.add_argument("--json", action="store_true", help="the result for a machine")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
