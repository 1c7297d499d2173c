"""A lock is removed when its owner is gone, and only then."""

from __future__ import annotations

import getpass
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import locks, paths


@pytest.fixture
def backend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "BACKEND", tmp_path)
    return tmp_path


def _lock(backend: Path, **owner: object) -> Path:
    file = backend / ".pulumi" / "locks" / "organization" / "project" / "stack" / "id.json"
    file.parent.mkdir(parents=True)
    mine = {"hostname": socket.gethostname(), "username": getpass.getuser(), "pid": os.getpid()}
    file.write_text(json.dumps(mine | owner))
    return file


def _ended() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_the_lock_of_an_ended_process_is_removed(backend: Path) -> None:
    lock = _lock(backend, pid=_ended())
    assert locks.release_orphans() == [lock]
    assert not lock.exists()


def test_a_lock_whose_number_belongs_to_another_program_now_is_removed(backend: Path) -> None:
    # This process has the number, and is no Pulumi.
    lock = _lock(backend)
    assert locks.release_orphans() == [lock]


def test_the_lock_of_a_running_pulumi_stays(backend: Path, tmp_path: Path) -> None:
    pulumi = tmp_path / "pulumi"
    pulumi.symlink_to("/bin/sleep")
    process = subprocess.Popen([pulumi, "60"])
    try:
        lock = _lock(backend, pid=process.pid)
        assert locks.release_orphans() == []
        assert lock.exists()
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("other", [{"hostname": "elsewhere"}, {"username": "somebody"}])
def test_a_lock_of_another_host_or_user_stays(backend: Path, other: dict[str, str]) -> None:
    _lock(backend, pid=_ended(), **other)
    assert locks.release_orphans() == []


def test_what_is_no_lock_stays(backend: Path) -> None:
    lock = _lock(backend)
    lock.write_text("{")
    assert locks.release_orphans() == []


def _state(backend: Path, text: str, before: str | None) -> Path:
    state = backend / ".pulumi" / "stacks" / "project" / "stack.json"
    state.parent.mkdir(parents=True)
    state.write_text(text)
    if before is not None:
        state.with_suffix(".json.bak").write_text(before)
    return state


@pytest.mark.parametrize("cut", ["", '{"version": 3, "check'])
def test_a_state_that_was_being_written_is_put_back(backend: Path, cut: str) -> None:
    _lock(backend, pid=_ended())
    state = _state(backend, cut, '{"version": 3}')
    locks.release_orphans()
    assert state.read_text() == '{"version": 3}'


def test_half_written_attributes_of_a_whole_state_go(backend: Path) -> None:
    _lock(backend, pid=_ended())
    state = _state(backend, '{"version": 3}', None)
    beside = state.with_name("stack.json.attrs")
    beside.write_text("")
    locks.release_orphans()
    assert (state.read_text(), beside.exists()) == ('{"version": 3}', False)


def test_a_whole_state_is_left_as_it_is(backend: Path) -> None:
    _lock(backend, pid=_ended())
    state = _state(backend, '{"version": 3, "new": true}', '{"version": 3}')
    locks.release_orphans()
    assert state.read_text() == '{"version": 3, "new": true}'


@pytest.mark.parametrize("before", [None, "{"])
def test_a_state_with_nothing_before_it_goes(backend: Path, before: str | None) -> None:
    _lock(backend, pid=_ended())
    state = _state(backend, "{", before)
    locks.release_orphans()
    assert not state.exists()


def test_the_state_of_a_running_pulumi_is_not_touched(backend: Path, tmp_path: Path) -> None:
    _lock(backend, hostname="elsewhere")
    state = _state(backend, "{", '{"version": 3}')
    locks.release_orphans()
    assert state.read_text() == "{"
