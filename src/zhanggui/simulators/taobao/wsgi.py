"""The doors: the platform's gateway and token endpoint, the script's, and the simulator's own page."""

import socket
import time
from collections.abc import Iterable
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import orjson
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.wrappers import Request, Response

from zhanggui.simulators.stage.serving import SOCKET

from .control import Control
from .gateway import Given, give
from .refused import NotPossible
from .sessions import GrantRefused

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from .simulator import TaobaoSimulator

PAGE = {
    "/": ("page/index.html", "text/html"),
    "/page/style.css": ("page/style.css", "text/css"),
    "/page/page.js": ("page/page.js", "text/javascript"),
    "/page/rows.js": ("page/rows.js", "text/javascript"),
    "/page/words.js": ("page/words.js", "text/javascript"),
}
ERROR_PAGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr>Tengine</body></html>"


class Application:
    """The WSGI application of one simulator."""

    def __init__(self, simulator: "TaobaoSimulator") -> None:
        self._simulator = simulator
        self._control = Control(simulator)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        request = Request(environ)
        try:
            response = self._answer(request)
        except NotPossible as refusal:
            response = _json({"code": refusal.code, "sentence": refusal.sentence}, 422)
        except (KeyError, TypeError, ValueError) as wrong:
            if not request.path.startswith("/sim/"):
                raise
            response = _json({"code": "bad_request", "sentence": f"{type(wrong).__name__}: {wrong}"}, 400)
        except HTTPException as wrong:
            response = Response(wrong.description or "", wrong.code or 500)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        path = request.path
        if path == "/router/rest":
            return self._gateway(request)
        if path == "/token":
            return self._token(request)
        if path.startswith("/sim/"):
            return _json(self._control.answer(request))
        if path in PAGE:
            name, kind = PAGE[path]
            content = files(__package__).joinpath(name).read_bytes()
            return Response(content, content_type=f"{kind}; charset=utf-8", headers={"Cache-Control": "no-cache"})
        raise NotFound

    def _gateway(self, request: Request) -> Response:
        if request.method == "HEAD":
            return Response(b"")
        given = give(self._simulator.platform, request)
        slow = self._simulator.chaos.take(frozenset({"slow"}), given.method)
        if pause := (slow.seconds if slow else 0) + self._simulator.chaos.settings.slow_ms / 1000:
            time.sleep(pause)
        return self._sent(request, given)

    def _sent(self, request: Request, given: Given) -> Response:
        """The answer, or what the network made of it."""
        match given.fault.kind if given.fault else "":
            case "drop" | "drop_after":
                return _cut(request)
            case "html":
                return Response(ERROR_PAGE.format("系统繁忙"), 200, content_type="text/html;charset=UTF-8")
            case "http500":
                return Response(ERROR_PAGE.format("500 Internal Server Error"), 500, content_type="text/html")
            case "http502":
                return Response(ERROR_PAGE.format("502 Bad Gateway"), 502, content_type="text/html")
            case "truncate":
                return Response(given.body[: len(given.body) * 2 // 3], content_type=given.content_type)
        return Response(given.body, content_type=given.content_type)

    def _token(self, request: Request) -> Response:
        if request.method != "POST":
            raise MethodNotAllowed(["POST"])
        platform = self._simulator.platform
        values = request.values
        try:
            if (values.get("client_id"), values.get("client_secret")) != (platform.app_key, platform.app_secret):
                raise GrantRefused("invalid_client", "client_id or client_secret is wrong")
            if values.get("grant_type") != "refresh_token":
                raise GrantRefused("unsupported_grant_type", "only refresh_token is granted here")
            return _json(platform.sessions.refresh(values.get("refresh_token", "")))
        except GrantRefused as refused:
            return _json({"error": refused.args[0], "error_description": refused.args[1]}, 400)


def _json(content: Any, code: int = 200) -> Response:
    return Response(orjson.dumps(content), code, content_type="application/json; charset=utf-8")


def _cut(request: Request) -> Response:
    """The connection is closed without an answer where the server allows it; otherwise a bad gateway."""
    connection = request.environ.get(SOCKET)
    if isinstance(connection, socket.socket):
        connection.shutdown(socket.SHUT_RDWR)
    return Response(b"", 502)
