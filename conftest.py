"""For every test: no outside sockets."""

import socket
from typing import Any

import pytest

_connect = socket.socket.connect
_LOCAL = ("127.", "::1", "localhost", "/")


@pytest.fixture(autouse=True)
def no_outside_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else str(address)
        if not str(host).startswith(_LOCAL):
            raise AssertionError(f"a test reached out to {host}")
        _connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
