"""A small API with its own authorization server on 127.0.0.1, honest or not, to check the check."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)

CLIENTS = {"reader": ("read",), "writer": ("read", "write")}
NEEDS = {"GET": "read", "POST": "write"}


@dataclass
class Faults:
    """What is wrong with the API."""

    lets_in_anyone: bool = False
    ignores_scopes: bool = False
    refuses_everyone: bool = False
    signs_with_another_key: bool = False
    lies_about_lifetime: bool = False
    unknown_client: str = ""
    calls: list[str] = field(default_factory=list)


@contextmanager
def serve(faults: Faults) -> Iterator[dict[str, Any]]:
    """The outputs of a stack whose API this is."""

    class Handler(_Handler):
        flaws = faults

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield {
            "invoke_url": f"{url}/dev",
            "token_url": f"{url}/oauth2/token",
            "jwks_url": f"{url}/jwks.json",
            "clients": {
                name: {"client_id": f"id-{name}", "client_secret": f"secret-{name}"}
                for name in CLIENTS
            },
            "routes": [
                {"method": method, "path": "/tests/{id}", "scopes": [scope]}
                for method, scope in NEEDS.items()
            ],
        }
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    flaws: Faults

    def do_GET(self) -> None:
        if self.path == "/jwks.json":
            key = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
            self._answer(200, {"keys": [{**key, "kid": "one", "use": "sig", "alg": "RS256"}]})
        else:
            self._call("GET")

    def do_POST(self) -> None:
        if self.path == "/oauth2/token":
            self._token()
        else:
            self._call("POST")

    def _token(self) -> None:
        length = int(self.headers["Content-Length"])
        form = parse_qs(self.rfile.read(length).decode())
        basic = base64.b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode()
        name = basic.split(":")[0].removeprefix("id-")
        if name == self.flaws.unknown_client or basic != f"id-{name}:secret-{name}":
            self._answer(400, {"error": "invalid_client"})
            return
        scopes = form.get("scope", [" ".join(CLIENTS[name])])[0]
        now = int(time.time())
        claims: dict[str, object] = {
            "client_id": f"id-{name}",
            "token_use": "access",
            "scope": scopes,
        }
        claims |= {"iat": now, "exp": now + (60 if self.flaws.lies_about_lifetime else 3600)}
        key = OTHER_KEY if self.flaws.signs_with_another_key else KEY
        token = jwt.encode(claims, key, algorithm="RS256", headers={"kid": "one"})
        self._answer(200, {"access_token": token, "expires_in": 3600, "token_type": "Bearer"})

    def _call(self, method: str) -> None:
        self.flaws.calls.append(f"{method} {self.path}")
        status = 200 if self._may(method) else 401
        self._answer(status, {"message": "success" if status == 200 else "Unauthorized"})

    def _may(self, method: str) -> bool:
        if self.flaws.lets_in_anyone:
            return True
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if not token or self.flaws.refuses_everyone:
            return False
        scopes = jwt.decode(token, KEY.public_key(), algorithms=["RS256"])["scope"].split()
        return self.flaws.ignores_scopes or NEEDS[method] in scopes

    def _answer(self, status: int, body: Mapping[str, Any]) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Not on the tests' output."""
