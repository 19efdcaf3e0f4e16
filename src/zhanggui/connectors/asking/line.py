"""One HTTP call: bytes out, bytes back, or why there are none."""

import threading
from collections.abc import Mapping
from typing import Any

import httpx

_TIMEOUT = httpx.Timeout(20, connect=5)
_LIMITS = httpx.Limits(max_connections=16, max_keepalive_connections=16)


class Unanswered(Exception):
    """No answer that can be read came back. Whether the other side did anything is unknown; the text says why."""


class AddressWrong(Exception):
    """The address is none that can be called."""


class Line:
    """Open connections of one provider, made at the first call. Safe to use from several threads."""

    def __init__(self, *, timeout: httpx.Timeout = _TIMEOUT) -> None:
        self._timeout = timeout
        self._http: httpx.Client | None = None
        self._lock = threading.Lock()

    def post_form(self, url: str, form: Mapping[str, str]) -> bytes:
        """The answer to these fields, sent as a form in UTF-8."""
        return self._read(url, {"data": dict(form)})

    def post_text(self, url: str, text: str, *, query: Mapping[str, str], kind: str = "application/json") -> bytes:
        """The answer to this text, sent exactly as it is."""
        headers = {"Content-Type": f"{kind};charset=UTF-8"}
        return self._read(url, {"content": text.encode(), "params": dict(query), "headers": headers})

    def close(self) -> None:
        """All connections are closed; the next call opens new ones."""
        with self._lock:
            if self._http is not None:
                self._http.close()
                self._http = None

    def _read(self, url: str, sent: dict[str, Any]) -> bytes:
        try:
            response = self._client().post(url, **sent)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
            raise AddressWrong(url) from fault
        except httpx.TimeoutException as fault:
            raise Unanswered("no answer in time") from fault
        except httpx.RequestError as fault:
            unreached = isinstance(fault, httpx.ConnectError)
            raise Unanswered("no connection" if unreached else "connection lost") from fault
        if response.status_code != 200:
            raise Unanswered(f"HTTP {response.status_code}")
        return response.content

    def _client(self) -> httpx.Client:
        with self._lock:
            if self._http is None:
                self._http = httpx.Client(timeout=self._timeout, limits=_LIMITS)
            return self._http
