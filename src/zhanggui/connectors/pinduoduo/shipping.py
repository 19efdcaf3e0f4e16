"""Telling 拼多多 that parcels have left, once each, whatever happens to the call.

The first parcel makes the order shipped; the others of the order are added to it. An order is told when all of it has
left, so that none counts as shipped while goods are still here.
"""

from collections.abc import Callable

from zhanggui.connectors.asking.answers import rows, text
from zhanggui.connectors.pinduoduo.client import PopClient, as_id
from zhanggui.connectors.pinduoduo.errors import CODE, LABEL, check_done, is_about_us
from zhanggui.connectors.pinduoduo.reader import fetch_order
from zhanggui.connectors.pinduoduo.unconfirmed import SPLIT_PARCELS
from zhanggui.connectors.selling.shipping import WaybillNeeded, check_shown, company_code
from zhanggui.kernel.doors.channel import ShipmentNotice
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused

_SEND, _ADD, _CHECK = "pdd.logistics.online.send", "pdd.order.upload.extra.logistics", "pdd.refund.status.check"


class RefundAsked(ChannelRefused):
    """The buyer of order {order} wants money back: {channel} was not told of waybill {waybill}."""


def ship_parcel(pdd: PopClient, notice: ShipmentNotice) -> None:
    """Afterwards the platform shows this waybill.

    No call is repeated blindly. When its fate is unknown, or the platform does not take it, the order is read back:
    what it shows decides. Shipped already with a parcel of ours beside this one, this one is added.
    """
    if not notice.waybill:
        raise WaybillNeeded(channel=LABEL, order=notice.order_number)
    company = company_code(pdd.account, notice.carrier, channel=CODE, label=LABEL)
    shown = shown_waybills(pdd, notice) if notice.beside else set()
    if notice.waybill in shown:
        return
    if not _is_ours(shown, notice):
        refused = _tell(pdd, notice, lambda: _send(pdd, notice, company))
        if refused is None:
            return
        shown = shown_waybills(pdd, notice)
        if notice.waybill in shown:
            return
        if not _is_ours(shown, notice):
            check_shown(shown, channel=LABEL, order=notice.order_number, waybill=notice.waybill, refused=refused)
    refused = _tell(pdd, notice, lambda: _add(pdd, notice, company))
    if refused is not None and notice.waybill not in shown_waybills(pdd, notice):
        raise refused


def shown_waybills(pdd: PopClient, notice: ShipmentNotice) -> set[str]:
    """All that the platform shows for the order; "" stands for one that was not shipped."""
    order, _ = fetch_order(pdd, notice.order_number)
    added = [text(row, "tracking_number").strip() for row in rows(order, "extra_delivery_list")]
    return {text(order, "tracking_number").strip(), *filter(None, added)}


def _tell(pdd: PopClient, notice: ShipmentNotice, call: Callable[[], None]) -> ChannelRefused | None:
    """What the business says against it, if anything. A call whose answer was lost counts by what is shown."""
    try:
        call()
    except ChannelDown:
        if notice.waybill not in shown_waybills(pdd, notice):
            raise
    except ChannelRefused as refused:
        if is_about_us(refused):
            raise
        return refused
    return None


def _send(pdd: PopClient, notice: ShipmentNotice, company: str) -> None:
    """The order is shipped, unless its buyer wants money back: asked right before."""
    told = pdd.call(_CHECK, {"order_sns": notice.order_number}).content
    if notice.order_number in {text(row, "order_sn") for row in rows(told, "order_sns_exists_refund")}:
        raise RefundAsked(channel=LABEL, order=notice.order_number, waybill=notice.waybill, action="fix_data")
    asked = {"order_sn": notice.order_number, "logistics_id": company, "tracking_number": notice.waybill}
    check_done(pdd.call(_SEND, asked, repeatable=False).content, "is_success")


def _add(pdd: PopClient, notice: ShipmentNotice, company: str) -> None:
    parcel = {"shipping_id": as_id(company), "tracking_number": notice.waybill}
    asked = {"order_sn": notice.order_number, "extra_track_type": SPLIT_PARCELS, "extra_track_list": [parcel]}
    check_done(pdd.call(_ADD, asked, repeatable=False).content, "success")


def _is_ours(shown: set[str], notice: ShipmentNotice) -> bool:
    """Whether a parcel of the same order that left here is shown."""
    return not shown.isdisjoint(waybill for _, waybill in notice.beside if waybill)
