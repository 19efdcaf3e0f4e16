"""Simulators as programs of their own, which can be disturbed and killed and come back with what they knew."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from zhanggui.simulators.douyin import simulator as douyin
from zhanggui.simulators.jd import simulator as jd
from zhanggui.simulators.oscar import simulator as oscar
from zhanggui.simulators.taobao import simulator as taobao
from zhanggui.simulators.woocommerce import simulator as woocommerce

SETTLE_S = 20.0
"""Until a program answers on a loaded machine."""


@dataclass
class Side:
    """One simulated platform. `calls` are the addresses its script gives faults to; all of them when empty."""

    key: str
    settings: Callable[[str], dict[str, str]]
    secrets: Mapping[str, str]
    place: Path
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    numbers: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """It answers; what it knew before it was killed it knows again."""
        self.port = self.port or _free_port()
        words = ["-m", f"zhanggui.simulators.{self.key}", "--port", str(self.port), "--db", str(self.place)]
        self.process = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + SETTLE_S
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError(f"{self.key} does not answer")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def play(self, path: str, **given: Any) -> Any:
        answer = httpx.post(f"{self.url}/sim/{path}", json=given, timeout=30, trust_env=False)
        answer.raise_for_status()
        return answer.json()

    def place_orders(self, count: int, codes: Sequence[str]) -> None:
        """Paid ones, of one or two of these wares."""
        for nth in range(count):
            code = codes[nth % len(codes)]
            self.numbers += self._placed(code)

    def _placed(self, code: str) -> list[str]:
        return list(self.play("place", n=1, lines=[[code, 1]])["numbers"])

    def touch(self, numbers: Sequence[str]) -> None:
        self.play("sales", action="note", numbers=list(numbers), memo="changed")

    def ask_refund(self, number: str) -> None:
        self.play("refunds", number=number)

    def disturb(self, kind: str) -> None:
        match kind:
            case "throttle":
                self.play("chaos", ban_s=2)
            case "untidy":
                self.play("chaos", untidy=4, restless=4)
            case "late":
                self.play("chaos", late_s=3)
            case "expire":
                self.play("keys", good=False)
            case _:
                self.play("faults", faults=[{"kind": kind, "times": 3}])

    def calm(self) -> None:
        self.play("faults", clear=True)
        self.play("chaos", untidy=0, restless=0, late_s=0)
        self.play("keys", good=True)

    def known(self) -> set[str]:
        """The numbers of all orders there, as the platform itself has them."""
        return {sale["number"] for sale in self.play("state", limit=100_000)["sales"]}

    def stock_writes(self) -> list[Mapping[str, Any]]:
        """What was written since it was last started."""
        return list(self.play("goods")["writes"])


class TaobaoSide(Side):
    """Taobao's simulator has a script of its own."""

    def _placed(self, code: str) -> list[str]:
        return list(self.play("orders", n=1, lines=[{"code": code, "num": 1}])["tids"])

    def touch(self, numbers: Sequence[str]) -> None:
        self.play("trades/memo", tids=list(numbers), text="changed")

    def ask_refund(self, number: str) -> None:
        self.play("trades/ask_refund", tids=[number], return_goods=False)

    def disturb(self, kind: str) -> None:
        match kind:
            case "throttle":
                self.play("chaos", ban_s=2)
            case "untidy":
                self.play("chaos", faults=[{"kind": each, "times": 4} for each in ("repeat", "shuffle", "motion")])
            case "late":
                self.play("chaos", settings={"delay_s": 3})
            case "expire":
                self.play("session", action="expire")
            case _:
                self.play("chaos", faults=[{"kind": kind, "times": 3}])

    def calm(self) -> None:
        self.play("chaos", clear=True)
        self.play("session", action="restore")

    def known(self) -> set[str]:
        found: set[str] = set()
        page = 1
        while rows := httpx.get(f"{self.url}/sim/trades", params={"page": page, "size": 200}).json()["rows"]:
            found |= {str(row["tid"]) for row in rows}
            page += 1
        return found

    def stock_writes(self) -> list[Mapping[str, Any]]:
        return []


def all_sides(folder: Path) -> list[Side]:
    """One of each platform that has a simulator with a file of its own."""
    return [
        TaobaoSide(
            "taobao",
            lambda url: {"gateway": f"{url}/router/rest", "token_address": f"{url}/token", "app_key": taobao.APP_KEY},
            {"app_secret": taobao.APP_SECRET, "session": taobao.SESSION},
            folder / "taobao.sqlite",
        ),
        Side(
            "jd",
            lambda url: {"gateway": f"{url}/routerjson", "authorisation": url, "app_key": jd.APP_KEY},
            {"app_secret": jd.APP_SECRET, "access_token": jd.ACCESS_TOKEN},
            folder / "jd.sqlite",
        ),
        Side(
            "douyin",
            lambda url: {"gateway": url, "app_key": douyin.APP_KEY},
            {"app_secret": douyin.APP_SECRET, "access_token": douyin.ACCESS_TOKEN},
            folder / "douyin.sqlite",
        ),
        Side(
            "woocommerce",
            lambda url: {"url": url, "consumer_key": woocommerce.KEY},
            {"consumer_secret": woocommerce.SECRET},
            folder / "woocommerce.sqlite",
        ),
        Side(
            "oscar",
            lambda url: {"url": f"{url}/api", "username": oscar.USER},
            {"password": oscar.PASSWORD},
            folder / "oscar.sqlite",
        ),
    ]


@contextmanager
def running(sides: Sequence[Side]) -> Iterator[None]:
    """All of them answer for the length of the block."""
    try:
        for side in sides:
            side.start()
        yield
    finally:
        for side in sides:
            side.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
