"""`.venv` is made from the lock file once, and never taken half-made."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sandbox import venv


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "components").mkdir()
    (tmp_path / "components" / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "requirements.lock").write_text("")
    monkeypatch.setattr(venv, "ROOT", str(tmp_path))
    monkeypatch.setattr(venv, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(venv, "STAMP", str(tmp_path / ".venv" / "made-from"))
    return tmp_path


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would be run, instead of running it."""
    run: list[list[str]] = []

    def record(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        run.append(command)
        if "venv" in command:
            Path(command[-1]).mkdir()
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr("sandbox.venv.subprocess.run", record)
    return run


def test_it_is_made_from_hashes_and_only_once(checkout: Path, commands: list[list[str]]) -> None:
    assert venv.main() == 0
    assert len(commands) == 3
    assert "--require-hashes" in commands[1]
    assert venv.main() == 0
    assert len(commands) == 3


def test_a_changed_lock_file_makes_it_anew(checkout: Path, commands: list[list[str]]) -> None:
    venv.main()
    (checkout / "requirements.lock").write_text("# changed\n")
    venv.main()
    assert len(commands) == 6


def test_an_interrupted_one_is_made_anew(
    checkout: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    record: Any = subprocess.run  # the fixture's

    def interrupted(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        record(command, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr("sandbox.venv.subprocess.run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        venv.main()
    assert (checkout / ".venv").exists()
    monkeypatch.setattr("sandbox.venv.subprocess.run", record)
    assert venv.main() == 0
    assert len(commands) == 4


def test_a_failed_install_names_the_command(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "sandbox.venv.subprocess.run", lambda command, **_: subprocess.CompletedProcess(command, 1)
    )
    assert venv.main() == 1
    said = capsys.readouterr().err
    assert "could not make a virtual environment" in said
    assert "apt install python3-venv" in said


def test_an_old_python_is_refused_with_what_to_do(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sandbox.venv.sys.version_info", (3, 9, 18))
    assert venv.main() == 1
    said = capsys.readouterr().err
    assert "Python 3.9 is too old" in said
    assert "make PYTHON=python3.12 up" in said


def test_an_old_python_can_read_the_file() -> None:
    # It has to read all of it before it can say that it is too old.
    source = Path(venv.__file__).read_text()
    ast.parse(source, feature_version=(3, 7))
    assert 'f"' not in source
