"""Telling the hub that a parcel has left, once, whatever happens to the call."""

from zhanggui.connectors.asking.answers import compact, text
from zhanggui.connectors.selling.shipping import CarrierWithoutCode, ShippedOtherwise, carrier_name, company_code
from zhanggui.connectors.shopex.client import HubClient, Row
from zhanggui.connectors.shopex.orders import line_rows
from zhanggui.connectors.shopex.reader import fetch_order
from zhanggui.connectors.shopex.unconfirmed import COMPANIES, LINE_WAYBILL
from zhanggui.kernel.doors.channel import ShipmentNotice
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused

SEND, WITHOUT_PARCEL = "store.logistics.offline.send", "store.logistics.dummy.send"
CHECKED = "treat_as_done_after_check"


def ship_parcel(hub: HubClient, notice: ShipmentNotice) -> None:
    """Afterwards the shop shows this waybill on these lines. The hub may answer that it is still at work: what the
    order shows then decides, now or at the next telling, which looks before it calls."""
    parameters = {"tid": notice.order_number}
    if notice.waybill:
        parameters |= _parcel(hub, notice)
    if _is_shown(hub, notice):
        return
    try:
        hub.call(SEND if notice.waybill else WITHOUT_PARCEL, parameters, repeatable=False)
    except ChannelDown:
        if not _is_shown(hub, notice):
            raise
    except ChannelRefused as refused:
        if refused.data.get("action") != CHECKED or not _is_shown(hub, notice):
            raise


def _parcel(hub: HubClient, notice: ShipmentNotice) -> dict[str, str]:
    """The words for the parcel; of a line of which only some pieces left, how many."""
    company = {
        "company_code": _company(hub, notice.carrier),
        "company_name": carrier_name(hub.account, notice.carrier, label=hub.label, language="zh-hans"),
        "logistics_no": notice.waybill,
    }
    if not notice.line_numbers:
        return company
    if not notice.pieces:
        return {**company, "is_split": "1", "oid_list": ",".join(notice.line_numbers)}
    told = [{"oid": line, "amount": count} for line, count in zip(notice.line_numbers, notice.pieces, strict=True)]
    return {**company, "package_type": "break", "packages": compact([{**company, "package_product_list": told}])}


def _company(hub: HubClient, carrier: str) -> str:
    try:
        return company_code(hub.account, carrier, channel="taobao", label=hub.label)
    except CarrierWithoutCode:
        if carrier not in COMPANIES:
            raise
        return COMPANIES[carrier]


def _is_shown(hub: HubClient, notice: ShipmentNotice) -> bool:
    """Whether the lines of the notice show this waybill. Raises ShippedOtherwise when they show another one."""
    lines = {text(row, "oid"): row for row in line_rows(fetch_order(hub, notice.order_number), "orders")}
    own = [lines[line] for line in notice.line_numbers or lines if line in lines and _may_leave(lines[line])]
    shown = {number for row in own for number in _waybills(row)}
    is_all_sent = bool(own) and all(map(_is_sent, own))
    if notice.waybill in shown if notice.waybill else is_all_sent:
        return True
    if is_all_sent and any(shown):
        others = ", ".join(sorted(filter(None, shown)))
        raise ShippedOtherwise(channel=hub.label, order=notice.order_number, waybills=others, waybill=notice.waybill)
    return False


def _may_leave(row: Row) -> bool:
    return text(row, "status") != "TRADE_CLOSED"


def _is_sent(row: Row) -> bool:
    return text(row, "ship_status") == "SHIP_FINISH"


def _waybills(row: Row) -> list[str]:
    """Several parcels of one line stand with commas between them."""
    return text(row, LINE_WAYBILL).split(",")
