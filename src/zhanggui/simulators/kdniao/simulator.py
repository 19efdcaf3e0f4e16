"""The simulator as Python sees it: one account, its numbers, the script of its parcels, and a server for it."""

import contextlib
import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.counter import Counter
from zhanggui.simulators.stage.faults import Faults
from zhanggui.simulators.stage.journeys import Journeys
from zhanggui.simulators.stage.numbers import Branch, Numbers
from zhanggui.simulators.stage.pushing import Pusher

from .calling import Address
from .orders import Orders
from .tracks import Tracks

ACCOUNT = "1300001"
APP_KEY = "demo-app-key"
CUSTOMER = "ZGDEMO"


class KdniaoSimulator:
    """The go-between with one account, which has contracts with 中通 and 韵达 (bought numbers) and 顺丰."""

    def __init__(self, *, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.journeys = Journeys()
        self.numbers = Numbers(
            [
                Branch("ZTO", CUSTOMER, "深圳南山", "76{:012d}", left=100_000),
                Branch("YD", CUSTOMER, "深圳福田", "31{:013d}", left=100_000),
                Branch("SF", CUSTOMER, "顺丰", "SF3{:012d}"),
            ]
        )
        orders = Orders(self.numbers, self.journeys, self.clock)
        self.tracks = Tracks(self.journeys, account=ACCOUNT, app_key=APP_KEY, clock=self.clock)
        query, subscribe = self.tracks.query, self.tracks.subscribe
        queries = {"1002": partial(query, paid=False), "8001": partial(query, paid=True)}
        subscriptions = {"1008": partial(subscribe, paid=False), "8008": partial(subscribe, paid=True)}
        address = partial(Address, ACCOUNT, APP_KEY)
        doors = {
            "/api/EOrderService": address({"1007": orders.give, "1147": orders.cancel}, True).door("order"),
            "/Ebusiness/EbusinessOrderHandle.aspx": address(queries, False).door("query"),
            "/api/dist": address(subscriptions, False).door("subscribe"),
        }
        more = {"journeys": self.journeys.play, "push": self._push}
        self.counter = Counter(self.numbers, doors=doors, clock=self.clock, more=more)
        self.pusher = Pusher(_is_received)

    @property
    def faults(self) -> Faults:
        return self.counter.server.faults

    def push(self, *, again: bool = False) -> int:
        """The account is told what is known now of what it subscribed; how many messages were received."""
        return self.pusher.push(self.tracks.messages(), again=again)

    def _push(self, given: Mapping[str, Any]) -> Any:
        self.tracks.push_url = str(given.get("url") or self.tracks.push_url)
        return {"received": self.push()}

    @contextlib.contextmanager
    def serving(self, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
        """Serves for the length of the block; gives the base of all addresses."""
        with self.counter.server.serving(host, port) as url:
            yield url


def _is_received(answer: bytes) -> bool:
    told = json.loads(answer)
    return told.get("EBusinessID") == ACCOUNT and told.get("Success") is True and bool(told.get("UpdateTime"))
