"""Make `.venv` from requirements.lock: `python3 sandbox/venv.py`.

Runs on whatever Python a machine calls `python3`, before anything is
installed: the standard library only, and syntax that an old Python can read
far enough to say that it is too old.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time

LOWEST = (3, 10)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "made-from")
SOURCES = ("requirements.lock", "components/pyproject.toml")
SECONDS = 900  # a cold install takes half a minute; a slow line may take much longer


def main() -> int:
    """Make the environment if it is missing, half-made or out of date."""
    if sys.version_info < LOWEST:
        return _fail(
            "Python %d.%d is too old: %s. scoped-api needs Python 3.10 or newer. "
            "Install one and name it: make PYTHON=python3.12 up"
            % (sys.version_info[0], sys.version_info[1], sys.executable)
        )
    wanted = _digest()
    if _made_from() == wanted:
        return 0
    started = time.time()
    sys.stdout.write("  .venv        installing requirements.lock, about half a minute\n")
    sys.stdout.flush()
    problem = _make()
    if problem:
        return _fail(problem)
    # Last, and in one step: an interrupted install is never taken for a whole one.
    with open(STAMP + ".new", "w") as stamp:
        stamp.write(wanted)
    os.replace(STAMP + ".new", STAMP)
    sys.stdout.write("✓ .venv        requirements.lock, %.1f s\n" % (time.time() - started))
    return 0


def _make() -> str:
    if os.path.exists(VENV):
        shutil.rmtree(VENV)
    python = os.path.join(VENV, "bin", "python")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    steps = (
        ([sys.executable, "-m", "venv", VENV], "make a virtual environment"),
        # Byte-compiling all of pulumi_aws would double the time; Python does it on first use.
        (
            pip + ["--no-compile", "--require-hashes", "-r", "requirements.lock"],
            "install requirements.lock",
        ),
        (
            pip + ["--no-deps", "--no-build-isolation", "--editable", "./components"],
            "install ./components",
        ),
    )
    for command, purpose in steps:
        try:
            done = subprocess.run(command, cwd=ROOT, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return "could not %s within %d s. Is the package registry reachable?" % (
                purpose,
                SECONDS,
            )
        if done.returncode != 0:
            hint = ""
            if "venv" in command:
                hint = " On Debian and Ubuntu it is a package of its own: apt install python3-venv"
            return "could not %s: `%s` ended with %d.%s" % (
                purpose,
                " ".join(command),
                done.returncode,
                hint,
            )
    return ""


def _digest() -> str:
    digest = hashlib.sha256()
    for source in SOURCES:
        with open(os.path.join(ROOT, source), "rb") as file:
            digest.update(file.read())
    digest.update(("%d.%d" % sys.version_info[:2]).encode())
    return digest.hexdigest()


def _made_from() -> str:
    try:
        with open(STAMP) as stamp:
            return stamp.read()
    except OSError:
        return ""


def _fail(message: str) -> int:
    sys.stderr.write("error: " + message + "\n")
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.stderr.write("\nstopped; run it again to start over\n")
        sys.exit(130)
