"""What buyers, the shop's staff and the platform do to a trade, one trade at a time."""

from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from zhanggui.simulators.market.money import fen
from zhanggui.simulators.market.people import make_address

from .payment import mark_paid, mark_tail_taken_back
from .platform import Platform
from .refunding import answer_refund, ask_refund
from .refused import NotPossible
from .store import Trade

Tid = int | str


class Script:
    """The actions by name; each refuses with `NotPossible` what the trade's state does not allow."""

    def __init__(self, platform: Platform, rng: Random) -> None:
        self._platform = platform
        self._rng = rng

    def do(self, action: str, tids: Iterable[Tid], **details: Any) -> dict[str, Any]:
        """The action on each trade: `done` are the numbers it worked for, `refused` says why for the others."""
        if action not in ACTIONS:
            raise NotPossible("unknown_action", f"there is no action {action!r}")
        outcome: dict[str, Any] = {"done": [], "refused": {}}
        for tid in tids:
            try:
                ACTIONS[action](self, tid, **details)
                outcome["done"].append(str(tid))
            except NotPossible as refusal:
                outcome["refused"][str(tid)] = {"code": refusal.code, "sentence": refusal.sentence}
        return outcome

    def pay(self, tid: Tid) -> None:
        with self._platform.changing(int(tid)) as trade:
            _need(trade, "WAIT_BUYER_PAY")
            mark_paid(trade, self._platform.written_now())

    def lose_tail(self, tid: Tid) -> None:
        """The tail of a pre-sale did not hold; only its deposit is paid."""
        with self._platform.changing(int(tid)) as trade:
            _need(trade, "WAIT_SELLER_SEND_GOODS")
            if trade.doc["type"] != "step":
                raise NotPossible("no_step_order", f"trade {tid} was not paid in steps")
            mark_tail_taken_back(trade)

    def cancel(self, tid: Tid) -> None:
        """An unpaid trade is closed by the platform; a paid one needs a refund."""
        with self._platform.changing(int(tid)) as trade:
            _need(trade, "WAIT_BUYER_PAY")
            _set_all(trade, "TRADE_CLOSED_BY_TAOBAO")
            trade.doc["end_time"] = self._platform.written_now()

    def hold(self, tid: Tid) -> None:
        """The platform forbids shipping for now."""
        with self._platform.changing(int(tid)) as trade:
            _need(trade, "WAIT_SELLER_SEND_GOODS")
            trade.doc["status"] = "PAID_FORBID_CONSIGN"

    def release(self, tid: Tid) -> None:
        with self._platform.changing(int(tid)) as trade:
            _need(trade, "PAID_FORBID_CONSIGN")
            trade.doc["status"] = "WAIT_SELLER_SEND_GOODS"

    def finish(self, tid: Tid) -> None:
        """The buyer confirms receipt."""
        with self._platform.changing(int(tid)) as trade:
            _need(trade, "WAIT_BUYER_CONFIRM_GOODS")
            now = self._platform.written_now()
            trade.doc |= {"status": "TRADE_FINISHED", "end_time": now, "received_payment": trade.doc["payment"]}
            for order in trade.orders:
                if order["status"] == "WAIT_BUYER_CONFIRM_GOODS":
                    order |= {"status": "TRADE_FINISHED", "end_time": now}

    def change_address(self, tid: Tid, **receiver: str) -> None:
        """The goods shall go elsewhere: to the given receiver fields, or to an invented place."""
        with self._platform.changing(int(tid)) as trade:
            _need(trade, "WAIT_BUYER_PAY", "WAIT_SELLER_SEND_GOODS", "PAID_FORBID_CONSIGN")
            if unknown := receiver.keys() - trade.receiver.keys():
                raise NotPossible("unknown_field", f"a receiver has no {', '.join(sorted(unknown))}")
            trade.receiver |= receiver or make_address(self._rng)

    def change_item(self, tid: Tid, oid: Tid | None = None, code: str = "") -> None:
        """The buyer takes another spec of the same item at the same price."""
        with self._platform.changing(int(tid)) as trade:
            _need(trade, "WAIT_SELLER_SEND_GOODS")
            order = next((o for o in trade.orders if oid is None or o["oid"] == int(oid)), None)
            if order is None:
                raise NotPossible("order_unknown", f"trade {tid} has no sub order {oid}")
            others = [
                sku
                for sku in self._platform.catalogue.of_item(order["num_iid"])
                if sku.outer_id != order["outer_sku_id"] and fen(sku.price) == fen(order["price"])
                if code in ("", sku.outer_id)
            ]
            if not others:
                raise NotPossible("no_other_spec", f"{order['outer_sku_id']} has no other spec at this price")
            sku = others[0]
            order |= {"sku_id": str(sku.sku_id), "outer_sku_id": sku.outer_id, "sku_properties_name": sku.spec}

    def message(self, tid: Tid, text: str = "能换成顺丰吗？急用") -> None:
        """The buyer leaves a message on the trade."""
        with self._platform.changing(int(tid)) as trade:
            trade.doc |= {"buyer_message": text, "has_buyer_message": bool(text)}

    def memo(self, tid: Tid, text: str = "加急", flag: int = 1) -> None:
        """Somebody of the shop writes a memo in the platform's own seller pages."""
        with self._platform.changing(int(tid)) as trade:
            trade.doc |= {"seller_memo": text, "seller_flag": flag}

    def repeat(self, tid: Tid) -> None:
        """The trade is announced again as changed although nothing in it did."""
        self._platform.touch(int(tid))

    def disorder(self, tid: Tid, how: str = "back", text: str = "改了留言") -> None:
        """The content changes while `modified` stays `equal` or goes `back`."""
        if how not in ("back", "equal"):
            raise NotPossible("unknown_disorder", "disorder is either back or equal")
        chaos = self._platform.chaos
        with self._platform.store.step():
            before = chaos.settings.stamp
            chaos.settings.stamp = how
            try:
                self.message(tid, text)
            finally:
                chaos.settings.stamp = before

    def ask_refund(self, tid: Tid, oid: Tid | None = None, reason: str = "", return_goods: bool | None = None) -> None:
        line = None if oid is None else int(oid)
        ask_refund(self._platform, int(tid), oid=line, reason=reason, return_goods=return_goods)

    def withdraw_refund(self, tid: Tid, oid: Tid | None = None) -> None:
        self._answer_refund(tid, "withdraw_refund", oid)

    def agree_refund(self, tid: Tid, oid: Tid | None = None) -> None:
        self._answer_refund(tid, "agree_refund", oid)

    def refuse_refund(self, tid: Tid, oid: Tid | None = None) -> None:
        self._answer_refund(tid, "refuse_refund", oid)

    def send_back(self, tid: Tid, oid: Tid | None = None, waybill: str = "") -> None:
        self._answer_refund(tid, "send_back", oid, waybill)

    def confirm_return(self, tid: Tid, oid: Tid | None = None) -> None:
        self._answer_refund(tid, "confirm_return", oid)

    def _answer_refund(self, tid: Tid, step: str, oid: Tid | None, waybill: str = "") -> None:
        answer_refund(self._platform, int(tid), step, oid=None if oid is None else int(oid), waybill=waybill)


ACTIONS: dict[str, Callable[..., None]] = {
    action.__name__: action
    for action in (
        Script.pay,
        Script.lose_tail,
        Script.cancel,
        Script.hold,
        Script.release,
        Script.finish,
        Script.change_address,
        Script.change_item,
        Script.message,
        Script.memo,
        Script.repeat,
        Script.disorder,
        Script.ask_refund,
        Script.withdraw_refund,
        Script.agree_refund,
        Script.refuse_refund,
        Script.send_back,
        Script.confirm_return,
    )
}


def _need(trade: Trade, *states: str) -> None:
    if trade.status not in states:
        raise NotPossible("wrong_state", f"trade {trade.tid} is {trade.status}, not {' or '.join(states)}")


def _set_all(trade: Trade, status: str) -> None:
    trade.doc["status"] = status
    for order in trade.orders:
        order["status"] = status
