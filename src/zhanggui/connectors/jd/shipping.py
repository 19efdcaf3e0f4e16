"""Telling JD that an order has left, with all its waybills, once, whatever happens to the call."""

import re
from collections.abc import Mapping, Sequence

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.jd.client import JosClient, as_id
from zhanggui.connectors.jd.errors import CODE, LABEL, check_done, is_about_us
from zhanggui.connectors.jd.reader import fetch_order
from zhanggui.connectors.jd.states import HAS_LEFT, read_state
from zhanggui.connectors.selling.shipping import check_shown, company_code
from zhanggui.kernel.doors.channel import ShipmentNotice
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused

_METHOD = "jingdong.pop.order.shipment"
_READ_BACK_FIELDS = "orderId,orderState,waybill,logisticsId"
_OWN_DELIVERY = "1274"  # the seller's own: JD keeps no number


def ship_order(jos: JosClient, notice: ShipmentNotice) -> None:
    """Afterwards JD shows this waybill, and those of the parcels beside it.

    The call is never repeated blindly. When its fate is unknown, or JD does not take it, the order is read back: what
    it shows decides. JD takes an order once, and nobody tells by what number it says "left already": a second parcel,
    which was told with the first one's, is found there.
    """
    parameters = _parameters(jos, notice)
    try:
        answer = jos.call(_METHOD, parameters, repeatable=False)
        check_done(answer.content.get("sopjosshipment_result"))
    except ChannelDown:
        if not _is_shown(_read_back(jos, notice), notice):
            raise
    except ChannelRefused as refused:
        if is_about_us(refused):
            raise
        shown = _read_back(jos, notice)
        if not _is_shown(shown, notice):
            waybills = _waybills(shown)
            check_shown(waybills, channel=LABEL, order=notice.order_number, waybill=notice.waybill, refused=refused)


def together(parcels: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Carriers parted by pipes, and of each its waybills parted by commas."""
    groups: dict[str, list[str]] = {}
    for carrier, waybill in dict.fromkeys(parcels):
        groups.setdefault(carrier, []).append(waybill)
    return "|".join(groups), "|".join(",".join(waybills) for waybills in groups.values())


def _parameters(jos: JosClient, notice: ShipmentNotice) -> dict[str, object]:
    parcels = [
        (company_code(jos.account, carrier, channel=CODE, label=LABEL), waybill)
        for carrier, waybill in ((notice.carrier, notice.waybill), *notice.beside)
        if waybill
    ]
    carriers, waybills = together(parcels) if parcels else (_OWN_DELIVERY, "")
    return {"orderId": as_id(notice.order_number), "logiCoprId": carriers, "logiNo": waybills}


def _read_back(jos: JosClient, notice: ShipmentNotice) -> Mapping[str, object]:
    order, _ = fetch_order(jos, notice.order_number, fields=_READ_BACK_FIELDS)
    return order


def _is_shown(order: Mapping[str, object], notice: ShipmentNotice) -> bool:
    if notice.waybill:
        return notice.waybill in _waybills(order)
    return read_state(text(order, "orderState"), money_taken=True) in HAS_LEFT


def _waybills(order: Mapping[str, object]) -> set[str]:
    return {one.strip() for one in re.split(r"[|,]", text(order, "waybill"))}
