"""The real engine, in the sandbox: a program runs, its secrets stay secret."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.harness import programs
from tests.harness.engine import Engine


def test_a_program_runs_and_its_secrets_are_encrypted(
    tmp_path: Path, engine: Callable[..., Engine]
) -> None:
    folder = programs.write(
        tmp_path,
        """
        import pulumi
        pulumi.export("plain", pulumi.get_stack())
        pulumi.export("hidden", pulumi.Output.secret("not-for-the-eye"))
        """,
        name="smoke",
    )
    run = engine(folder)
    assert "not-for-the-eye" not in run.up().stdout
    assert run.outputs() == {"plain": "sandbox", "hidden": "not-for-the-eye"}
    assert "not-for-the-eye" not in str(run.json("stack", "export"))


def test_an_error_of_the_program_is_shown_and_fails_the_command(
    tmp_path: Path, engine: Callable[..., Engine]
) -> None:
    folder = programs.write(
        tmp_path,
        """
        import pulumi
        raise pulumi.RunError("the bad news")
        """,
        name="failing",
    )
    done = engine(folder).up(check=False)
    assert done.returncode != 0
    assert "error: the bad news" in done.stdout
    assert "Traceback" not in done.stdout
