"""Simulators as programs of their own, which can be disturbed and killed and come back with what they knew."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from zhanggui.connectors.woocommerce.unconfirmed import PARCEL_MARK
from zhanggui.demo.platforms import PLATFORMS, SimulatedPlatform

SETTLE_S = 20.0
"""Until a program answers on a loaded machine."""


@dataclass
class Side:
    """One simulated platform as a program, with the file it knows things from."""

    platform: SimulatedPlatform
    place: Path
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    numbers: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.platform.key

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

    def waybills(self) -> dict[str, list[str]]:
        """The parcels that buyers see there, by order; those without one are left out."""
        sales = self.play("state", limit=100_000)["sales"]
        return {sale["number"]: sale["waybills"] for sale in sales if sale["waybills"]}

    def stock_writes(self) -> list[Mapping[str, Any]]:
        """What was written since it was last started."""
        return list(self.play("goods")["writes"])


class WooSide(Side):
    """WooCommerce knows nothing of parcels: its orders have marks that name them."""

    def waybills(self) -> dict[str, list[str]]:
        marked = {
            sale["number"]: [mark["key"].removeprefix(PARCEL_MARK) for mark in sale["own"].get("meta", [])
                             if mark["key"].startswith(PARCEL_MARK)]
            for sale in self.play("state", limit=100_000)["sales"]
        }  # fmt: skip
        return {number: waybills for number, waybills in marked.items() if waybills}


class JdSide(Side):
    """JD throttles by the day only: whoever meets that has done until midnight."""

    def disturb(self, kind: str) -> None:
        super().disturb("untidy" if kind == "throttle" else kind)


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
        return {str(row["tid"]) for row in self._rows()}

    def waybills(self) -> dict[str, list[str]]:
        shown = {str(row["tid"]): sorted({line["waybill"] for line in row["lines"]} - {""}) for row in self._rows()}
        return {number: waybills for number, waybills in shown.items() if waybills}

    def _rows(self) -> Iterator[Mapping[str, Any]]:
        page = 1
        while rows := httpx.get(f"{self.url}/sim/trades", params={"page": page, "size": 200}).json()["rows"]:
            yield from rows
            page += 1

    def stock_writes(self) -> list[Mapping[str, Any]]:
        return []


LAGGING = {"pinduoduo"}
"""Its lists end three minutes ago: longer than a short run of chaos."""


def all_sides(folder: Path) -> list[Side]:
    """One of each platform that has a simulator with a file of its own."""
    kinds = {"taobao": TaobaoSide, "jd": JdSide, "woocommerce": WooSide}
    return [kinds.get(key, Side)(one, folder / f"{key}.sqlite") for key, one in PLATFORMS.items() if key not in LAGGING]


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
