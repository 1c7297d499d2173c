"""How long importing takes, and what it loads, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from statistics import median
from typing import Any

REPEATS = 5
STATEMENTS = (
    "import scoped_api",
    "from scoped_api import AuthorizationServer, M2MClient, ScopedApi",
    "import scoped_api.token",
    "import requests",
    "import pulumi",
    "import pulumi_aws",
    "from pulumi_aws import apigateway, cognito, iam, lambda_",
)
# pulumi_aws puts a placeholder for each service into sys.modules, which is loaded when it is used.
_CODE = """
import json, sys, time
start = time.perf_counter()
{statement}
seconds = time.perf_counter() - start
loaded = [name for name, module in sys.modules.items() if type(module).__name__ != "_LazyModule"]
own = [name for name in loaded if name.startswith("pulumi_aws.")]
print(json.dumps({{
    "seconds": seconds,
    "modules": len(loaded),
    "pulumi": "pulumi" in loaded,
    "pulumi_aws": len(own),
}}))
"""
_ALL = """
import pathlib, importlib.util
home = pathlib.Path(importlib.util.find_spec("pulumi_aws").origin).parent
print(sum(1 for _ in home.rglob("*.py")))
"""


def measure() -> dict[str, Any]:
    """By statement: median seconds, modules loaded, whether Pulumi is, how many of pulumi_aws."""
    found: dict[str, list[dict[str, Any]]] = {statement: [] for statement in STATEMENTS}
    for _ in range(REPEATS):
        for statement in STATEMENTS:
            found[statement].append(json.loads(_run(_CODE.format(statement=statement))))
    return {
        "files of pulumi_aws": int(_run(_ALL)),
        "statements": {
            statement: {**runs[0], "seconds": round(median(run["seconds"] for run in runs), 3)}
            for statement, runs in found.items()
        },
    }


def _run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    ).stdout


def table(results: dict[str, Any]) -> Sequence[str]:
    """The rows, as Markdown."""
    lines = ["| statement | seconds | modules | of `pulumi_aws` | Pulumi |"]
    lines.append("|---|---:|---:|---:|---|")
    for statement, found in results["statements"].items():
        lines.append(
            f"| `{statement}` | {found['seconds']:.2f} | {found['modules']} | "
            f"{found['pulumi_aws']} | {'yes' if found['pulumi'] else 'no'} |"
        )
    return [*lines, "", f"`pulumi_aws` has {results['files of pulumi_aws']:,} files."]
