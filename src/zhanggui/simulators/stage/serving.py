"""A WSGI application on a real socket: a thread for each connection, and connections that stay open from call to call.

The serving of werkzeug closes the connection after every answer, which no platform does.
"""

import contextlib
import logging
import socket
import sys
import threading
from collections.abc import Iterator
from io import BytesIO
from socketserver import BaseServer, StreamRequestHandler, ThreadingTCPServer
from typing import IO, TYPE_CHECKING, Any, cast
from urllib.parse import unquote_to_bytes

from werkzeug.serving import DechunkedInput

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

SOCKET = "werkzeug.socket"
"""Under this name an application finds the connection, to cut it."""
LONGEST_LINE = 65_536
MOST_HEADERS = 100

_log = logging.getLogger(__name__)


@contextlib.contextmanager
def serving(application: "WSGIApplication", host: str, port: int) -> Iterator[str]:
    """Serves in threads for the length of the block; gives the base URL. Afterwards every connection is closed."""
    server = _Server((host, port), application)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], application: "WSGIApplication") -> None:
        self.application = application
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(address, _Connection)
        self.address: tuple[str, int] = (address[0], self.socket.getsockname()[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Nobody is answered any more, not on connections that are open either."""
        super().server_close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        _log.exception("a connection of a simulator broke")


class _BadRequest(Exception):
    """What came is no HTTP."""


class _Connection(StreamRequestHandler):
    """The calls of one connection, one after the other."""

    disable_nagle_algorithm = True
    rbufsize = LONGEST_LINE

    def __init__(self, request: Any, client_address: Any, server: BaseServer) -> None:
        assert isinstance(server, _Server)
        self._application, self._address = server.application, server.address
        super().__init__(request, client_address, server)

    def handle(self) -> None:
        with contextlib.suppress(OSError):  # the caller is gone, or the application has cut the connection
            try:
                while (line := self.rfile.readline(LONGEST_LINE)) and self._answer(line.decode("latin-1").split()):
                    pass
            except _BadRequest:
                self.wfile.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def _answer(self, words: list[str]) -> bool:
        """Answers the call that begins with these words; whether another may follow on this connection."""
        if not words:
            return True  # some clients leave a blank line behind what they post
        if len(words) != 3:
            raise _BadRequest
        method, target, version = words
        environ = self._environ(method, target, version, self._headers())
        stays = version == "HTTP/1.1" and environ.get("HTTP_CONNECTION", "").lower() != "close"
        status, headers, body = self._called(environ)
        headers = [pair for pair in headers if pair[0].lower() not in {"content-length", "connection"}]
        if not stays:
            headers.append(("Connection", "close"))
        has_body = status[:3] not in {"204", "304"}
        if has_body:
            headers.append(("Content-Length", str(len(body))))
        head = f"HTTP/1.1 {status}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers) + "\r\n"
        self.wfile.write(head.encode("latin-1") + (body if has_body and method != "HEAD" else b""))
        return stays

    def _headers(self) -> dict[str, str]:
        """By the names that WSGI has for them."""
        found: dict[str, str] = {}
        for _ in range(MOST_HEADERS):
            line = self.rfile.readline(LONGEST_LINE).decode("latin-1").rstrip("\r\n")
            if not line:
                return found
            name, colon, value = line.partition(":")
            if not colon:
                raise _BadRequest
            key = name.upper().replace("-", "_")
            if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
                key = f"HTTP_{key}"
            found[key] = f"{found[key]},{value.strip()}" if key in found else value.strip()
        raise _BadRequest

    def _environ(self, method: str, target: str, version: str, headers: dict[str, str]) -> "WSGIEnvironment":
        if target.startswith("http://"):
            headers["HTTP_HOST"], _, target = target.removeprefix("http://").partition("/")
            target = f"/{target}"
        path, _, query = target.partition("?")
        return {
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(self._body(headers)),
            "wsgi.input_terminated": True,
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            SOCKET: self.connection,
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "REQUEST_URI": target,
            "RAW_URI": target,
            "REMOTE_ADDR": self.client_address[0],
            "REMOTE_PORT": self.client_address[1],
            "SERVER_NAME": self._address[0],
            "SERVER_PORT": str(self._address[1]),
            "SERVER_PROTOCOL": version,
            **headers,
        }

    def _body(self, headers: dict[str, str]) -> bytes:
        """All that was posted: what follows it on the connection is the next call."""
        if headers.get("HTTP_EXPECT", "").lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if "chunked" in headers.get("HTTP_TRANSFER_ENCODING", "").lower():
            return DechunkedInput(cast("IO[bytes]", self.rfile)).read()
        length = headers.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal():
            raise _BadRequest
        return self.rfile.read(int(length))

    def _called(self, environ: "WSGIEnvironment") -> tuple[str, list[tuple[str, str]], bytes]:
        """What the application answers. A bug in it is told on the terminal and answered with 500."""
        begun: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            begun[:] = [status, headers]

        try:
            answered = self._application(environ, start_response)
            try:
                body = b"".join(answered)
            finally:
                if close := getattr(answered, "close", None):
                    close()
            return begun[0], begun[1], body
        except Exception:
            _log.exception("%s %s", environ["REQUEST_METHOD"], environ["RAW_URI"])
            return "500 Internal Server Error", [], b""
