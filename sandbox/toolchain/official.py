"""The vendor's own build of the Pulumi CLI, where the vendor's site answers."""

from __future__ import annotations

import shutil
import sys
import urllib.error
import urllib.request

from sandbox import paths, processes
from sandbox.errors import SandboxError
from sandbox.steps import Step
from sandbox.toolchain import versions

SITE = "https://get.pulumi.com/install.sh"
FOLDER = paths.TOOLCHAIN / f"official-v{versions.show(versions.PULUMI)}"

# The Automation API's installer, in a process of its own: it has no time limit itself.
_INSTALL = (
    "import sys; from semver import VersionInfo; from pulumi.automation import PulumiCommand; "
    "PulumiCommand.install(root=sys.argv[1], version=VersionInfo.parse(sys.argv[2]))"
)


def install(step: Step) -> bool:
    """Install it; False where the vendor's site cannot be reached or the install fails."""
    if not _answers():
        return False
    version = versions.show(versions.PULUMI)
    step.note(f"installing the Pulumi CLI {version} from its vendor")
    partial = FOLDER.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        processes.run([sys.executable, "-c", _INSTALL, partial, version], seconds=600)
    except SandboxError as error:
        step.note(f"that failed ({str(error).splitlines()[-1][:120]})")
        shutil.rmtree(partial, ignore_errors=True)
        return False
    # In one step, so that an interrupted install is never taken for a whole one.
    shutil.rmtree(FOLDER, ignore_errors=True)
    partial.rename(FOLDER)
    return True


def _answers() -> bool:
    try:
        with urllib.request.urlopen(SITE, timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
