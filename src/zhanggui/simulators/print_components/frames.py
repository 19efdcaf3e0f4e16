"""WebSocket as RFC 6455 has it, as far as a server on one computer needs it: handshake, text frames, ping, close."""

import base64
import hashlib
import socket
import struct
from dataclasses import dataclass

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
CONTINUED = 0
LONGEST = 16 * 1024 * 1024
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Gone(Exception):
    """The other side is not there any more."""


def accepted(key: str) -> str:
    """What the server answers to a client's key."""
    return base64.b64encode(hashlib.sha1(key.encode() + _GUID).digest()).decode()


def handshake(key: str) -> bytes:
    return (
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Accept: {accepted(key)}\r\n\r\n"
    ).encode()


def frame(content: bytes, kind: int = TEXT) -> bytes:
    """One whole frame as a server sends it: not masked."""
    size = len(content)
    if size < 126:
        head = struct.pack("!BB", 0x80 | kind, size)
    elif size < 65536:
        head = struct.pack("!BBH", 0x80 | kind, 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | kind, 127, size)
    return head + content


@dataclass
class Reader:
    """Reads a client's frames from a socket."""

    socket: socket.socket

    def message(self) -> str:
        """The next text, put together from its parts; pings are answered on the way. Raises Gone."""
        parts: list[bytes] = []
        while True:
            is_last, kind, content = self._frame()
            if kind == CLOSE:
                raise Gone
            if kind == PING:
                self.socket.sendall(frame(content, PONG))
            elif kind in (TEXT, CONTINUED):
                parts.append(content)
                if is_last:
                    return b"".join(parts).decode()

    def _frame(self) -> tuple[bool, int, bytes]:
        first, second = self._exactly(2)
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", self._exactly(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._exactly(8))
        if size > LONGEST or not second & 0x80:
            raise Gone  # a client must mask; nobody prints a label of 16 MB
        mask = self._exactly(4)
        content = self._exactly(size)
        whole = int.from_bytes(content, "big") ^ int.from_bytes((mask * (size // 4 + 1))[:size], "big")
        return bool(first & 0x80), first & 0x0F, whole.to_bytes(size, "big")

    def _exactly(self, size: int) -> bytes:
        parts, missing = [], size
        while missing:
            try:
                part = self.socket.recv(missing)
            except OSError:
                raise Gone from None
            if not part:
                raise Gone
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)
