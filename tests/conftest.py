"""One toolchain, one emulator and one backend for the whole run, shared by its processes.

They are this run's own: a sandbox that `make up` left running is not touched.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

# Before anything imports `sandbox.paths`, which reads it; inherited by the run's processes.
_MINE = "SCOPED_API_SANDBOX" not in os.environ
if _MINE:
    os.environ["SCOPED_API_SANDBOX"] = tempfile.mkdtemp(prefix="scoped-api-tests-")
    # Not the usual port: that one may serve a `make up`.
    os.environ["SCOPED_API_PORT"] = "0"

from sandbox import emulator as aws
from sandbox import orphans, paths
from sandbox.steps import Step
from sandbox.toolchain import Toolchain, ensure
from tests.harness.engine import Engine


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The process that made the sandbox takes it down, when all others have ended."""
    if _MINE and not hasattr(session.config, "workerinput"):
        orphans.stop_all()
        aws.stop(forget=True)
        shutil.rmtree(paths.STATE, ignore_errors=True)


@pytest.fixture(autouse=True)
def event_loop() -> None:
    """Pulumi's mocks expect a current event loop, and `asyncio.run` in another test takes it."""
    try:
        asyncio.get_event_loop_policy().get_event_loop()
    except RuntimeError:
        asyncio.set_event_loop(asyncio.new_event_loop())


@pytest.fixture(scope="session")
def toolchain() -> Toolchain:
    """The real Pulumi CLI."""
    return ensure(Step("toolchain"))


@pytest.fixture(scope="session")
def running_emulator() -> aws.Emulator:
    """The emulated AWS of this run."""
    return aws.ensure()


@pytest.fixture(scope="session")
def emulator(running_emulator: aws.Emulator) -> str:
    """The endpoint of the emulated AWS, `http://127.0.0.1:<port>`."""
    return running_emulator.url


@pytest.fixture(scope="session")
def engine(toolchain: Toolchain, running_emulator: aws.Emulator) -> Callable[..., Engine]:
    """`engine(folder)` runs real Pulumi commands on the program in `folder`.

    `account` (12 digits) is an account of the emulated AWS of its own; only the
    default one's APIs can be called over HTTP. Nothing is destroyed after a test:
    backend and emulator go as a whole.
    """

    def make(folder: Path, *, account: str | None = None, stack: str = "sandbox") -> Engine:
        return Engine(toolchain, running_emulator, folder, stack=stack, account=account)

    return make
