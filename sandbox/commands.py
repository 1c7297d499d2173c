"""The commands of `python -m sandbox`: each a few steps, each step one line."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from sandbox import emulator, heal, next_steps, orphans, paths, stacks
from sandbox import pulumi as cli
from sandbox.errors import SandboxError
from sandbox.stacks import STACK
from sandbox.steps import step
from sandbox.toolchain import Toolchain, ensure


def setup() -> int:
    """Get the CLI."""
    _toolchain()
    return 0


def up() -> int:
    """Deploy the example service behind the policy pack, check it live, say what to try."""
    toolchain, aws = _toolchain(), _emulator()
    with step("pulumi up") as this:
        this.note("pulumi up --policy-pack policy --stack sandbox")
        healed = heal.before_up(toolchain, aws)
        deployed = _deploy(toolchain, aws)
        if not deployed and healed and heal.is_alone():
            # What was created when Pulumi was killed is in no state: it stands in the way.
            this.note(f"{healed}, in vain; once more, from nothing")
            emulator.stop(forget=True)
            shutil.rmtree(paths.BACKEND)
            aws, healed = emulator.ensure(this), "started from nothing"
            deployed = _deploy(toolchain, aws)
        if not deployed:
            raise SandboxError(
                "pulumi up failed; what it says is above. Nothing is lost: mend it, then `make up`"
            )
        heal.after_up(aws)
        this.done(_changes(toolchain, aws) + (f", {healed}" if healed else ""))
    outputs = cli.run(
        toolchain,
        aws,
        ["stack", "output", "--json", "--show-secrets", "--stack", STACK],
        folder=paths.ROOT,
        quiet=True,
    )
    with step("check") as this:
        this.note("the live API, over HTTP")
        # The outputs hold secrets: they go by a pipe, never by a command line.
        check = subprocess.run(
            [sys.executable, "-m", "audit", "check", "-"],
            input=outputs.stdout,
            text=True,
            cwd=paths.ROOT,
            timeout=300,
            check=False,
        )
        if check.returncode != 0:
            raise SandboxError("the live API does not behave as declared: see the table above")
        this.done("every cell as declared")
    print(next_steps.text(json.loads(outputs.stdout)))
    return 0


def _deploy(toolchain: Toolchain, aws: emulator.Emulator) -> bool:
    """The command that deploys to an AWS account, here."""
    _stack(toolchain, aws, paths.ROOT)
    arguments = ["up", "--policy-pack", "policy", "--stack", STACK, "--yes"]
    if not sys.stdout.isatty():
        arguments.append("--non-interactive")
    return cli.run(toolchain, aws, arguments, folder=paths.ROOT).returncode == 0


def down() -> int:
    """Destroy the example service, stop the emulator, leave nothing but the toolchain."""
    if heal.has_stack():
        with step("destroy") as this:
            toolchain, aws = ensure(this), emulator.ensure(this)
            heal.before_up(toolchain, aws)
            words = ["destroy", "--stack", STACK, "--yes", "--skip-preview", "--non-interactive"]
            done = cli.run(toolchain, aws, words, folder=paths.ROOT, quiet=True)
            if done.returncode != 0:
                raise SandboxError(
                    f"pulumi destroy failed:\n{done.stdout}{done.stderr}\n"
                    f"To give the stack up as it is: rm -r {paths.BACKEND}; make down"
                )
            this.done("every resource of the stack is gone")
    with step("emulator") as this:
        left = orphans.stop_all()
        ran = emulator.stop(forget=True)
        # Stacks of a world that is gone are of no use to anyone.
        for folder in (paths.BACKEND, paths.PULUMI_HOME):
            shutil.rmtree(folder, ignore_errors=True)
        said = "stopped, all its state removed" if ran else "was not running"
        this.done(said + (f"; {left} stray processes ended" if left else ""))
    return 0


def pulumi(words: Sequence[str]) -> int:
    """Run any Pulumi command in the sandbox; its exit status."""
    command = stacks.read(words)
    with step("toolchain") as this:
        toolchain = ensure(this)
        this.quiet = True
    aws = emulator.ensure() if command.needs_aws else emulator.running()
    if aws and command.stack == STACK:
        _stack(toolchain, aws, command.folder)
    done = cli.run(toolchain, aws, command.arguments, folder=Path.cwd(), program=command.folder)
    return done.returncode


def _toolchain() -> Toolchain:
    with step("toolchain") as this:
        toolchain = ensure(this)
        this.done(str(toolchain))
    return toolchain


def _emulator() -> emulator.Emulator:
    with step("emulator") as this:
        aws = emulator.running()
        said = "runs" if aws else "started"
        aws = aws or emulator.ensure(this)
        this.done(f"{said} on {aws.url}")
    return aws


def _stack(toolchain: Toolchain, aws: emulator.Emulator, folder: Path) -> None:
    """Make the stack if it is missing: the sandbox is one, nobody has to ask for it."""
    state = stacks.state_file(folder, STACK)
    if state is None or state.exists():
        return  # no program: Pulumi says so better
    words = ["stack", "init", STACK, "--no-select"]
    done = cli.run(toolchain, aws, words, folder=folder, quiet=True)
    if done.returncode != 0:
        raise SandboxError(f"no stack {STACK} in {folder}:\n{done.stderr.strip()}")


def _changes(toolchain: Toolchain, aws: emulator.Emulator) -> str:
    """What the last update did, from its own record."""
    done = cli.run(
        toolchain,
        aws,
        ["stack", "history", "--json", "--page-size", "1", "--stack", STACK],
        folder=paths.ROOT,
        quiet=True,
    )
    changes: dict[str, int] = json.loads(done.stdout)[0].get("resourceChanges", {})
    same = changes.pop("same", 0)
    if not changes:
        return f"nothing to change, {same} resources as they were"
    return ", ".join(f"{count} to {what}" for what, count in sorted(changes.items()))
