"""The emulator: on 127.0.0.1, one a sandbox, its state kept over an orderly stop."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from sandbox import emulator, paths, processes
from sandbox.errors import SandboxError
from sandbox.steps import Step
from tests.harness import aws

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient


@pytest.fixture(autouse=True)
def own_sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(paths, "EMULATOR", tmp_path / "emulator")
    yield tmp_path
    emulator.stop(forget=True)


def _make_pool(running: emulator.Emulator) -> str:
    pool = _cognito(running).create_user_pool(PoolName="machines")["UserPool"]
    return pool["Id"]


def _pools(running: emulator.Emulator) -> list[str]:
    return [one["Id"] for one in _cognito(running).list_user_pools(MaxResults=10)["UserPools"]]


def _cognito(running: emulator.Emulator) -> CognitoIdentityProviderClient:
    client: CognitoIdentityProviderClient = aws.client(running.url, "cognito-idp")
    return client


def test_it_listens_on_loopback_only_and_on_one_port() -> None:
    running = emulator.ensure()
    process = psutil.Process(running.pid)
    family = [process, *process.children(recursive=True)]
    listening = {
        (c.laddr.ip, c.laddr.port)
        for one in family
        for c in one.net_connections(kind="inet")
        if c.status == psutil.CONN_LISTEN
    }
    assert listening == {("127.0.0.1", running.port)}


def test_a_second_start_finds_the_first() -> None:
    assert emulator.ensure() == emulator.ensure()


def test_where_the_port_is_in_use_it_takes_another_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        monkeypatch.setenv("SCOPED_API_PORT", str(port))
        running = emulator.ensure(Step("emulator"))
    assert running.port != port
    assert f"port {port} is in use; taking another" in capsys.readouterr().out


def test_its_state_outlives_an_orderly_stop() -> None:
    first = emulator.ensure()
    pool = _make_pool(first)
    assert emulator.stop(forget=False)
    second = emulator.ensure()
    assert _pools(second) == [pool]
    assert second.generation == first.generation


def test_a_killed_one_is_started_anew_and_known_to_have_lost_its_state() -> None:
    first = emulator.ensure()
    _make_pool(first)
    os.kill(first.pid, signal.SIGKILL)
    assert processes.wait_until(lambda: first.process is None, seconds=5)
    second = emulator.ensure()
    assert _pools(second) == []
    assert second.generation != first.generation


def test_a_lost_state_folder_is_known() -> None:
    first = emulator.ensure()
    emulator.stop(forget=True)
    assert emulator.ensure().generation != first.generation


def test_stopping_leaves_no_process_and_nothing_to_stop() -> None:
    running = emulator.ensure()
    assert emulator.stop(forget=True)
    assert not psutil.pid_exists(running.pid)
    assert not paths.EMULATOR.exists()
    assert not emulator.stop(forget=True)


def test_one_that_cannot_start_shows_the_end_of_its_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.emulator.sys.executable", "/bin/false")
    with pytest.raises(SandboxError, match="the emulator did not start on http://127"):
        emulator.ensure()


def test_a_damaged_record_is_as_good_as_none() -> None:
    paths.private(paths.EMULATOR).joinpath("emulator.json").write_text("{")
    assert emulator.running() is None
