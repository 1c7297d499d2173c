"""Which Python runs a program or a pack: the rules of the official language host."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from google.protobuf import json_format


def interpreter(info: Any) -> str:
    """The interpreter for a `ProgramInfo`.

    The virtual environment that its options name, relative to the folder of
    Pulumi.yaml or PulumiPolicy.yaml; else the active one; else `python3` on PATH.

    Raises:
        FileNotFoundError: the named environment is not there; says how to make it.
    """
    options = json_format.MessageToDict(info.options) if info.HasField("options") else {}
    named = options.get("virtualenv")
    if named:
        folder = Path(info.root_directory, named)
        python = folder / "bin" / "python"
        if not python.exists():
            raise FileNotFoundError(
                f"the virtual environment {folder}, which {info.root_directory} names as "
                f"`virtualenv`, is not there. Make it: `make venv` in the checkout, or "
                f"`python3 -m venv {folder}` and install its requirements"
            )
        return str(python)
    active = os.environ.get("VIRTUAL_ENV")
    if active and Path(active, "bin", "python").exists():
        return str(Path(active, "bin", "python"))
    return shutil.which("python3") or sys.executable
