"""What the components cost, beside the same resources by hand, and beside Stelvio.

    python -m benchmarks.components [--routes 10 100 300] [--repeats 3] [--no-stelvio] [--json]

Each run of one program is paired with the others' in turn, since a shared machine's speed
changes; every other round goes backwards. Seconds are medians, ratios are medians of the pairs;
those of processor time (engine, language host, program, provider) depend less on the neighbours.
Stelvio needs Python 3.12 (`--stelvio-python`); it is installed from PyPI into a throw-away
environment, once a run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import bench
from benchmarks.bench import FOLDER  # before `sandbox`

# isort: split
import boto3

from benchmarks import imports
from benchmarks.component_programs import BY_HAND, COMPONENTS, STELVIO, source
from sandbox import emulator as aws
from sandbox.steps import Step
from sandbox.toolchain import Toolchain, ensure
from tests.harness.engine import Engine
from tests.harness.programs import add_function

Taken = dict[str, dict[str, list[float]]]
"""By command and program, the seconds of each round."""
GOAL = 1.05
"""At most so many times the time of the same resources by hand."""
UP = ("up", "--yes", "--skip-preview")
COMMANDS = {
    "preview": ("preview",),
    "up": UP,
    "preview, unchanged": ("preview", "--expect-no-changes"),
}
ONCE = "up, state written once"
# The file backend writes the whole state before and after each step; with this, at the end.
_ONCE = {"PULUMI_EXPERIMENTAL": "true", "PULUMI_SKIP_CHECKPOINTS": "true"}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--routes", type=int, nargs="+", default=[10, 100, 300])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--no-stelvio", action="store_true")
    parser.add_argument("--stelvio-python", default="python3.12", metavar="PYTHON")
    return bench.main(parser, measure, table)


def measure(choice: argparse.Namespace) -> dict[str, Any]:
    """Times by size, command and program; resources; imports; why Stelvio did not run."""
    toolchain, emulator = ensure(Step("toolchain")), aws.ensure()
    environments = {COMPONENTS: Path(sys.prefix), BY_HAND: Path(sys.prefix)}
    why_not = "not asked for"
    if not choice.no_stelvio:
        try:
            environments[STELVIO] = install_stelvio(choice.stelvio_python)
            have_a_log_role(emulator)
        except (OSError, subprocess.SubprocessError) as error:
            why_not = f"it could not be installed: {error}"
    sizes = []
    for routes in choice.routes:
        print(f"{routes} routes …", file=sys.stderr)
        sizes.append(one_size(routes, choice.repeats, environments, toolchain, emulator))
    return {
        "goal": GOAL,
        "sizes": sizes,
        "stelvio": "ran" if STELVIO in environments else why_not,
        "imports": imports.measure(),
    }


def one_size(
    routes: int,
    repeats: int,
    environments: Mapping[str, Path],
    toolchain: Toolchain,
    emulator: aws.Emulator,
) -> dict[str, Any]:
    """Each program's seconds for each command, round by round, and its resources by type."""
    commands = (*COMMANDS, ONCE)
    seconds: Taken = {command: {kind: [] for kind in environments} for command in commands}
    processor: Taken = {command: {kind: [] for kind in environments} for command in commands}
    resources: dict[str, dict[str, int]] = {}
    folders = {kind: write(kind, routes, where) for kind, where in environments.items()}
    for round_ in range(repeats):
        order = list(environments)[:: -1 if round_ % 2 else 1]
        # A new stack each round: a first preview and a first update again.
        engines, others = (
            {
                kind: Engine(
                    toolchain,
                    emulator,
                    folders[kind],
                    stack=f"{kind.lower().replace(' ', '-')}-{routes}-{round_}{suffix}",
                    extra=extra,
                )
                for kind in order
            }
            for suffix, extra in (("", {}), ("-once", _ONCE))
        )
        for engine in [*engines.values(), *others.values()]:
            # Before the clock starts: makes the stack, and compiles what was not.
            engine.pulumi("preview") if not round_ else engine.pulumi("stack", "--show-name")
        runs = [(name, kind, engines[kind], COMMANDS[name]) for name in COMMANDS for kind in order]
        for name, kind, engine, words in [*runs, *((ONCE, k, e, UP) for k, e in others.items())]:
            taken = bench.timed(lambda e=engine, w=words: e.pulumi(*w))  # type: ignore[misc]  # bound
            seconds[name][kind].append(taken[0])
            processor[name][kind].append(taken[1])
        for kind, engine in engines.items():
            resources[kind] = Counter(r["type"] for r in engine.resources())
    same_resources(resources)
    return {
        "routes": routes,
        "seconds": seconds,
        "processor": processor,
        "resources": resources,
    }


def same_resources(resources: Mapping[str, Mapping[str, int]]) -> None:
    """The two that are compared make the same, but for the components themselves."""
    made, by_hand = (
        {kind: count for kind, count in resources[name].items() if kind.startswith("aws:")}
        for name in (COMPONENTS, BY_HAND)
    )
    assert made == by_hand, f"not the same resources: {made} and {by_hand}"


def write(kind: str, routes: int, environment: Path) -> Path:
    """A program in a folder of its own."""
    name = f"{kind.lower().replace(' ', '-')}-{routes}"
    folder = FOLDER / name
    folder.mkdir()
    add_function(folder)
    (folder / "Pulumi.yaml").write_text(
        f"name: {name}\nruntime:\n  name: python\n  options:\n    virtualenv: {environment}\n"
    )
    (folder / "__main__.py").write_text(source(kind, routes))
    (folder / "stlv_app.py").touch()  # by it Stelvio finds its project
    return folder


def install_stelvio(python: str) -> Path:
    """Stelvio in an environment of its own."""
    check = "import sys; sys.exit(sys.version_info < (3, 12))"
    subprocess.run([python, "-c", check], check=True, timeout=60, capture_output=True)
    return bench.install("stelvio", python)


def have_a_log_role(emulator: aws.Emulator) -> None:
    """Set API Gateway's role for logs, as in any account in use, so that Stelvio makes none.

    Its role has `managedPolicyArns`, which the sandbox does not know.
    """
    client = boto3.client(
        "apigateway",
        endpoint_url=emulator.url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106  # the emulator's
    )
    role = "arn:aws:iam::000000000000:role/logs"
    client.update_account(
        patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": role}]
    )


def ratio(mine: list[float], other: list[float]) -> float:
    """The median over the pairs."""
    return median(one / two for one, two in zip(mine, other, strict=True))


def table(results: Mapping[str, Any]) -> str:
    """All results as Markdown."""
    lines = [
        "| routes | command | scoped-api | by hand | Stelvio | scoped-api / by hand | processor |"
    ]
    lines.append("|---:|---|---:|---:|---:|---:|---:|")
    for size in results["sizes"]:
        for command, taken in size["seconds"].items():
            kinds = (COMPONENTS, BY_HAND, STELVIO)
            cells = [f"{median(taken[kind]):.1f} s" if kind in taken else "-" for kind in kinds]
            used = size["processor"][command]
            cells += [f"{ratio(of[COMPONENTS], of[BY_HAND]):.2f}" for of in (taken, used)]
            lines.append(f"| {size['routes']} | {command} | {' | '.join(cells)} |")
    lines += [f"\nThe goal is at most {results['goal']} times. Stelvio: {results['stelvio']}.\n"]
    lines += ["| routes | program | resources | of them a route |"]
    lines.append("|---:|---|---:|---:|")
    for size in results["sizes"]:
        for kind, made in size["resources"].items():
            own = sum(made.get(f"aws:apigateway/{name}", 0) for name in _OF_A_ROUTE)
            total = sum(made.values())
            lines.append(f"| {size['routes']} | {kind} | {total} | {own / size['routes']:.1f} |")
    return "\n".join([*lines, "", *imports.table(results["imports"])])


_OF_A_ROUTE = ("resource:Resource", "method:Method", "integration:Integration")


if __name__ == "__main__":
    sys.exit(main())
