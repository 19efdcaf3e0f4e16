"""What the platform tells the application of its own accord, signed, until it hears that it arrived."""

import contextlib
from collections import deque
from itertools import count
from threading import Event, RLock, Thread
from typing import Any

import orjson

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.sales import Case, RefundCase, Sale, Stage
from zhanggui.simulators.stage.pushing import Message, Pusher

from .gateway import event_sign
from .orders import STATUS, seconds
from .tokens import SHOP_ID

TAGS = {"placed": "100", "paid": "101", "done": "103", "touched": "105", "cancelled": "106"}
SHIPPED = "102"
MOST_KEPT = 2000
ROUND_S = 5.0
CASE_TAGS = {
    Case.ASKED: "200",
    Case.TO_RETURN: "202",
    Case.RETURNED: "203",
    Case.REFUSED: "204",
    Case.PAID_BACK: "206",
    Case.WITHDRAWN: "207",
}


class Messages:
    """Listens to the market. What was not received is given again at the next round."""

    def __init__(self, market: Market, *, app_key: str, secret: str) -> None:
        self._market, self._app_key, self._secret = market, app_key, secret
        self._ids = count(1)
        self._lock, self._awake = RLock(), Event()
        self._waiting: deque[dict[str, Any]] = deque(maxlen=MOST_KEPT)
        self.address = ""
        self.pusher = Pusher(_is_success)
        market.listeners.append(self._hear)

    def tell(self, address: str) -> None:
        """From now on every message goes to this address as soon as there is one."""
        if not self.address:
            Thread(target=self._go_round, daemon=True).start()
        self.address = address

    def of(self, number: str) -> list[Message]:
        """Every message about this order, one push each."""
        with self._lock:
            rows = [row for row in self._waiting if str(row["data"]["p_id"]) == number]
        return [self._message([row]) for row in rows]

    def deliver(self, *, again: bool = False, forged: bool = False) -> int:
        """How many messages were received now; `again` repeats those received before, `forged` signs them wrongly."""
        if not self.address:
            return 0
        with self._lock:
            rows = list(self._waiting)
        return self.pusher.push([self._message([row], forged=forged) for row in rows], again=again)

    def _hear(self, sale: Sale, word: str) -> None:
        row = self._row(sale, word)
        if row is None:
            return
        with self._lock:
            self._waiting.append(row)
        self._awake.set()

    def _go_round(self) -> None:
        """A thread of its own, because what is told happens while the market is locked."""
        while True:
            self._awake.wait(ROUND_S)
            self._awake.clear()
            self.deliver()

    def _row(self, sale: Sale, word: str) -> dict[str, Any] | None:
        tag, data = TAGS.get(word, ""), _data_of(sale)
        if word == "shipped" and sale.stage is Stage.SHIPPED:
            tag = SHIPPED
        elif word == "refund" and sale.cases:
            case = max(sale.cases, key=lambda one: (one.modified_at, one.number))
            tag, data = CASE_TAGS[case.state], data | _case_of(sale, case)
        return {"tag": tag, "msg_id": f"{SHOP_ID}{next(self._ids):012d}", "data": data} if tag else None

    def _message(self, rows: list[dict[str, Any]], *, forged: bool = False) -> Message:
        body = orjson.dumps(rows)
        sign = "0" * 32 if forged else event_sign(self._app_key, body, self._secret)
        headers = {"app-id": self._app_key, "event-sign": sign}
        return Message(rows[0]["msg_id"], self.address, body, "application/json", headers)


def _data_of(sale: Sale) -> dict[str, Any]:
    return {
        "p_id": int(sale.number),
        "s_ids": [int(line.number) for line in sale.lines],
        "shop_id": SHOP_ID,
        "order_status": STATUS[sale.stage],
        "order_type": 0,
        "update_time": seconds(sale.modified_at),
    }


def _case_of(sale: Sale, case: RefundCase) -> dict[str, Any]:
    return {
        "aftersale_id": int(case.number),
        "s_id": int(case.line or sale.lines[0].number),
        "refund_amount": case.amount,
        "apply_time": seconds(case.asked_at),
    }


def _is_success(answer: bytes) -> bool:
    with contextlib.suppress(orjson.JSONDecodeError):
        content = orjson.loads(answer)
        return isinstance(content, dict) and content.get("code") == 0
    return False
