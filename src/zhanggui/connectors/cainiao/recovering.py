"""What 菜鸟 gave for parcels whose answer did not arrive, asked without giving anything."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.asking.many import ask_in_batches
from zhanggui.connectors.asking.tables import carrier_code
from zhanggui.connectors.cainiao.client import LABEL
from zhanggui.connectors.cainiao.gateways import ThroughTop
from zhanggui.connectors.cainiao.reading import read_found, read_waybill
from zhanggui.connectors.cainiao.requesting import MOST_PARCELS
from zhanggui.kernel.doors.waybills import Lost, NothingGiven, OnlyOnAsking, Waybill
from zhanggui.kernel.refusal import Refusal

Rows = Sequence[Mapping[str, Any]]


def look_up(gateway: ThroughTop, lost: Sequence[Lost]) -> Mapping[str, Waybill | Refusal]:
    """By number where it is known, otherwise by the order: its only number that belongs to no other parcel.

    Where several numbers, or several of these parcels, have one order, the order says not which is whose; asking for
    the waybill again does.
    """
    named, nameless = [one for one in lost if one.number], [one for one in lost if not one.number]
    orders = Counter(_order(one) for one in nameless)

    def by_number(batch: Sequence[Lost]) -> Mapping[str, Waybill | Refusal]:
        questions = [
            {"object_id": one.request.key, "cp_code": _code(gateway, one), "waybill_code": one.number} for one in batch
        ]
        found = read_found(gateway.by_number(questions))
        return {one.request.key: _answer(gateway, one, found.get(one.request.key, [])) for one in batch}

    def by_order(batch: Sequence[Lost]) -> Mapping[str, Waybill | Refusal]:
        questions = [{"object_id": one.request.key, "biz_sub_code": _order(one)} for one in batch]
        found = read_found(gateway.by_order(questions))
        return {
            one.request.key: _answer(gateway, one, found.get(one.request.key, []), is_alone=orders[_order(one)] == 1)
            for one in batch
        }

    return _asked(named, by_number) | _asked(nameless, by_order)


def _asked(
    lost: Sequence[Lost], ask: Callable[[Sequence[Lost]], Mapping[str, Waybill | Refusal]]
) -> dict[str, Waybill | Refusal]:
    return ask_in_batches(lost, named=lambda one: one.request.key, together=lambda _: None, most=MOST_PARCELS, ask=ask)


def _answer(gateway: ThroughTop, lost: Lost, rows: Rows, *, is_alone: bool = True) -> Waybill | Refusal:
    key, carrier = lost.request.key, lost.request.carrier
    told = {text(row, "waybill_code"): row for row in rows if text(row, "cp_code") in ("", _code(gateway, lost))}
    unknown = {number: row for number, row in told.items() if number not in lost.known}
    if not unknown:
        return NothingGiven(provider=LABEL, key=key)
    if len(unknown) > 1 or not is_alone:
        return OnlyOnAsking(provider=LABEL, key=key)
    return read_waybill(key, list(unknown.values()), gateway.account, carrier=carrier)


def _order(lost: Lost) -> str:
    return lost.request.orders[0].number


def _code(gateway: ThroughTop, lost: Lost) -> str:
    return carrier_code(__package__, gateway.account, lost.request.carrier, provider=LABEL)
