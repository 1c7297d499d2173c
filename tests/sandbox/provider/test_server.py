"""The plugin as the engine runs it: a process, and gRPC."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import grpc
import grpc.aio
import psutil
import pytest
from google.protobuf import empty_pb2, struct_pb2
from pulumi.provider.experimental import provider as api
from pulumi.provider.experimental.property_value import PropertyValue
from pulumi.runtime import rpc
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc, status_pb2

from sandbox.provider import values
from sandbox.provider.errors import HalfDoneError
from sandbox.provider.provider import StandIn
from sandbox.provider.server import Servicer

SECONDS = 20


@contextmanager
def _plugin(**environment: str) -> Iterator[provider_pb2_grpc.ResourceProviderStub]:
    with subprocess.Popen(
        [sys.executable, "-m", "sandbox.provider", "127.0.0.1:1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": "", **environment},
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        port = int(process.stdout.readline())
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield provider_pb2_grpc.ResourceProviderStub(channel)
        process.send_signal(signal.SIGINT)
        assert process.wait(SECONDS) == 0
        assert process.stderr.read() == ""


def test_it_serves_and_ends_quietly(emulator: str) -> None:
    with _plugin(AWS_ENDPOINT_URL=emulator, AWS_ACCESS_KEY_ID="222233334444") as plugin:
        assert plugin.GetPluginInfo(empty_pb2.Empty()).version == "7.51.1"
        answer = plugin.Configure(provider_pb2.ConfigureRequest(acceptSecrets=True))
        assert answer.supportsPreview
        urn = "urn:pulumi:s::p::aws:apigateway/restApi:RestApi::it"

        bag = struct_pb2.Struct()
        bag.update({"name": "it"})
        made = plugin.Create(provider_pb2.CreateRequest(urn=urn, properties=bag))
        assert made.properties.fields["rootResourceId"].string_value

        # A clean message, and no traceback.
        with pytest.raises(grpc.RpcError) as refused:
            plugin.Create(
                provider_pb2.CreateRequest(urn="urn:pulumi:s::p::aws:s3/bucket:Bucket::b")
            )
        details = refused.value.details() or ""
        assert details.startswith('aws:s3/bucket:Bucket "b": the sandbox does not know this type.')
        assert "Traceback" not in details


class _Failing(StandIn):
    """A provider whose `create` fails as told."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    async def create(self, request: api.CreateRequest) -> api.CreateResponse:
        del request
        raise self.error


def _refusal(error: Exception) -> grpc.aio.AioRpcError:
    async def call() -> grpc.aio.AioRpcError:
        server = grpc.aio.server()
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(
            Servicer([], "1", _Failing(error), ""), server
        )
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        try:
            async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
                stub = provider_pb2_grpc.ResourceProviderStub(channel)
                bag = struct_pb2.Struct()
                bag.update({"name": "it"})
                await stub.Create(provider_pb2.CreateRequest(urn="urn", properties=bag))
        except grpc.aio.AioRpcError as refused:
            return refused
        finally:
            await server.stop(None)
        raise AssertionError("it did not fail")

    return asyncio.run(call())


def test_what_is_half_done_keeps_its_id_and_outputs() -> None:
    refused = _refusal(
        HalfDoneError("id-1", {"clientSecret": "hush", "name": "it"}, "why", {"clientSecret"})
    )
    assert refused.details() == "why"
    packed = dict(refused.trailing_metadata() or ())["grpc-status-details-bin"]
    assert isinstance(packed, bytes)
    failed = provider_pb2.ErrorResourceInitFailed()
    assert status_pb2.Status.FromString(packed).details[0].Unpack(failed)
    assert (failed.id, list(failed.reasons)) == ("id-1", ["why"])
    assert dict(failed.inputs) == {"name": "it"}
    outputs = PropertyValue.unmarshal_map(failed.properties)
    assert outputs["clientSecret"] == PropertyValue("hush", is_secret=True)
    assert outputs["name"] == PropertyValue("it")


def test_a_fault_of_ours_says_where_in_one_line() -> None:
    details = _refusal(ZeroDivisionError("oh")).details()
    assert details is not None
    assert details.startswith("a fault in the sandbox's provider: ZeroDivisionError in test_server")
    assert "\n" not in details


def test_it_does_not_work_without_an_emulator() -> None:
    with _plugin() as plugin:
        with pytest.raises(grpc.RpcError) as refused:
            plugin.Configure(provider_pb2.ConfigureRequest())
        assert "AWS_ENDPOINT_URL is not set" in (refused.value.details() or "")
        checked = plugin.CheckConfig(
            provider_pb2.CheckRequest(urn="urn:pulumi:s::p::pulumi:providers:aws::default")
        )
        assert "AWS_ENDPOINT_URL is not set" in checked.failures[0].reason


def test_started_by_hand_it_says_what_it_is() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sandbox.provider"],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("this is a plugin for the Pulumi engine")


def test_the_marks_of_archives_are_the_sdks_own() -> None:
    assert rpc._special_sig_key == values._MARK
    assert set(values._KINDS) == {rpc._special_asset_sig, rpc._special_archive_sig}


def test_it_ends_when_the_engine_is_killed() -> None:
    # A shell in the engine's place: it starts the plugin, says its id, and is killed.
    script = f"{sys.executable} -m sandbox.provider 127.0.0.1:1 & echo $!; wait"
    with subprocess.Popen(["/bin/sh", "-c", script], stdout=subprocess.PIPE, text=True) as engine:
        assert engine.stdout is not None
        plugin = psutil.Process(int(engine.stdout.readline()))
        assert int(engine.stdout.readline()) > 0
        engine.kill()
    plugin.wait(SECONDS)
    assert not plugin.is_running()
