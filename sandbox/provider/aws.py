"""The emulated AWS that everything is sent to, and nothing else: never the real one."""

from __future__ import annotations

import functools
import ipaddress
import os
import socket
import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import botocore.session
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from sandbox.provider.errors import ProviderError, from_boto

THREADS = 32
"""How many calls run at once; the engine asks for as many as `--parallel` says."""

_CONFIG = Config(
    # Calls stay on this machine: no proxy may see them.
    proxies={},
    retries={"mode": "standard", "total_max_attempts": 4},
    max_pool_connections=THREADS,
    connect_timeout=10,
    read_timeout=120,
)


def endpoint(configured: str | None, environment: Mapping[str, str]) -> str:
    """The emulator's address.

    Raises:
        ProviderError: there is none, or it is not on this machine.
    """
    url = configured or environment.get("AWS_ENDPOINT_URL") or ""
    if not url:
        raise ProviderError(
            "this is the sandbox's stand-in for the aws provider: it speaks to an emulated AWS "
            "only. AWS_ENDPOINT_URL is not set. Run `python -m sandbox pulumi …`, which sets it."
        )
    host = urlsplit(url).hostname or ""
    if not _is_this_machine(host):
        raise ProviderError(
            f"this is the sandbox's stand-in for the aws provider: it speaks to an emulated AWS "
            f"on this machine only, and {url} is not on it. Set AWS_ENDPOINT_URL to an address "
            "like http://127.0.0.1:4566."
        )
    return url.rstrip("/")


def _is_this_machine(host: str) -> bool:
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None)} if host else set()
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(a).is_loopback for a in found)


class Aws:
    """Clients for one endpoint, made once each; safe to use from many threads."""

    def __init__(self, url: str, region: str, access_key: str, secret_key: str) -> None:
        self.url = url
        self.region = region
        self._keys = (access_key, secret_key)
        self._lock = threading.Lock()
        self._clients: dict[tuple[str, str, bool], BaseClient] = {}
        # A profile of the user's own has no say here.
        os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
        os.environ.pop("AWS_PROFILE", None)
        self._session = botocore.session.Session()

    def call(
        self,
        service: str,
        region: str,
        operation: str,
        parameters: Mapping[str, Any],
        *,
        checked: bool = True,
    ) -> Any:
        """Call an operation like "CreateStage"; `checked` against botocore's description.

        Raises:
            AwsError: it is refused.
            ProviderError: the emulator cannot be reached.
        """
        client = self.client(service, region, checked=checked)
        method = getattr(client, _method_names(client)[operation])
        try:
            return method(**parameters)
        except (ClientError, BotoCoreError) as error:
            raise from_boto(error, operation) from None

    def client(self, service: str, region: str, *, checked: bool = True) -> BaseClient:
        """The client for a service in a region."""
        key = (service, region, checked)
        # Making a client is not safe in two threads at once.
        with self._lock:
            if key not in self._clients:
                access, secret = self._keys
                self._clients[key] = self._session.create_client(
                    service,
                    region_name=region,
                    endpoint_url=self.url,
                    aws_access_key_id=access,
                    aws_secret_access_key=secret,
                    config=_CONFIG.merge(Config(parameter_validation=checked)),
                )
            return self._clients[key]

    @functools.cached_property
    def account(self) -> str:
        """The account's number."""
        return str(self.call("sts", self.region, "GetCallerIdentity", {})["Account"])


def _method_names(client: BaseClient) -> dict[str, str]:
    return {operation: name for name, operation in client.meta.method_to_api_mapping.items()}
