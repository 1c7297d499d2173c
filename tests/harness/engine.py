"""The real Pulumi CLI on a program in a folder, with what it prints as a result."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox import plugins, pulumi
from sandbox.emulator import Emulator
from sandbox.toolchain import Toolchain

SECONDS = 180


@dataclass
class Engine:
    """Commands on one stack of one program."""

    toolchain: Toolchain
    emulator: Emulator
    folder: Path
    stack: str
    account: str | None = None
    extra: dict[str, str] = field(default_factory=dict)
    """More environment."""

    def __post_init__(self) -> None:
        plugins.install(self.folder)
        self._created = False

    @property
    def environment(self) -> dict[str, str]:
        """What the CLI runs with."""
        env = pulumi.environment(self.toolchain, self.emulator) | self.extra
        if self.account:
            env["AWS_ACCESS_KEY_ID"] = self.account
        # The run's own: no colours, no width of somebody's terminal.
        return env | {"NO_COLOR": "1", "COLUMNS": "200"}

    def pulumi(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `pulumi words…`; stdout and stderr together in `stdout`.

        Raises:
            AssertionError: it failed, and `check` was asked for; with all it printed.
        """
        self._create()
        done = self._run(*words)
        assert not check or done.returncode == 0, f"pulumi {' '.join(words)}:\n{done.stdout}"
        return done

    def up(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """`pulumi up --yes --skip-preview`."""
        return self.pulumi("up", "--yes", "--skip-preview", *words, check=check)

    def outputs(self) -> dict[str, Any]:
        """The stack's outputs, secrets included."""
        outputs: dict[str, Any] = self.json("stack", "output", "--show-secrets", "--json")
        return outputs

    def resources(self) -> list[dict[str, Any]]:
        """The resources in the stack's state."""
        state = self.json("stack", "export")
        resources: list[dict[str, Any]] = state["deployment"].get("resources", [])
        return resources

    def json(self, *words: str) -> Any:
        """What a command that succeeds prints as JSON."""
        self._create()
        done = self._run(*words, stderr=subprocess.PIPE)
        assert done.returncode == 0, f"pulumi {' '.join(words)}:\n{done.stdout}{done.stderr}"
        return json.loads(done.stdout)

    def _create(self) -> None:
        if not self._created:
            done = self._run("stack", "select", self.stack, "--create")
            assert done.returncode == 0, done.stdout
            self._created = True

    def _run(
        self, *words: str, stderr: int = subprocess.STDOUT
    ) -> subprocess.CompletedProcess[str]:
        stack = [] if words[:2] == ("stack", "select") else ["--stack", self.stack]
        return subprocess.run(
            [str(self.toolchain.pulumi), *words, *stack, "--non-interactive"],
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            timeout=SECONDS,
            check=False,
        )
