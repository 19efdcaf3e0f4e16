"""Open connections, one set per shop, made at the first call."""

import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

_TIMEOUT = httpx.Timeout(20, connect=5)
_LIMITS = httpx.Limits(max_connections=16, max_keepalive_connections=16)
_FORM = (b"Content-Type", b"application/x-www-form-urlencoded;charset=utf-8")


def post_form(http: httpx.Client, url: str, form: Mapping[str, str]) -> httpx.Response:
    """The answer to these fields, sent as a form in UTF-8.

    As `http.post` does it, but without looking for cookies, queries and options that no call has: a quarter of what a
    call costs us, and every order is a call.
    """
    headers = [*http.headers.raw, _FORM]
    return http.send(httpx.Request("POST", url, content=urlencode(form).encode(), headers=headers))


class Client(httpx.Client):
    """For any number of threads, each of which sends over connections that no other one uses meanwhile.

    Connections that many share are all looked at with every call, and by one thread at a time: with eight of them that
    is a fifth of what reading an order costs.
    """

    def __init__(self, *, timeout: httpx.Timeout) -> None:
        self._given: dict[str, Any] = {"timeout": timeout, "limits": _LIMITS, "verify": httpx.create_ssl_context()}
        self._free: list[httpx.Client] = []
        self._lending = threading.Lock()
        super().__init__(**self._given)

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        with self._lending:
            lent = self._free.pop() if self._free else httpx.Client(**self._given)
        try:
            return lent.send(request, **options)
        finally:
            self._take_back(lent)

    def close(self) -> None:
        """All connections are closed; one on which an answer is awaited, after the answer."""
        with self._lending:
            super().close()
            free, self._free = self._free, []
        for lent in free:
            lent.close()

    def _take_back(self, lent: httpx.Client) -> None:
        with self._lending:
            if not self.is_closed:
                self._free.append(lent)
                return
        lent.close()


class Connections:
    """Safe to use from several threads."""

    def __init__(self, *, timeout: httpx.Timeout | None = None) -> None:
        self._timeout = timeout or _TIMEOUT
        self._clients: dict[int, httpx.Client] = {}
        self._lock = threading.Lock()

    def of(self, shop_id: int) -> httpx.Client:
        """The connections of this shop."""
        with self._lock:
            http = self._clients.get(shop_id)
            if http is None:
                http = Client(timeout=self._timeout)
                self._clients[shop_id] = http
            return http

    def close(self) -> None:
        """All are closed; the next call opens new ones."""
        with self._lock:
            for http in self._clients.values():
                http.close()
            self._clients.clear()
