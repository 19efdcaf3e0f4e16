"""The simulator as Python sees it: one customer, its numbers, the script of its parcels, and a server for it."""

import contextlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.counter import Counter
from zhanggui.simulators.stage.faults import Faults
from zhanggui.simulators.stage.journeys import Journeys
from zhanggui.simulators.stage.numbers import Branch, Numbers
from zhanggui.simulators.stage.pushing import Pusher
from zhanggui.simulators.stage.server import Door

from .labels import Labels
from .tracks import Tracks

KEY = "demo-key"
SECRET = "demo-secret"
CUSTOMER = "DEMO_CUSTOMER"
PARTNER = "K10001"


class Kuaidi100Simulator:
    """The go-between with one customer, who has contracts with 中通 and 圆通 (bought numbers) and 顺丰."""

    def __init__(self, *, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.journeys = Journeys()
        self.numbers = Numbers(
            [
                Branch("zhongtong", PARTNER, "深圳南山", "75{:012d}", left=100_000),
                Branch("yuantong", PARTNER, "深圳福田", "YT{:013d}", left=100_000),
                Branch("shunfeng", PARTNER, "顺丰", "SF2{:012d}"),
            ]
        )
        labels = Labels(self.numbers, self.journeys, key=KEY, secret=SECRET, clock=self.clock)
        self.tracks = Tracks(self.journeys, key=KEY, customer=CUSTOMER, clock=self.clock)
        doors = {
            "/label/order": Door(labels.call, labels.answer),
            "/poll/query.do": Door(lambda _: "query", self.tracks.query),
            "/poll": Door(lambda _: "subscribe", self.tracks.subscribe),
        }
        more = {"journeys": self.journeys.play, "push": self._push}
        self.counter = Counter(self.numbers, doors=doors, clock=self.clock, more=more)
        self.pusher = Pusher(
            lambda answer: json.loads(answer) == {"result": True, "returnCode": "200", "message": "成功"}
        )

    @property
    def faults(self) -> Faults:
        return self.counter.server.faults

    def push(self, *, again: bool = False) -> int:
        """Subscribers are told what is known now; how many messages were received."""
        return self.pusher.push(self.tracks.messages(), again=again)

    def _push(self, _: Mapping[str, Any]) -> Any:
        return {"received": self.push()}

    @contextlib.contextmanager
    def serving(self, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
        """Serves for the length of the block; gives the base of all addresses."""
        with self.counter.server.serving(host, port) as url:
            yield url
