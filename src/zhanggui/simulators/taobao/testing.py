"""For tests: a simulator that serves, and a small caller that signs on its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from .moments import GMT8
from .signing import signature
from .simulator import TaobaoSimulator

MORNING = datetime(2025, 3, 4, 2, 0, tzinfo=UTC)  # ten o'clock in Shanghai


@dataclass(frozen=True)
class Served:
    """A simulator and the address it serves at."""

    simulator: TaobaoSimulator
    url: str
    client: httpx.Client

    def post(self, method: str, /, **params: Any) -> httpx.Response:
        """The signed call as sent by a careful client; a parameter given as None is left out."""
        at = self.simulator.clock().astimezone(GMT8)
        system = {
            "method": method,
            "app_key": self.simulator.platform.app_key,
            "session": self.simulator.sessions.current(),
            "timestamp": at.strftime("%Y-%m-%d %H:%M:%S"),
            "format": "json",
            "v": "2.0",
            "sign_method": "hmac-sha256",
        }
        sent = {name: str(value) for name, value in (system | params).items() if value is not None}
        if "sign" not in params:
            how = sent.get("sign_method", "md5")
            sent["sign"] = signature(sent, secret=self.simulator.platform.app_secret, method=how)
        return self.client.post("/router/rest", data=sent)

    def call(self, method: str, /, **params: Any) -> dict[str, Any]:
        """The answer's content without its root: an error envelope when there is one."""
        answer = self.post(method, **params).json()
        return answer.get("error_response") or next(iter(answer.values()))

    def sim(self, path: str, given: Any = None) -> Any:
        """The script over HTTP: a POST with `given`, a GET without."""
        response = self.client.get(f"/sim/{path}") if given is None else self.client.post(f"/sim/{path}", json=given)
        return response.json()


@contextmanager
def taobao(**settings: Any) -> Iterator[Served]:
    """A fresh simulator in memory, serving on a free port for the length of the block."""
    simulator = TaobaoSimulator(**settings)
    try:
        with simulator.serving() as url, httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            yield Served(simulator, url, client)
    finally:
        simulator.close()


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = datetime(2025, 3, 4, 2, 0, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **spans: float) -> None:
        self.at += timedelta(**spans)
