"""Which stack and folder a Pulumi command line means."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox import stacks


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        (["up"], ["up", "--stack", "sandbox"]),
        (["preview", "--diff"], ["preview", "--diff", "--stack", "sandbox"]),
        (["stack", "output", "url"], ["stack", "output", "url", "--stack", "sandbox"]),
        (["stack"], ["stack", "--stack", "sandbox"]),
        (["config", "set", "a", "b"], ["config", "set", "a", "b", "--stack", "sandbox"]),
        (
            ["config", "set", "a", "--", "-1"],
            ["config", "set", "a", "--stack", "sandbox", "--", "-1"],
        ),
        (["--color", "never", "up"], ["--color", "never", "up", "--stack", "sandbox"]),
    ],
)
def test_the_stack_sandbox_where_none_is_named(words: list[str], arguments: list[str]) -> None:
    assert stacks.read(words).arguments == arguments


@pytest.mark.parametrize(
    "words",
    [
        ["up", "--stack", "dev"],
        ["up", "--stack=dev"],
        ["up", "-s", "dev"],
        ["up", "-sdev"],
        ["stack", "output", "-s=dev"],
    ],
)
def test_a_named_stack_is_left_as_it_is(words: list[str]) -> None:
    command = stacks.read(words)
    assert (command.arguments, command.stack) == (words, "dev")


@pytest.mark.parametrize(
    "words",
    [
        ["version"],
        ["stack", "init", "dev"],
        ["stack", "ls"],
        ["policy", "analyze", "--file", "state.json"],
        ["up", "--help"],
        [],
    ],
)
def test_a_command_that_works_on_no_stack_gets_none(words: list[str]) -> None:
    command = stacks.read(words)
    assert (command.arguments, command.stack) == (words, None)


@pytest.mark.parametrize(
    "words", [["-C", "/a/b", "up"], ["up", "-C/a/b"], ["up", "--cwd", "/a/b"], ["up", "--cwd=/a/b"]]
)
def test_the_folder_of_another_program(words: list[str]) -> None:
    assert stacks.read(words).folder == Path("/a/b")


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        (["up"], True),
        (["-C", "up", "version"], False),
        (["stack", "output"], False),
        (["policy", "analyze"], False),
        (["-s", "dev", "refresh"], True),
    ],
)
def test_whether_it_speaks_to_aws(words: list[str], needs: bool) -> None:
    assert stacks.read(words).needs_aws is needs
