"""The emulated AWS (MiniStack): started on 127.0.0.1, kept over commands, stopped for good.

It keeps its state in memory and writes it when it is stopped in order. Killed,
it loses what came after; `generation` tells one such life from the next.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from sandbox import paths, processes
from sandbox.errors import SandboxError
from sandbox.steps import Step
from sandbox.toolchain.lock import only_one

PORT = 4566
"""The port that emulators of AWS are looked for on; another is taken where it is in use."""

HOST = "127.0.0.1"
START_SECONDS = 60
STOP_SECONDS = 20


@dataclass(frozen=True)
class Emulator:
    """An emulator that runs."""

    pid: int
    started: float
    port: int
    generation: str
    """Which life of its state this is: a new one where state was lost."""

    @property
    def url(self) -> str:
        """Its endpoint: all AWS services under one address."""
        return f"http://{HOST}:{self.port}"

    @property
    def process(self) -> psutil.Process | None:
        """Its process; None if it ended."""
        return processes.find(self.pid, self.started)


def running() -> Emulator | None:
    """The emulator of this sandbox, if it runs and answers."""
    recorded = _recorded()
    return recorded if recorded and recorded.process and _answers(recorded.url) else None


def ensure(step: Step | None = None) -> Emulator:
    """Start the emulator unless it runs.

    Raises:
        SandboxError: it does not start; with the end of its log.
    """
    paths.private(paths.EMULATOR)
    with only_one(paths.EMULATOR / "lock", step):
        return running() or _start(step)


def stop(*, forget: bool) -> bool:
    """Stop it, and whether there was anything to stop; `forget` removes its state too."""
    recorded = _recorded()
    process = recorded.process if recorded else None
    if process:
        processes.stop(process, seconds=STOP_SECONDS)
    if forget:
        shutil.rmtree(paths.EMULATOR, ignore_errors=True)
    else:
        _record_file().unlink(missing_ok=True)
    return process is not None


def _start(step: Step | None) -> Emulator:
    recorded = _recorded()
    if recorded and recorded.process:
        # Ours, but it does not answer: of no use to anyone.
        processes.stop(recorded.process, seconds=STOP_SECONDS)
    port = _free_port(step)
    # A record that is still there was not taken away by an orderly stop: state was lost.
    lost = recorded is not None
    state = paths.private(paths.EMULATOR / "state")
    generation = state / "generation"
    if lost or not generation.exists():
        generation.write_text(uuid.uuid4().hex)
    log = paths.EMULATOR / "emulator.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "ministack"],
            cwd=paths.EMULATOR,
            env=_environment(port, state),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # Of its own: a Ctrl-C in the terminal is meant for the command, not for it.
            start_new_session=True,
        )
    try:
        started = psutil.Process(process.pid).create_time()
    except psutil.NoSuchProcess:
        started = 0.0
    emulator = Emulator(process.pid, started, port, generation.read_text())
    _record(emulator)
    ready = processes.wait_until(
        lambda: process.poll() is not None or _answers(emulator.url), seconds=START_SECONDS
    )
    if process.poll() is None and ready:
        return emulator
    stop(forget=False)
    raise SandboxError(
        f"the emulator did not start on {emulator.url}. The end of its log, {log}:\n{_tail(log)}"
    )


def _environment(port: int, state: Path) -> dict[str, str]:
    """Its settings; nothing of the user's own AWS settings reaches it."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {
        **env,
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": HOST,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state),
        "S3_DATA_DIR": str(state / "s3"),
        # Both would listen on ports of their own, on every address.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LOG_LEVEL": "WARNING",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }


def _free_port(step: Step | None) -> int:
    """PORT, or one of the system's choice where something else has it."""
    wanted = int(os.environ.get("SCOPED_API_PORT", PORT))
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                if step:
                    step.note(f"port {port} is in use; taking another")
                continue
            return int(probe.getsockname()[1])
    raise SandboxError(f"no port is free on {HOST}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_ministack/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _record_file() -> Path:
    return paths.EMULATOR / "emulator.json"


def _record(emulator: Emulator) -> None:
    new = _record_file().with_suffix(".new")
    new.write_text(json.dumps(asdict(emulator)))
    new.replace(_record_file())


def _recorded() -> Emulator | None:
    try:
        return Emulator(**json.loads(_record_file().read_text()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        # Not one of ours, or cut short: as good as none.
        return None


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])
