"""What the benchmarks share: a sandbox of the run's own, and its clock.

Import it before anything of `sandbox`, which reads where the sandbox is.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

os.environ["SCOPED_API_SANDBOX"] = tempfile.mkdtemp(prefix="scoped-api-benchmark-")
os.environ["SCOPED_API_PORT"] = "0"

from sandbox import emulator as aws
from sandbox import orphans, paths

FOLDER = Path(os.environ["SCOPED_API_SANDBOX"]) / "benchmark"


def main(
    parser: ArgumentParser,
    measure: Callable[[Namespace], dict[str, Any]],
    table: Callable[[Mapping[str, Any]], str],
) -> int:
    """Measure and print; leave nothing behind."""
    parser.add_argument("--json", action="store_true")
    choice = parser.parse_args()
    FOLDER.mkdir(parents=True)
    try:
        results = measure(choice)
    finally:
        orphans.stop_all()
        aws.stop(forget=True)
        shutil.rmtree(paths.STATE, ignore_errors=True)
    print(json.dumps(results, indent=2) if choice.json else table(results))
    return 0


def timed(command: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock, and of CPU in all processes that were started and have ended."""
    start, used = time.perf_counter(), _cpu()
    command()
    return round(time.perf_counter() - start, 2), round(_cpu() - used, 2)


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def install(package: str, python: str = sys.executable) -> Path:
    """A package from PyPI in a throw-away environment; the environment's folder."""
    folder = FOLDER / package.partition("=")[0]
    subprocess.run([python, "-m", "venv", str(folder)], check=True, timeout=120)
    pip = [str(folder / "bin" / "pip"), "install", "--quiet", package]
    subprocess.run(pip, check=True, timeout=900, stdout=sys.stderr)
    return folder
