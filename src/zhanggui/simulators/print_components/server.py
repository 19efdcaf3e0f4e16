"""A component on a port: WebSocket for pages, plain HTTP for C-Lodop and for the script at `/sim/…`."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from typing import Any, Protocol

import orjson

from . import clodop
from .cainiao import CAINIAO, DOUYIN, KUAISHOU, PINDUODUO, Conversation, Relative
from .frames import CLOSE, Gone, Reader, frame, handshake
from .jd import JdConversation
from .paper import Paper, Printer


class Speaker(Protocol):
    """Who answers one page."""

    def answers(self, asked: Mapping[str, Any]) -> Iterator[Mapping[str, Any] | None]:
        """Everything that is said after a request, in order; None where the rest waits for the printer."""
        ...


RELATIVES: Mapping[str, Relative] = {
    "cainiao": CAINIAO,
    "pinduoduo": PINDUODUO,
    "douyin": DOUYIN,
    "kuaishou": KUAISHOU,
    "xiaohongshu": CAINIAO,
    "dewu": CAINIAO,
    "weixin_channels": CAINIAO,
}
PORTS: Mapping[str, int] = {
    "cainiao": 13528,
    "pinduoduo": 5000,
    "douyin": 13888,
    "kuaishou": 16888,
    "jd": 9113,
    "clodop": 8000,
}
PATHS = {"kuaishou": "/ks/printer"}


class PrintComponent:
    """One platform's print component, or C-Lodop, with its printers. `unplug` cuts every page off."""

    def __init__(self, name: str = "cainiao", *, printers: list[Printer] | None = None) -> None:
        self.name = name
        self.paper = Paper(printers or ())
        self.heard: list[Mapping[str, Any]] = []
        self._sockets: set[socket.socket] = set()
        self._server: ThreadingHTTPServer | None = None
        self._queue: SimpleQueue[Callable[[], bool]] = SimpleQueue()
        threading.Thread(target=self._print_in_order, daemon=True).start()

    def conversation(self) -> Speaker:
        return JdConversation(self.paper) if self.name == "jd" else Conversation(self.paper, RELATIVES[self.name])

    @contextmanager
    def serving(self, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
        """Serves for the length of the block, at the address given back."""
        self.start(host, port)
        try:
            yield self.address
        finally:
            self.stop()

    def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        component = self

        class Handler(_Handler):
            owner = component

        self._server = _Server((host, port), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """The program is closed: its port is free, its pages are cut off."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        self.unplug()

    def unplug(self) -> None:
        for one in list(self._sockets):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    @property
    def port(self) -> int:
        assert self._server is not None, "it is not serving"
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        scheme = "http" if self.name == "clodop" else "ws"
        return f"{scheme}://127.0.0.1:{self.port}{PATHS.get(self.name, '/')}"

    def talk(self, client: socket.socket) -> None:
        """Answers one page until it is gone. Orders to print wait for each other, also when their page is gone."""
        speaker, lock = self.conversation(), threading.Lock()
        reader = Reader(client)
        self._sockets.add(client)
        try:
            while True:
                asked = orjson.loads(reader.message())
                if self._is_lost(asked):
                    self.unplug()
                    continue
                self.heard.append(asked)
                say = partial(self._say, client, lock, speaker.answers(asked))
                if say():
                    self._queue.put(say)
        except (Gone, ValueError):
            with suppress(OSError):
                client.sendall(frame(b"", CLOSE))
        finally:
            self._sockets.discard(client)

    def _is_lost(self, asked: Mapping[str, Any]) -> bool:
        """The line breaks while this order is in it: the page believes it sent."""
        untidy = self.paper.untidy
        if asked.get("cmd") != "print" or untidy.lose_after is None or len(self.paper.out) < untidy.lose_after:
            return False
        untidy.lose_after = None
        return True

    def _print_in_order(self) -> None:
        while True:
            self._queue.get()()

    def _say(self, client: socket.socket, lock: threading.Lock, said: Iterator[Mapping[str, Any] | None]) -> bool:
        """Says it all, or up to where the printer is waited for: then the answer is True."""
        untidy = self.paper.untidy
        for message in said:
            if message is None:
                return True
            if untidy.hang_after is not None and len(self.paper.out) >= untidy.hang_after:
                return False
            with lock, suppress(OSError):
                client.sendall(frame(orjson.dumps(message)))
        if untidy.drop_after is not None and len(self.paper.out) >= untidy.drop_after:
            untidy.drop_after = None
            self.unplug()
        return False


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64


class _Handler(BaseHTTPRequestHandler):
    owner: PrintComponent
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        key = self.headers.get("Sec-WebSocket-Key")
        if key and self.owner.name != "clodop":
            if self.path.split("?")[0] != PATHS.get(self.owner.name, "/"):
                self.send_error(404)
                return
            self.wfile.write(handshake(key))
            self.wfile.flush()
            self.close_connection = True
            self.owner.talk(self.connection)
            return
        if self.path.startswith("/CLodopfuncs.js") and self.owner.name == "clodop":
            self._answer(clodop.script(self.owner.paper), "text/javascript; charset=utf-8")
        elif self.path == "/sim/state":
            self._answer(orjson.dumps(self.owner.paper.as_dict()))
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        given = orjson.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        doors: Mapping[str, Callable[[], Any]] = {
            "/sim/set": lambda: self.owner.paper.set(given),
            "/sim/unplug": self.owner.unplug,
            "/c_print/print": lambda: clodop.printed(self.owner.paper, given),
            "/c_print/value": lambda: clodop.state_of(self.owner.paper, str(given.get("job", ""))),
        }
        door = doors.get(self.path)
        if door is None:
            self.send_error(404)
            return
        self._answer(orjson.dumps(door()))

    def do_OPTIONS(self) -> None:
        self._answer(b"")

    def _answer(self, content: bytes, kind: str = "application/json") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is written to the terminal."""
