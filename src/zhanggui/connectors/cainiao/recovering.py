"""What 菜鸟 gave for parcels whose answer did not arrive, asked without giving anything."""

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

Look = Callable[[Sequence[Mapping[str, str]]], Mapping[str, Any]]


def look_up(gateway: ThroughTop, lost: Sequence[Lost]) -> Mapping[str, Waybill | Refusal]:
    """By number where it is known, otherwise by the order: its only number that belongs to no other parcel.

    An order with several such numbers says not which is whose; asking for the waybill again does.
    """

    def by_number(one: Lost) -> Mapping[str, str]:
        code = carrier_code(__package__, gateway.account, one.request.carrier, provider=LABEL)
        return {"object_id": one.request.key, "cp_code": code, "waybill_code": one.number}

    def by_order(one: Lost) -> Mapping[str, str]:
        return {"object_id": one.request.key, "biz_sub_code": one.request.orders[0].number}

    named, nameless = [one for one in lost if one.number], [one for one in lost if not one.number]
    return _looked_up(gateway, named, by_number, gateway.by_number) | _looked_up(
        gateway, nameless, by_order, gateway.by_order
    )


def _looked_up(
    gateway: ThroughTop, lost: Sequence[Lost], question: Callable[[Lost], Mapping[str, str]], look: Look
) -> dict[str, Waybill | Refusal]:
    def ask(batch: Sequence[Lost]) -> Mapping[str, Waybill | Refusal]:
        found = read_found(look([question(one) for one in batch]))
        return {one.request.key: _answer(gateway, one, found.get(one.request.key, [])) for one in batch}

    return ask_in_batches(lost, named=lambda one: one.request.key, together=lambda _: None, most=MOST_PARCELS, ask=ask)


def _answer(gateway: ThroughTop, lost: Lost, rows: Sequence[Mapping[str, Any]]) -> Waybill | Refusal:
    request = lost.request
    unknown = {text(row, "waybill_code"): row for row in rows if text(row, "waybill_code") not in lost.known}
    if len(unknown) > 1:
        return OnlyOnAsking(provider=LABEL, key=request.key)
    if not unknown:
        return NothingGiven(provider=LABEL, key=request.key)
    return read_waybill(request.key, list(unknown.values()), gateway.account, carrier=request.carrier)
