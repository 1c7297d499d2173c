"""The gRPC server that the engine talks to.

It adds to the SDK's own what that lacks: errors without a traceback, resources
that were created only half, archives that the SDK cannot read.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

import grpc
import grpc.aio
from google.protobuf import any_pb2, struct_pb2
from pulumi.provider.experimental.property_value import PropertyValue
from pulumi.provider.experimental.server import ProviderServicer
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc, status_pb2

from sandbox.provider import values
from sandbox.provider.aws import THREADS
from sandbox.provider.errors import HalfDoneError, ProviderError
from sandbox.provider.provider import StandIn

ORPHAN_SECONDS = 2
"""How often to look whether the engine that started us is still there."""

_MESSAGE_BYTES = 400 * 1024 * 1024
"""The engine's own limit: a property may be large."""


class Servicer(ProviderServicer):
    """The SDK's servicer, with clean errors."""


def _guarded(name: str) -> Any:
    # The undecorated method: the SDK's wrapper would turn every error into a traceback.
    original = getattr(ProviderServicer, name)
    inner = _unwrapped(original)

    async def method(
        self: Servicer, request: Any, context: grpc.aio.ServicerContext[Any, Any]
    ) -> Any:
        for field in ("news", "olds", "properties", "inputs", "args", "old_inputs"):
            bag = getattr(request, field, None)
            if isinstance(bag, struct_pb2.Struct):
                values.defuse(bag)
        try:
            return await inner(self, request, context)
        except HalfDoneError as error:
            await _abort_half_done(error, request, context)
        except ProviderError as error:
            await context.abort(grpc.StatusCode.UNKNOWN, str(error))
        except Exception as error:  # noqa: BLE001  # a fault of ours must say where, in one line
            place = traceback.extract_tb(error.__traceback__)[-1]
            await context.abort(
                grpc.StatusCode.INTERNAL,
                f"a fault in the sandbox's provider: {type(error).__name__} in "
                f"{Path(place.filename).name}, line {place.lineno}: {error}",
            )

    method.__name__ = name
    return method


def _unwrapped(method: Any) -> Any:
    """What the SDK's `_raise_with_traceback` wraps."""
    cells = dict(zip(method.__code__.co_freevars, method.__closure__ or (), strict=True))
    return cells["fn"].cell_contents if "fn" in cells else method


async def _abort_half_done(
    error: HalfDoneError, request: Any, context: grpc.aio.ServicerContext[Any, Any]
) -> None:
    """Say that it failed, and what there is nevertheless: the engine saves that."""
    bag = getattr(request, "properties", None)
    detail = provider_pb2.ErrorResourceInitFailed(
        id=error.resource_id,
        properties=PropertyValue.marshal_map(values.wrap_all(error.outputs, error.secrets)),
        inputs=bag,
        reasons=[str(error)],
    )
    packed = any_pb2.Any()
    packed.Pack(detail)
    status = status_pb2.Status(
        code=grpc.StatusCode.UNKNOWN.value[0], message=str(error), details=[packed]
    )
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    await context.abort(grpc.StatusCode.UNKNOWN, str(error))


for _name in (
    "CheckConfig", "DiffConfig", "Configure", "Check", "Diff", "Create", "Read", "Update",
    "Delete", "Invoke",
):  # fmt: skip
    setattr(Servicer, _name, _guarded(_name))


async def serve(engine_address: str) -> None:
    """Serve until the engine ends us; prints the port, as the engine expects."""
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(THREADS))
    limits = [
        ("grpc.max_receive_message_length", _MESSAGE_BYTES),
        ("grpc.max_send_message_length", _MESSAGE_BYTES),
    ]
    server = grpc.aio.server(options=limits)
    servicer = Servicer([], version("pulumi-aws"), StandIn(), engine_address)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    stop = asyncio.Event()
    # The engine ends plugins with an interrupt; a Ctrl-C in the terminal does not reach
    # them. Calls that run are let finish.
    loop.add_signal_handler(signal.SIGINT, stop.set)
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    await server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    parent = os.getppid()
    # An engine that was killed stops nobody: without it there is nothing to serve.
    while os.getppid() == parent and not stop.is_set():
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(stop.wait(), ORPHAN_SECONDS)
    await server.stop(grace=5)
