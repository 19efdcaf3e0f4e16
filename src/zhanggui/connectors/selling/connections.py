"""Open connections, one set per shop, made at the first call."""

import threading

import httpx

_TIMEOUT = httpx.Timeout(20, connect=5)
_LIMITS = httpx.Limits(max_connections=16, max_keepalive_connections=16)


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
                http = httpx.Client(timeout=self._timeout, limits=_LIMITS)
                self._clients[shop_id] = http
            return http

    def close(self) -> None:
        """All are closed; the next call opens new ones."""
        with self._lock:
            for http in self._clients.values():
                http.close()
            self._clients.clear()
