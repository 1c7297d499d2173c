"""The pack as the engine starts it: by the path of its folder, whatever that is called."""

from __future__ import annotations

import gc
import runpy
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi_policy
import pytest

from policy.rules import RULES
from sandbox.paths import ROOT


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What the pack asks the SDK to serve, instead of serving it."""
    found: list[Any] = []
    monkeypatch.setattr(pulumi_policy, "PolicyPack", lambda *given: found.append(given))
    before = dict(sys.modules)
    yield found
    for name in set(sys.modules) - set(before):
        if name.startswith("scoped_api_policy"):
            del sys.modules[name]
    gc.enable()


def test_it_runs_from_a_folder_of_any_name_and_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, served: list[Any]
) -> None:
    folder = tmp_path / "company-rules"
    shutil.copytree(ROOT / "policy", folder, ignore=shutil.ignore_patterns("__pycache__"))
    # Neither this repository nor a `policy` of somebody else's is what it imports.
    other = tmp_path / "elsewhere"
    (other / "policy").mkdir(parents=True)
    (other / "policy" / "__init__.py").write_text("raise ImportError('not this one')\n")
    monkeypatch.chdir(other)
    monkeypatch.setattr(
        sys, "path", [str(other), *(p for p in sys.path if p not in ("", str(ROOT)))]
    )
    runpy.run_path(str(folder), run_name="__main__")
    ((name, policies, level),) = served
    assert (name, level.value) == ("scoped-api", "mandatory")
    assert [policy.name for policy in policies] == [rule.id for rule in RULES]
    assert sys.modules["scoped_api_policy.pack"].__file__ == str(folder / "pack.py")


def test_a_folder_that_lacks_a_part_says_so(tmp_path: Path) -> None:
    shutil.copy(ROOT / "policy" / "__main__.py", tmp_path)
    with pytest.raises((ImportError, FileNotFoundError)) as raised:
        runpy.run_path(str(tmp_path), run_name="__main__")
    assert "__init__.py" in str(raised.value)
