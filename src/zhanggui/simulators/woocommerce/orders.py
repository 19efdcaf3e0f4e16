"""Orders one by one: shown, changed, noted on, paid back."""

from collections.abc import Mapping
from typing import Any

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.money import fen
from zhanggui.simulators.market.sales import Case, Sale, Stage

from .refusing import Refused, bad_parameter, unknown
from .words import NO_LINE, STAGES, moments, order_of, paid_back, refund_of

Body = Mapping[str, Any]


class Orders:
    """The orders of one shop."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def shown(self, sale: Sale) -> dict[str, Any]:
        return order_of(sale, self._market.shelf, spoiled=self._market.spoiled.get(sale.number, ""))

    def find(self, number: str) -> Sale:
        try:
            return self._market.sales[number]
        except KeyError:
            raise unknown("shop_order") from None

    def update(self, number: str, body: Body) -> dict[str, Any]:
        """Any state may follow any other: the shop trusts whoever holds the key."""
        self._find_to_change(number)
        status = str(body.get("status", ""))
        if status and status not in STAGES:
            raise bad_parameter("status", "status is not one of pending, processing, on-hold, completed, …")
        with self._market.changing(number, _word(status)) as sale:
            if status:
                self._set(sale, status)
            if "customer_note" in body:
                sale.message = str(body["customer_note"])
            for entry in body.get("meta_data", []):
                _write_meta(sale, entry)
        return self.shown(sale)

    def delete(self, number: str, *, force: bool) -> dict[str, Any]:
        """It lies in the bin, or is gone for good."""
        sale = self.find(number)
        if force:
            return self.shown(self._market.sales.pop(number))
        if sale.own.get("status") == "trash":
            raise Refused("woocommerce_rest_already_trashed", "The shop_order has already been deleted.", 410)
        with self._market.changing(number, "cancelled"):
            self._set(sale, "trash")
        return self.shown(sale)

    def notes(self, number: str) -> list[dict[str, Any]]:
        """Newest first."""
        return list(reversed(self.find(number).own.get("notes", [])))

    def add_note(self, number: str, body: Body) -> dict[str, Any]:
        """A note is no change of the order."""
        if not body.get("note"):
            raise Refused("rest_missing_callback_param", "Missing parameter(s): note", 400, params=["note"])
        sale = self.find(number)
        with self._market.lock:
            notes = sale.own.setdefault("notes", [])
            note = {
                "id": int(number) * 100 + len(notes),
                "author": "WooCommerce",
                **moments("date_created", self._market.clock()),
                "note": str(body["note"]),
                "customer_note": bool(body.get("customer_note")),
            }
            notes.append(note)
            self._market.keep(sale)
        return note

    def refunds(self, number: str) -> list[dict[str, Any]]:
        """Newest first."""
        sale = self.find(number)
        return [refund_of(sale, case) for case in reversed(paid_back(sale))]

    def refund(self, number: str, body: Body) -> dict[str, Any]:
        """Money goes back: of one line, of all of them, or only money."""
        sale = self.find(number)
        amount = fen(str(body.get("amount", "0")))
        left = sale.total - sum(case.amount for case in paid_back(sale))
        if not 0 < amount <= left:
            raise Refused("woocommerce_rest_invalid_order_refund", "Invalid refund amount.", 400)
        lines = [str(row["id"]) for row in body.get("line_items", [])]
        line = "" if amount == sale.total else lines[0] if len(lines) == 1 else NO_LINE
        case = self._pay_back(sale, line, amount, str(body.get("reason", "")))
        return refund_of(sale, next(one for one in sale.cases if one.number == case))

    def _pay_back(self, sale: Sale, line: str, amount: int, reason: str) -> str:
        if line == NO_LINE:
            case = self._market.ask_refund(sale.number, reason=reason)
            with self._market.changing(sale.number, "refund"):
                own = next(one for one in sale.cases if one.number == case)
                own.line, own.amount, own.state = NO_LINE, amount, Case.PAID_BACK
            return case
        case = self._market.ask_refund(sale.number, line=line, reason=reason)
        next(one for one in sale.cases if one.number == case).amount = amount
        self._market.settle_refund(sale.number, case, Case.PAID_BACK)
        return case

    def _find_to_change(self, number: str) -> None:
        if number not in self._market.sales:
            raise unknown("shop_order", 400)

    def _set(self, sale: Sale, status: str) -> None:
        sale.own["status"], sale.stage = status, STAGES[status]
        if sale.stage in {Stage.PAID, Stage.SHIPPED} and sale.paid_at is None:
            sale.paid_at = self._market.clock().replace(microsecond=0)
        if sale.stage is Stage.SHIPPED:
            for line in sale.lines:
                line.shipped = line.pieces


def _word(status: str) -> str:
    return {"completed": "shipped", "cancelled": "cancelled", "on-hold": "held"}.get(status, "memo")


def _write_meta(sale: Sale, entry: Body) -> None:
    """A value takes the place of the one with the same id or else key; null takes it away."""
    kept = [dict(one) for one in sale.own.get("meta", [])]
    own = [one for one in kept if (one["id"] == entry["id"] if entry.get("id") else one["key"] == entry["key"])]
    if entry.get("value") is None:
        kept = [one for one in kept if one not in own]
    elif own:
        own[0]["value"] = entry["value"]
        kept = [one for one in kept if one not in own[1:]]
    else:
        number = max((one["id"] for one in kept), default=int(sale.number) * 50) + 1
        kept.append({"id": number, "key": str(entry["key"]), "value": entry["value"]})
    sale.own["meta"] = kept
