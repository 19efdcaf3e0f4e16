"""The orders and numbers of one customer of the platform."""

from dataclasses import dataclass, field
from itertools import count
from threading import RLock
from typing import Any

from .refused import Refused


@dataclass
class Order:
    """What was ordered, and the numbers that were given for it."""

    order_id: str
    waybill: str
    asked: dict[str, Any]
    children: list[str] = field(default_factory=list)
    receipt: str = ""
    state: str = "taken"  # taken, confirmed, cancelled

    @property
    def phone_ends(self) -> set[str]:
        """The last four digits of who sends and who receives."""
        contacts = self.asked["contactInfoList"]
        return {str(one.get("mobile") or one.get("tel") or "")[-4:] for one in contacts}


class Book:
    """All orders. Safe to use while the server answers."""

    def __init__(self) -> None:
        self.lock = RLock()
        self._by_id: dict[str, Order] = {}
        self._by_waybill: dict[str, Order] = {}
        self._running = count(1)

    def open(self, order_id: str, asked: dict[str, Any], *, pieces: int, receipt: bool) -> Order:
        """A new order with its numbers; an order id can be used once, for ever."""
        with self.lock:
            if order_id in self._by_id:
                raise Refused("8016", "重复下单")
            numbers = [self._number() for _ in range(pieces)]
            order = Order(order_id, numbers[0], asked, children=numbers[1:])
            order.receipt = self._number() if receipt else ""
            self._by_id[order_id] = self._by_waybill[order.waybill] = order
            return order

    def order(self, order_id: str) -> Order:
        try:
            return self._by_id[order_id]
        except KeyError:
            raise Refused("8018", "未获取到订单信息") from None

    def of_waybill(self, waybill: str) -> Order | None:
        return self._by_waybill.get(waybill)

    def all(self) -> list[Order]:
        with self.lock:
            return list(self._by_id.values())

    def _number(self) -> str:
        return f"SF1{next(self._running):012d}"
