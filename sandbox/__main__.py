"""`python -m sandbox`: up, down, and any Pulumi command, on an emulated AWS."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"

EPILOG = """\
examples:
  python -m sandbox pulumi preview                  the example service, stack sandbox
  python -m sandbox pulumi stack output             its outputs
  python -m sandbox pulumi -C ../other preview      another program, on its stack sandbox
  python -m sandbox pulumi up --stack trial         another stack (make it: stack init trial)
"""


def main(words: list[str]) -> int:
    """Run a command; its exit status."""
    if not _in_venv():
        if not (ROOT / ".venv" / "made-from").exists():
            print("error: there is no whole .venv yet. Make it: make venv", file=sys.stderr)
            return 1
        # Whatever `python` is called, the sandbox runs in its own environment.
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), "-m", "sandbox", *words])

    from sandbox import commands
    from sandbox.errors import SandboxError

    try:
        if words[:1] == ["pulumi"]:
            # All that follows is Pulumi's own to read.
            return commands.pulumi(words[1:])
        choice = _parser().parse_args(words)
        return {
            "up": commands.up,
            "down": commands.down,
            "setup": commands.setup,
        }[choice.command]()
    except SandboxError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopped; run it again to go on", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="AWS and Pulumi on this machine: the real engine, an emulated AWS.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("up", help="deploy the example service here and check it: `make up`")
    commands.add_parser("down", help="destroy it and stop everything: `make down`")
    commands.add_parser("setup", help="only find, install or build the Pulumi CLI")
    commands.add_parser("pulumi", help="run any Pulumi command here", add_help=False)
    return parser


def _in_venv() -> bool:
    return Path(sys.prefix).resolve() == VENV_PYTHON.parent.parent.resolve()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
