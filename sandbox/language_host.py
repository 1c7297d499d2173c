"""The Python language host beside a built CLI: how the engine starts programs and packs.

The official host is no Go module, so a CLI built from modules comes without
one. This one does what that one does for Python: a program runs in a process
of its own, in the virtual environment that Pulumi.yaml names, by the official
`pulumi-language-python-exec`; a policy pack or a component package runs as a
plugin. What it does not do (generate code, install dependencies) it says.

`python -m sandbox.language_host [engine address]`, as the engine calls it.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock, Thread
from typing import IO, Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

from sandbox.language_python import interpreter
from sandbox.orphans import end_with_parent

# The program has told the user what is wrong: the engine need not say more.
_ALREADY_REPORTED = 32


class LanguageHost(language_pb2_grpc.LanguageRuntimeServicer):
    """`LanguageRuntime` of pulumi/language.proto, for Python."""

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self._children: set[subprocess.Popen[bytes]] = set()
        self._lock = Lock()

    def Handshake(self, request: Any, context: Any) -> language_pb2.LanguageHandshakeResponse:
        """The engine says hello, and where it is."""
        self._engine = request.engine_address or self._engine
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: Any, context: Any) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version="0.1.0")

    def GetRequiredPackages(
        self, request: Any, context: Any
    ) -> language_pb2.GetRequiredPackagesResponse:
        """None: the sandbox's home has the plugins, and the engine starts them when asked for."""
        return language_pb2.GetRequiredPackagesResponse()

    def GetRequiredPlugins(
        self, request: Any, context: Any
    ) -> language_pb2.GetRequiredPluginsResponse:
        return language_pb2.GetRequiredPluginsResponse()

    def InstallDependencies(
        self, request: Any, context: Any
    ) -> Iterator[language_pb2.InstallDependenciesResponse]:
        """Nothing to do: the sandbox's environment is made from a lock file."""
        yield language_pb2.InstallDependenciesResponse(
            stdout=b"The sandbox runs in the environment that `make` installs; nothing to do.\n"
        )

    def About(self, request: Any, context: Any) -> language_pb2.AboutResponse:
        python = interpreter(request.info)
        version = subprocess.run(
            [python, "-c", "import platform; print(platform.python_version())"],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        return language_pb2.AboutResponse(executable=python, version=version.stdout.strip())

    def GetProgramDependencies(
        self, request: Any, context: Any
    ) -> language_pb2.GetProgramDependenciesResponse:
        """The distributions in the program's environment, for `pulumi about`."""
        listed = subprocess.run(
            [interpreter(request.info), "-m", "pip", "list", "--format", "json"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        found = json.loads(listed.stdout) if listed.returncode == 0 else []
        return language_pb2.GetProgramDependenciesResponse(
            dependencies=[
                language_pb2.DependencyInfo(name=one["name"], version=one["version"])
                for one in found
            ]
        )

    def Run(self, request: Any, context: Any) -> language_pb2.RunResponse:
        """Run a program to its end."""
        info = request.info
        entry = Path(info.program_directory, info.entry_point or ".")
        python = interpreter(info)
        command = [python, "-u", str(_exec_script())]
        for flag, value in {
            "monitor": request.monitor_address,
            "engine": self._engine,
            "project": request.project,
            "root_directory": info.root_directory,
            "stack": request.stack,
            "pwd": request.pwd,
            "dry_run": "true" if request.dryRun else "false",
            "parallel": str(request.parallel),
            "organization": request.organization,
        }.items():
            command += [f"--{flag}", value]
        env = {
            **_environment(python),
            "PULUMI_CONFIG": json.dumps(dict(request.config)),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
        }
        process = subprocess.Popen([*command, str(entry), *request.args], env=env, cwd=request.pwd)
        with self._following(process, context):
            code = process.wait()
        if code == 0:
            return language_pb2.RunResponse()
        if code == _ALREADY_REPORTED:
            return language_pb2.RunResponse(bail=True)
        return language_pb2.RunResponse(error=f"the program ended with exit status {code}")

    def RunPlugin(self, request: Any, context: Any) -> Iterator[language_pb2.RunPluginResponse]:
        """Run a policy pack or a provider as a process, and pass on what it prints."""
        folder = request.info.program_directory
        python = interpreter(request.info)
        run = ["-m", "pulumi.policy"] if request.kind == "analyzer" else []
        target = [*request.args, folder] if request.kind == "analyzer" else [folder, *request.args]
        env = _environment(python)
        env.update(pair.split("=", 1) for pair in request.env)
        process = subprocess.Popen(
            [python, "-u", *run, *target],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=env,
            cwd=request.pwd or folder,
        )
        with self._following(process, context):
            yield from _output(process)
            yield language_pb2.RunPluginResponse(exitcode=process.wait())

    def Cancel(self, request: Any, context: Any) -> empty_pb2.Empty:
        """The engine gives up: so does all that was started for it."""
        with self._lock:
            children = list(self._children)
        for child in children:
            child.terminate()
        return empty_pb2.Empty()

    def _following(self, process: subprocess.Popen[bytes], context: Any) -> _Following:
        return _Following(process, context, self._children, self._lock)


class _Following:
    """Ends a process when the engine ends the call, and knows it until then."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        context: Any,
        children: set[subprocess.Popen[bytes]],
        lock: Any,
    ) -> None:
        self._process, self._children, self._lock = process, children, lock
        context.add_callback(self._end)

    def __enter__(self) -> None:
        with self._lock:
            self._children.add(self._process)

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._children.discard(self._process)

    def _end(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()


def _output(process: subprocess.Popen[bytes]) -> Iterator[language_pb2.RunPluginResponse]:
    chunks: queue.Queue[language_pb2.RunPluginResponse | None] = queue.Queue()

    def pump(stream: IO[bytes], name: str) -> None:
        for chunk in iter(lambda: os.read(stream.fileno(), 65536), b""):
            if name == "stdout":
                chunks.put(language_pb2.RunPluginResponse(stdout=chunk))
            else:
                chunks.put(language_pb2.RunPluginResponse(stderr=chunk))
        chunks.put(None)

    streams = {"stdout": process.stdout, "stderr": process.stderr}
    for name, stream in streams.items():
        Thread(target=pump, args=(stream, name), daemon=True).start()
    open_streams = len(streams)
    while open_streams:
        chunk = chunks.get()
        if chunk is None:
            open_streams -= 1
        else:
            yield chunk


def _environment(python: str) -> dict[str, str]:
    """As if the program's environment were activated."""
    folder = Path(python).parent
    env = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    # The host's own imports are not the program's.
    env.pop("PYTHONPATH", None)
    env.pop("PYTHONHOME", None)
    return env


def _exec_script() -> Path:
    found = shutil.which("pulumi-language-python-exec")
    if found is None:
        raise FileNotFoundError("pulumi-language-python-exec is not on PATH, beside the CLI")
    return Path(found)


def main() -> None:
    """Serve on a port of the system's choice, and tell the engine which."""
    end_with_parent()
    server = grpc.server(ThreadPoolExecutor(max_workers=16))
    host = LanguageHost(next((word for word in sys.argv[1:] if not word.startswith("-")), ""))
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    try:
        server.wait_for_termination()
    except KeyboardInterrupt:
        # How the engine says that it is done.
        server.stop(grace=0)


if __name__ == "__main__":
    main()
