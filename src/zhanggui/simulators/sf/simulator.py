"""The simulator as Python sees it: a customer with its orders, the script of its parcels, and a server for it."""

import contextlib
import json
import time
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.faults import Faults
from zhanggui.simulators.stage.journeys import Journeys
from zhanggui.simulators.stage.pushing import Message, Pusher
from zhanggui.simulators.stage.server import Door, Server

from .gateway import Gateway
from .offered import Services
from .orders import Book
from .routes import route_of
from .signing import digest

PARTNER = "ZGDEMO"
CHECKWORD = "demo-checkword"
MONTHLY_CARD = "7551234567"
MOST_ROUTES_IN_A_PUSH = 10


class SfSimulator:
    """The platform with one customer. `push_url` is where the customer registered its address for routes."""

    def __init__(
        self,
        *,
        partner: str = PARTNER,
        checkword: str = CHECKWORD,
        card: str = MONTHLY_CARD,
        clock: Clock | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.services = Services(card)
        self.gateway = Gateway(self.services, partner=partner, checkword=checkword, clock=self.clock)
        self.push_url = ""
        self.signs_pushes = False
        self.pusher = Pusher(lambda answer: json.loads(answer).get("return_code") == "0000")
        door = Door(self.gateway.call, self.gateway.answer)
        script = {"orders": self._orders, "push": self._push, "journeys": self.journeys.play}
        self.server = Server({"/std/service": door}, script, clock=self.clock)

    @property
    def book(self) -> Book:
        return self.services.book

    @property
    def journeys(self) -> Journeys:
        return self.services.journeys

    @property
    def faults(self) -> Faults:
        return self.server.faults

    def push_routes(self, *, again: bool = False) -> int:
        """Everything that happened until now is told to the customer's address; how many messages it received."""
        now = self.clock()
        routes = [
            route | {"mailno": one.waybill, "orderid": order.order_id, "id": f"{one.waybill}{one.kind}"}
            for order in self.book.all()
            for one in self.services.told(order, now)
            if (route := route_of(one))
        ]
        cut = [routes[start : start + MOST_ROUTES_IN_A_PUSH] for start in range(0, len(routes), MOST_ROUTES_IN_A_PUSH)]
        return self.pusher.push([self._message(part) for part in cut], again=again)

    @contextlib.contextmanager
    def serving(self, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
        """Serves for the length of the block; gives the address of the gateway."""
        with self.server.serving(host, port) as url:
            yield f"{url}/std/service"

    def _message(self, routes: list[dict[str, str]]) -> Message:
        text = json.dumps({"Body": {"WaybillRoute": routes}}, ensure_ascii=False)
        if not self.signs_pushes:
            return Message(text, self.push_url, text.encode(), "application/json; charset=utf-8")
        stamp = str(int(time.time() * 1000))
        form = {"msgData": text, "timestamp": stamp, "msgDigest": digest(text, stamp, self.gateway.checkword)}
        return Message(text, self.push_url, urlencode(form).encode())

    def _push(self, given: Mapping[str, Any]) -> Any:
        self.push_url = str(given.get("url") or self.push_url)
        return {"received": self.push_routes()}

    def _orders(self, _: Mapping[str, Any]) -> Any:
        return [
            {"order_id": order.order_id, "waybill": order.waybill, "state": order.state} for order in self.book.all()
        ]
