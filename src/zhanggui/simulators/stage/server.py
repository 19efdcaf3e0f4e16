"""A courier's doors on a real socket: its own addresses, and `/sim/…` for the script."""

import contextlib
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from .clock import Clock
from .faults import AFTER, BEFORE, Fault, Faults
from .serving import SOCKET, serving

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ERROR_PAGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>"


@dataclass(frozen=True)
class Door:
    """One address: what a request there is called in the log and by faults, and what answers it.

    The answer is given the fault of kind `refuse` that waits for it, to refuse in its own words.
    """

    call: Callable[[Request], str]
    answer: Callable[[Request, Fault | None], Response]


Script = Callable[[Mapping[str, Any]], Any]


class Server:
    """The WSGI application of one simulator.

    An address is a path that is posted to, or names what it takes (`GET|PUT /orders/<number>`); the parts in angle
    brackets are what `part_of` gives.
    """

    def __init__(self, doors: Mapping[str, Door], script: Mapping[str, Script], *, clock: Clock) -> None:
        self.clock = clock
        self.faults = Faults()
        self.calls: deque[str] = deque(maxlen=500)
        """What was called, newest first."""
        self._doors = dict(doors)
        self._map = Map([_rule(address) for address in doors], strict_slashes=False, merge_slashes=False)
        self._script: Mapping[str, Script] = {"faults": self._disturb, "clock": self._advance} | dict(script)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        request = Request(environ)
        try:
            response = self._answer(request)
        except HTTPException as wrong:
            response = Response(wrong.description or "", wrong.code or 500)
        return response(environ, start_response)

    @contextlib.contextmanager
    def serving(self, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
        """Serves in a thread for the length of the block; gives the base URL."""
        with serving(self, host, port) as address:
            yield address

    def _answer(self, request: Request) -> Response:
        if request.path.startswith("/sim/"):
            return self._scripted(request)
        if request.method == "HEAD":
            return Response()  # some clients look whether anybody is there
        address, parts = self._map.bind_to_environ(request.environ).match()
        request.environ[_PARTS] = parts
        door = self._doors[address]
        call = door.call(request)
        self.calls.appendleft(call)
        slow = self.faults.take(frozenset({"slow"}), call)
        if pause := self.faults.slow_s + (slow.seconds if slow else 0):
            time.sleep(pause)
        before = self.faults.take(BEFORE, call)
        if before and before.kind != "refuse":
            return _broken(request, before.kind, b"")
        response = door.answer(request, before)
        after = self.faults.take(AFTER, call)
        return _broken(request, after.kind, response.get_data()) if after else response

    def _scripted(self, request: Request) -> Response:
        play = self._script.get(request.path.removeprefix("/sim/"))
        if not play:
            raise NotFound
        try:
            return in_json(play(request.get_json(force=True, silent=True) or request.args.to_dict()))
        except (KeyError, TypeError, ValueError) as wrong:
            return in_json({"code": "bad_request", "sentence": f"{type(wrong).__name__}: {wrong}"}, 400)

    def _disturb(self, given: Mapping[str, Any]) -> Any:
        if given.get("clear"):
            self.faults.clear()
        self.faults.slow_s = float(given.get("slow_s", self.faults.slow_s))
        for fault in given.get("faults", []):
            self.faults.add(**fault)
        return self.faults.as_dict()

    def _advance(self, given: Mapping[str, Any]) -> Any:
        return {"now": self.clock.advance(seconds=float(given.get("advance_s", 0))).isoformat()}


_PARTS = "stage.parts"


def part_of(request: Request, name: str) -> str:
    """What stood in the address at `<name>`."""
    return str(request.environ[_PARTS][name])


def _rule(address: str) -> Rule:
    methods, _, path = address.rpartition(" ")
    return Rule(path, methods=methods.split("|") if methods else ["POST"], endpoint=address)


def in_json(content: Any, code: int = 200) -> Response:
    return Response(orjson.dumps(content), code, content_type="application/json; charset=utf-8")


def _broken(request: Request, kind: str, body: bytes) -> Response:
    match kind:
        case "drop" | "drop_after":
            return _cut(request)
        case "html":
            return Response(ERROR_PAGE.format("系统繁忙"), 200, content_type="text/html;charset=UTF-8")
        case "http500":
            return Response(ERROR_PAGE.format("500 Internal Server Error"), 500, content_type="text/html")
        case "truncate":
            return Response(body[: len(body) * 2 // 3], content_type="application/json; charset=utf-8")
    return Response(ERROR_PAGE.format("502 Bad Gateway"), 502, content_type="text/html")


def _cut(request: Request) -> Response:
    """The connection is closed without an answer."""
    connection = request.environ.get(SOCKET)
    if isinstance(connection, socket.socket):
        connection.shutdown(socket.SHUT_RDWR)
    return Response(b"", 502)
