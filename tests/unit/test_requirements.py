"""What `pulumi install` installs is what the lock file pins and the tests ran."""

from __future__ import annotations

import re

import pytest

from sandbox.paths import ROOT


def _pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text().splitlines()
    found = (re.match(r"([A-Za-z0-9-]+)==([^\s;]+)", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


def test_the_program_runs_on_what_the_lock_file_pins() -> None:
    pins = _pins("requirements.txt")
    assert set(pins) == {"pulumi", "pulumi-aws", "pulumi-policy"}
    assert pins.items() <= _pins("requirements.lock").items()


@pytest.mark.parametrize("name", ["requirements.lock", "sandbox/toolchain/go.lock"])
def test_every_download_has_a_checksum(name: str) -> None:
    text = (ROOT / name).read_text()
    packages = re.split(r"(?m)^(?=[a-z0-9])", text)[1:]
    assert packages
    assert [p.split("==")[0] for p in packages if "--hash=sha256:" not in p] == []
