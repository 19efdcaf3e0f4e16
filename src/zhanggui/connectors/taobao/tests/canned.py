"""A server that answers what it is told to, over a real socket: for the accidents no polite simulator has."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

Answer = bytes | tuple[int, bytes] | str
Reply = Answer | Callable[[dict[str, str]], bytes]
HANG = "hang"  # no answer until the server closes
DROP = "drop"  # the connection is cut without a word
HALF = "half"  # the connection is cut in the middle of the answer


class CannedServer:
    """Answers with its replies in turn; the last one stays. `calls` are the forms it was sent."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.calls: list[dict[str, str]] = []
        self.connections = 0
        self.url = ""
        self.closing = threading.Event()
        self._lock = threading.Lock()

    def take(self, form: dict[str, str]) -> Answer:
        with self._lock:
            self.calls.append(form)
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        return reply(form) if callable(reply) else reply

    def methods(self) -> list[str]:
        return [call["method"] for call in self.calls]


def _handler(server: CannedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            server.connections += 1
            super().setup()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            reply = server.take(dict(parse_qsl(body.decode(), keep_blank_values=True)))
            if reply == HANG:
                server.closing.wait(5)
            if reply in {HANG, DROP}:
                self.close_connection = True
                return
            self._write(*(reply if isinstance(reply, tuple) else (200, reply)))

        def _write(self, code: int, content: bytes | str) -> None:
            sent = b'{"trade_' if isinstance(content, str) else content
            self.send_response(code)
            self.send_header("Content-Length", str(len(sent) + (100 if content == HALF else 0)))
            self.end_headers()
            self.wfile.write(sent)
            self.close_connection = content == HALF

        def log_message(self, format: str, *args: Any) -> None:
            """Tests look at `calls`."""

    return Handler


@contextmanager
def canned(*replies: Reply) -> Iterator[CannedServer]:
    """A running server with these replies."""
    server = CannedServer(*replies)
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    httpd.daemon_threads = True
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.url = f"http://127.0.0.1:{httpd.server_port}/router/rest"
    try:
        yield server
    finally:
        server.closing.set()
        httpd.shutdown()
        httpd.server_close()
        thread.join()


def error(code: int, sub_code: str = "", *, msg: str = "said no", sub_msg: str = "") -> bytes:
    """TOP's error envelope."""
    content = {"code": code, "msg": msg, "sub_code": sub_code, "sub_msg": sub_msg, "request_id": "demo9z"}
    return json.dumps({"error_response": {name: value for name, value in content.items() if value != ""}}).encode()


def answer(method: str, **content: Any) -> bytes:
    """TOP's envelope of success."""
    root = method.removeprefix("taobao.").replace(".", "_") + "_response"
    return json.dumps({root: content | {"request_id": "demo1a"}}).encode()
