"""Asking the SDK about a type leaves the SDK as it was."""

from __future__ import annotations

import subprocess
import sys

from sandbox.paths import ROOT


def test_a_service_that_was_asked_about_can_be_used_afterwards() -> None:
    # In a process of its own: only the first to ask loads the service.
    program = (
        "from sandbox.provider import schema; schema.resource('aws:iam/role:Role'); "
        "import pulumi_aws; print(pulumi_aws.iam.Role.__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("Role\n", 0), done.stderr
