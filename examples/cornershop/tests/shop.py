"""A Corner Shop on a real socket: the other side of the line."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from werkzeug.wrappers import Request, Response

from zhanggui.simulators.market.market import AlreadyShipped, Market, Unshippable
from zhanggui.simulators.market.money import yuan
from zhanggui.simulators.market.sales import Sale, Stage
from zhanggui.simulators.market.testing import MarketSide
from zhanggui.simulators.stage.clock import Clock, standing_still
from zhanggui.simulators.stage.faults import Fault
from zhanggui.simulators.stage.server import Door, Server, in_json, part_of

PAGE = 50
STATES = {
    Stage.UNPAID: "new", Stage.HELD: "held", Stage.PAID: "paid", Stage.PART_SHIPPED: "half sent",
    Stage.SHIPPED: "sent", Stage.DELIVERED: "arrived", Stage.DONE: "done", Stage.CANCELLED: "dropped",
    Stage.CLOSED: "paid back",
}  # fmt: skip


class Shop:
    """Answers the interface of the README."""

    def __init__(self, clock: Clock) -> None:
        self.market = Market(clock=clock, seed=3)
        doors = {
            "GET /orders": ("list", self._list),
            "GET /orders/<number>": ("order", self._order),
            "GET /placed": ("placed", self._placed),
            "POST /orders/<number>/parcels": ("ship", self._ship),
            "PUT /orders/<number>/note": ("note", self._note),
            "PUT /goods/<sku>": ("stock", self._stock),
            "GET /me": ("me", lambda _: in_json({"shop": "The corner"})),
        }
        named = {
            address: Door(lambda _, name=name: name, self._guarded(answer)) for address, (name, answer) in doors.items()
        }
        self.server = Server(named, {}, clock=clock)

    def _guarded(self, answer: Any) -> Any:
        def guarded(request: Request, fault: Fault | None) -> Response:
            if not self.market.keys.is_good(request.headers.get("Authorization", "").removeprefix("Bearer ")):
                return in_json({"error": "the key is not good"}, 401)
            if banned := self.market.banned_s():
                response = in_json({"error": "too many calls"}, 429)
                response.headers["Retry-After"] = str(banned)
                return response
            try:
                found: Response = answer(request)
            except KeyError:
                return in_json({"error": "there is none"}, 404)
            return found

        return guarded

    def _list(self, request: Request) -> Response:
        since, until = _window(request)
        after = request.args.get("after", "")
        found = [sale for sale in self.market.changed(since, until) if _place(sale) > after]
        last = _place(found[PAGE - 1]) if len(found) > PAGE else ""
        return in_json({"orders": [self._told(sale) for sale in self.market.page(found, 0, PAGE)], "next": last})

    def _order(self, request: Request) -> Response:
        response = in_json(self._told(self.market.sales[part_of(request, "number")]))
        if self.market.spoiled.get(part_of(request, "number")) == "control":
            response.set_data(response.get_data().replace(b"\\t", b"\t"))
        return response

    def _placed(self, request: Request) -> Response:
        return in_json({"numbers": [sale.number for sale in self.market.placed(*_window(request))]})

    def _ship(self, request: Request) -> Response:
        given, number = request.get_json(), part_of(request, "number")
        sale = self.market.sales[number]
        lines = {line: pieces or sale.line(line).pieces for line, pieces in given["lines"].items()}
        try:
            self.market.ship(number, given["carrier"], given["waybill"], lines or None)
        except AlreadyShipped:
            return in_json({"error": "it has left"}, 409)
        except Unshippable:
            return in_json({"error": "it may not leave"}, 422)
        return in_json({"done": True})

    def _note(self, request: Request) -> Response:
        given = request.get_json()
        self.market.note(part_of(request, "number"), given["text"], given["colour"])
        return in_json({"done": True})

    def _stock(self, request: Request) -> Response:
        self.market.set_stock(part_of(request, "sku"), request.get_json()["stock"])
        return in_json({"done": True})

    def _told(self, sale: Sale) -> dict[str, Any]:
        told: dict[str, Any] = {
            "number": sale.number,
            "state": STATES[sale.stage],
            "placed": sale.placed_at.isoformat(),
            "changed": sale.modified_at.isoformat(),
            "paid_at": sale.paid_at.isoformat() if sale.paid_at else "",
            "freight": yuan(sale.freight),
            "buyer": sale.buyer.nick,
            "message": sale.message,
            "note": sale.memo,
            "colour": sale.flag,
            "to": sale.buyer.receiver.as_dict(),
            "lines": [
                {
                    "number": line.number, "sku": line.sku, "code": line.code, "title": line.title, "spec": line.spec,
                    "pieces": line.pieces, "price": yuan(line.price), "amount": yuan(line.amount),
                    "waybill": (sale.waybills_of(line.number) or [""])[-1],
                    "wants_back": "yes" if (case := sale.case_of(line.number)) and case.state.is_open else "no",
                }
                for line in sale.lines
            ],
        }  # fmt: skip
        spoilt = {
            "unknown_state": {"state": "vanished"},
            "three_decimals": {"freight": "1.234"},
            "bad_time": {"placed": "2025-03-04 10:00:00"},
            "control": {"message": "ring\ttwice"},
        }
        return told | spoilt.get(self.market.spoiled.get(sale.number, ""), {})


def _place(sale: Sale) -> str:
    """Where the sale stands in the list of changes: behind all that changed before it."""
    return f"{sale.modified_at.isoformat()} {sale.number}"


def _window(request: Request) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(request.args["since"]), datetime.fromisoformat(request.args["until"])


@contextmanager
def corner() -> Iterator[MarketSide]:
    """A fresh shop in memory, serving on a free port for the length of the block."""
    shop = Shop(standing_still())
    with shop.server.serving() as url:
        yield MarketSide(shop.market, shop.server, url, calls={"read": "list", "ship": "ship"})
