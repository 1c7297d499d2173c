"""`make up` and `make down` as a person meets them: twice, interrupted, after a crash."""

from __future__ import annotations

import getpass
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import psutil
import pytest

from sandbox import processes
from sandbox.paths import ROOT, TOOLCHAIN
from sandbox.toolchain import Toolchain

SECONDS = 180


class Machine:
    """A sandbox of its own, on the checkout."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.env = {
            **os.environ,
            "SCOPED_API_SANDBOX": str(state),
            "SCOPED_API_TOOLCHAIN": str(TOOLCHAIN),
            "SCOPED_API_PORT": "0",
        }

    def run(self, *words: str, check: bool = True) -> str:
        """What `python -m sandbox words…` prints."""
        process = self.start(*words)
        output, _ = process.communicate(timeout=SECONDS)
        assert not check or process.returncode == 0, output
        return output

    def start(self, *words: str) -> subprocess.Popen[str]:
        # A session of its own: a signal to its group is a Ctrl-C in its terminal.
        return subprocess.Popen(
            [sys.executable, "-u", "-m", "sandbox", *words],
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def emulator(self) -> psutil.Process:
        record = json.loads((self.state / "emulator" / "emulator.json").read_text())
        return psutil.Process(record["pid"])

    def processes(self) -> list[str]:
        """What still runs of this sandbox."""
        found = []
        for process in psutil.process_iter():
            try:
                env = process.environ()
            except psutil.Error:
                continue
            if str(self.state) in {env.get("SCOPED_API_SANDBOX"), env.get("PULUMI_HOME")}:
                found.append(" ".join(process.cmdline()))
        return found

    def locks(self) -> list[Path]:
        return list(self.state.glob("pulumi/.pulumi/locks/**/*.json"))

    def resources(self) -> list[dict[str, Any]]:
        state = self.state / "pulumi/.pulumi/stacks/scoped-api/sandbox.json"
        resources: list[dict[str, Any]] = json.loads(state.read_text())["checkpoint"]["latest"].get(
            "resources", []
        )
        return resources


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory, toolchain: Toolchain) -> Iterator[Machine]:
    one = Machine(tmp_path_factory.mktemp("machine") / "sandbox")
    yield one
    one.run("down", check=False)
    # Where a test failed, `down` may fail too; no process is left all the same.
    if (one.state / "emulator" / "emulator.json").exists():
        processes.stop(one.emulator())


def until(process: subprocess.Popen[str], text: str) -> str:
    """Read what a process prints until `text` is in it.

    Raises:
        AssertionError: it ended or said nothing for too long before.
    """
    lines: Queue[str] = Queue()
    stream = process.stdout
    assert stream
    Thread(target=lambda: deque(map(lines.put, stream), maxlen=0), daemon=True).start()
    said = ""
    while text not in said:
        try:
            said += lines.get(timeout=60)
        except Empty:
            raise AssertionError(f"no {text!r} in:\n{said}") from None
    return said


@pytest.fixture(scope="module")
def first_up(machine: Machine) -> str:
    """What the first `up` printed."""
    return machine.run("up")


def test_up_deploys_checks_and_says_what_to_try(first_up: str) -> None:
    assert re.search(r"✓ toolchain +Pulumi \d+\.\d+\.\d+ \(.+\), \d+\.\d s", first_up)
    assert re.search(r"✓ emulator +started on http://127\.0\.0\.1:\d+, ", first_up)
    assert re.search(r"✓ pulumi up +\d+ to create, ", first_up)
    assert re.search(
        r"GET /tests +com\.test\.test/test\.read +401 +401 writer\* +200 reader \{.*success",
        first_up,
    )
    assert "Policies:" in first_up
    assert re.findall(r"client_secret *: (.*)", first_up) == ["[secret]"] * 4
    assert re.search(r"✓ check +every cell as declared, ", first_up)


def test_the_shown_commands_work_as_they_are_shown(machine: Machine, first_up: str) -> None:
    commands = first_up.split("Try it:\n")[1].split("\n\n")[0]
    done = subprocess.run(
        ["bash", "-c", f"set -euo pipefail\n{commands}"],
        cwd=ROOT,
        env=machine.env,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.stdout.startswith("HTTP/1.1 200"), done.stdout + done.stderr
    assert done.stdout.endswith('{"code":"00000","message":"success"}')


def test_a_second_up_changes_nothing_and_says_so(machine: Machine, first_up: str) -> None:
    said = machine.run("up")
    assert re.search(r"✓ emulator +runs on ", said)
    assert re.search(r"✓ pulumi up +nothing to change, \d+ resources as they were, ", said)


def test_any_pulumi_command_on_the_same_stack(machine: Machine) -> None:
    assert "invoke_url" in machine.run("pulumi", "stack", "output")
    said = machine.run("pulumi", "preview", "--policy-pack", "policy", "--expect-no-changes")
    assert "unchanged" in said


def test_a_killed_emulator_is_healed_by_up(machine: Machine) -> None:
    killed = machine.emulator()
    killed.kill()
    assert processes.wait_until(lambda: not killed.is_running(), seconds=10)
    said = machine.run("up")
    assert "healed the emulator's lost state" in said
    assert re.search(r"✓ check ", said)


def test_a_killed_pulumi_leaves_nothing_that_a_person_must_remove(machine: Machine) -> None:
    machine.run("pulumi", "destroy", "--yes", "--skip-preview")
    process = machine.start("pulumi", "up", "--yes", "--skip-preview", "--non-interactive")
    until(process, "creating")
    for one in psutil.Process(process.pid).children():
        one.kill()
    process.wait(timeout=30)
    assert machine.locks()
    # What the engine had started ends by itself: only the emulator is left.
    assert processes.wait_until(lambda: len(machine.processes()) == 1, seconds=20), (
        machine.processes()
    )
    said = machine.run("up")
    assert re.search(r"✓ check ", said)
    assert machine.locks() == []


def test_what_a_killed_pulumi_left_in_no_state_does_not_stand_in_the_way(machine: Machine) -> None:
    state = machine.state / "pulumi/.pulumi/stacks/scoped-api/sandbox.json"
    state.write_text("{")  # it was being written
    state.with_suffix(".json.bak").unlink()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    lock = machine.state / "pulumi/.pulumi/locks/organization/scoped-api/sandbox/one.json"
    lock.parent.mkdir(parents=True, exist_ok=True)
    owner = {"hostname": socket.gethostname(), "username": getpass.getuser(), "pid": ended.pid}
    lock.write_text(json.dumps(owner))
    said = machine.run("up")
    # The domain, for one, is there already, and belongs to a pool that no state knows.
    assert "healed an interrupted update, in vain; once more, from nothing" in said
    assert re.search(r"✓ check ", said)


def test_an_interrupted_up_ends_in_order_and_can_go_on(machine: Machine) -> None:
    machine.run("pulumi", "destroy", "--yes", "--skip-preview")
    process = machine.start("up")
    until(process, "creating")
    os.killpg(process.pid, signal.SIGINT)
    process.wait(timeout=60)
    assert process.returncode != 0
    assert machine.locks() == []
    assert re.search(r"✓ check ", machine.run("up"))


def test_down_leaves_no_process_and_no_state(machine: Machine) -> None:
    said = machine.run("down")
    assert re.search(r"✓ destroy +every resource of the stack is gone", said)
    assert processes.wait_until(lambda: not machine.processes(), seconds=10), machine.processes()
    assert [child.name for child in machine.state.iterdir()] == []
    assert re.search(r"✓ emulator +was not running", machine.run("down"))
