"""What the policy pack costs, and what it finds, beside an empty pack, none, and Checkov.

    python -m benchmarks.policy [--sizes 100 1000] [--repeats 3] [--no-checkov] [--json]

Every run of one row is paired with the others' in turn, since a shared machine's
speed changes. Seconds are medians, in brackets of CPU. Checkov is installed from PyPI into a
throw-away environment, once a run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import bench
from benchmarks.bench import FOLDER  # before `sandbox`

# isort: split
from benchmarks import policy_inputs as inputs
from sandbox import emulator as aws
from sandbox import paths
from sandbox.steps import Step
from sandbox.toolchain import ensure
from tests.harness.engine import Engine
from tests.harness.programs import write

PACKS = ("none", "empty", "empty, same shape", "pack")
CHECKOV = "checkov==3.2.*"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--analyze-only", type=int, nargs="*", default=[5000], metavar="SIZE")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--no-checkov", action="store_true")
    return bench.main(parser, measure, table)


def measure(choice: argparse.Namespace) -> dict[str, Any]:
    """All rows: `times` by size and command, `found` by kind of method."""
    toolchain, emulator = ensure(Step("toolchain")), aws.ensure()
    packs = inputs.packs(FOLDER, paths.ROOT / "policy")
    checkov = None if choice.no_checkov else bench.install(CHECKOV) / "bin" / "checkov"
    times = []
    for size in [*choice.sizes, *choice.analyze_only]:
        program = write(FOLDER / f"program{size}", inputs.program(size), name=f"bench{size}")
        engine = Engine(toolchain, emulator, program, stack="sandbox")
        state = inputs.state(FOLDER / f"state{size}.json", ["protected"] * size)
        commands: dict[str, Callable[[], object]] = {
            f"analyze, {name}": analyzing(engine, state, folder) for name, folder in packs.items()
        }
        if size in choice.sizes:
            commands["preview, none"] = previewing(engine)
            for name, folder in packs.items():
                commands[f"preview, {name}"] = previewing(engine, "--policy-pack", str(folder))
        if checkov:
            files = inputs.terraform(FOLDER / f"terraform{size}", ["protected"] * size)
            commands["Checkov CKV_AWS_59"] = lambda c=checkov, f=files: scan(c, f)  # type: ignore[misc]
        taken = paired(commands, choice.repeats)
        print(size, taken, file=sys.stderr)
        times += [
            {"methods": size, "command": name, "seconds": s, "cpu": cpu}
            for name, (s, cpu) in taken.items()
        ]
    return {"times": times, "found": found(engine, packs["pack"], checkov)}


def paired(
    commands: Mapping[str, Callable[[], object]], repeats: int
) -> dict[str, tuple[float, float]]:
    """The median seconds of each, run in turn: on the clock, and of CPU in all its processes."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(repeats):
        for name, command in commands.items():
            taken[name].append(bench.timed(command))
    return {
        name: (round(median(wall), 2), round(median(cpu), 2))
        for name, (wall, cpu) in ((n, zip(*each, strict=True)) for n, each in taken.items())
    }


def previewing(engine: Engine, *words: str) -> Callable[[], object]:
    """A preview of the program's first deployment."""
    return lambda: engine.pulumi("preview", *words)


def analyzing(engine: Engine, state: Path, pack: Path) -> Callable[[], object]:
    """`policy analyze` of a state in a file."""

    def run() -> None:
        done = analyze(engine, state, pack)
        assert done.returncode == 0, done.stdout

    return run


def analyze(engine: Engine, state: Path, pack: Path) -> subprocess.CompletedProcess[str]:
    """`pulumi policy analyze`, its events as JSON lines."""
    words = ["policy", "analyze", "--file", str(state), "--policy-pack", str(pack), "--json"]
    return subprocess.run(
        [str(engine.toolchain.pulumi), *words],
        env=engine.environment,
        cwd=FOLDER,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )


def scan(checkov: Path, files: Path) -> set[str]:
    """The names of the methods that CKV_AWS_59 fails."""
    words = ["--directory", str(files), "--check", "CKV_AWS_59", "--output", "json"]
    words += ["--framework", "terraform", "--skip-download", "--quiet"]
    done = subprocess.run(
        [str(checkov), *words],
        capture_output=True, text=True, timeout=900, check=False,
        env={**os.environ, "LOG_LEVEL": "ERROR"},
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    summary = json.loads(done.stdout)
    # It exits with 0 as well where it has found nothing to check.
    seen = sum(
        file.read_text().count('resource "aws_api_gateway_method"') for file in files.glob("*.tf")
    )
    checked = summary["summary"]["passed"] + summary["summary"]["failed"]
    assert (checked, summary["summary"]["parsing_errors"]) == (seen, 0), summary["summary"]
    failed = summary["results"]["failed_checks"]
    return {check["resource"].rpartition(".")[2] for check in failed}


def found(engine: Engine, pack: Path, checkov: Path | None) -> list[dict[str, Any]]:
    """For each kind of method: which rules reject it, and whether Checkov does."""
    kinds = list(inputs.KINDS)
    done = analyze(engine, inputs.state(FOLDER / "kinds.json", kinds), pack)
    rules: dict[str, set[str]] = {}
    for line in done.stdout.splitlines():
        event = json.loads(line).get("policyEvent")
        if event and event["enforcementLevel"] == "mandatory":
            name = event["resourceUrn"].rpartition("::")[2]
            rules.setdefault(name, set()).add(event["policyName"])
    failed = scan(checkov, inputs.terraform(FOLDER / "kinds", kinds)) if checkov else None
    return [
        {
            "method": inputs.KINDS[kind].words,
            "pack": sorted(rules.get(f"m{number}", ())),
            "checkov": None if failed is None else f"m{number}" in failed,
        }
        for number, kind in enumerate(kinds)
    ]


def table(results: Mapping[str, Any]) -> str:
    """Both results as Markdown; in brackets CPU seconds, which other load changes less."""
    lines = ["| methods | command | none | empty | empty, same shape | pack | pack / empty |"]
    lines.append("|---:|---|---:|---:|---:|---:|---:|")
    by_size: dict[int, dict[str, dict[str, float]]] = {}
    for row in results["times"]:
        by_size.setdefault(row["methods"], {})[row["command"]] = row
    for size, taken in by_size.items():
        for command in ("preview", "analyze"):
            cells = [taken.get(f"{command}, {name}") for name in PACKS]
            empty, pack = cells[1], cells[-1]
            if empty is None or pack is None:
                continue
            shown = " | ".join("-" if cell is None else _seconds(cell) for cell in cells)
            ratio = f"{pack['seconds'] / empty['seconds']:.2f} ({pack['cpu'] / empty['cpu']:.2f})"
            lines.append(f"| {size:,} | {command} | {shown} | {ratio} |")
        if "Checkov CKV_AWS_59" in taken:
            lines.append(
                f"| {size:,} | Checkov | | | | {_seconds(taken['Checkov CKV_AWS_59'])} | |"
            )
    lines += ["", "| a method that … | the pack | Checkov CKV_AWS_59 |", "|---|---|---|"]
    for row in results["found"]:
        rules = ", ".join(row["pack"]) or "passes"
        checkov = {None: "not run", True: "fails", False: "passes"}[row["checkov"]]
        lines.append(f"| {row['method']} | {rules} | {checkov} |")
    return "\n".join(lines)


def _seconds(cell: Mapping[str, float]) -> str:
    return f"{cell['seconds']:.1f} s ({cell['cpu']:.1f})"


if __name__ == "__main__":
    sys.exit(main())
