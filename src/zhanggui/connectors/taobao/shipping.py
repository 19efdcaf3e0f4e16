"""Telling Taobao that a parcel has left, once, whatever happens to the call."""

from collections.abc import Mapping
from dataclasses import replace

from zhanggui.connectors.asking.answers import is_true, rows
from zhanggui.connectors.selling.reading import Fields
from zhanggui.connectors.selling.shipping import NotAccepted, check_shown, company_code
from zhanggui.connectors.taobao.client import TopClient
from zhanggui.connectors.taobao.errors import CODE, LABEL
from zhanggui.connectors.taobao.reader import fetch_trade
from zhanggui.kernel.doors.channel import ShipmentNotice
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused

_METHOD = "taobao.logistics.offline.send"
_WITHOUT_PARCEL = "taobao.logistics.dummy.send"
_READ_BACK_FIELDS = "tid,tid_str,status,orders"
_SENT = {"WAIT_BUYER_CONFIRM_GOODS", "TRADE_BUYER_SIGNED", "TRADE_FINISHED"}


def ship_parcel(top: TopClient, notice: ShipmentNotice) -> None:
    """Afterwards the platform shows this waybill on these lines.

    The call is never repeated blindly. When its fate is unknown, or the platform says it was done already, the trade
    is read back: what it shows decides.
    """
    if not notice.waybill:
        _ship_nothing(top, notice)
        return
    parameters = {
        "tid": notice.order_number,
        "out_sid": notice.waybill,
        "company_code": company_code(top.account, notice.carrier, channel=CODE, label=LABEL),
    }
    if notice.line_numbers:
        parameters |= {"sub_tid": ",".join(notice.line_numbers), "is_split": "1"}
    try:
        answer = top.call(_METHOD, parameters, repeatable=False)
    except ChannelDown:
        if shown_waybills(top, notice) != {notice.waybill}:
            raise
        return
    except ChannelRefused as refused:
        _act_on(top, notice, refused)
        return
    shipping = answer.content.get("shipping")
    if not isinstance(shipping, dict) or not is_true(shipping.get("is_success")):
        raise NotAccepted(channel=LABEL, order=notice.order_number, waybill=notice.waybill)


def _ship_nothing(top: TopClient, notice: ShipmentNotice) -> None:
    """What needs no parcel counts as sent. The answer "already" of any kind is what was wanted."""
    try:
        answer = top.call(_WITHOUT_PARCEL, {"tid": notice.order_number})
    except ChannelRefused as refused:
        if refused.data.get("action") not in {"treat_as_done_after_check", "resync_order"}:
            raise
        trade, _ = fetch_trade(top, notice.order_number, fields=_READ_BACK_FIELDS)
        if Fields(trade, number=notice.order_number).text("status") not in _SENT:
            raise
        return
    shipping = answer.content.get("shipping")
    if not isinstance(shipping, dict) or not is_true(shipping.get("is_success")):
        raise NotAccepted(channel=LABEL, order=notice.order_number, waybill="")


def shown_waybills(top: TopClient, notice: ShipmentNotice) -> set[str]:
    """The waybills the platform shows for the lines of the notice; "" stands for a line that has none."""
    lines = _open_lines(top, notice.order_number)
    wanted = notice.line_numbers or tuple(lines)
    return {lines.get(number, "") for number in wanted}


def _act_on(top: TopClient, notice: ShipmentNotice, refused: ChannelRefused) -> None:
    match refused.data.get("action"):
        case "treat_as_done_after_check" | "resync_order":
            shown = shown_waybills(top, notice)
            check_shown(shown, channel=LABEL, order=notice.order_number, waybill=notice.waybill, refused=refused)
        case "ship_whole" if _is_whole(top, notice):
            ship_parcel(top, replace(notice, line_numbers=()))
        case "use_dummy_send":
            _ship_nothing(top, notice)
        case _:
            raise refused


def _is_whole(top: TopClient, notice: ShipmentNotice) -> bool:
    """The notice names lines, and they are all there is to ship."""
    return bool(notice.line_numbers) and set(_open_lines(top, notice.order_number)) <= set(notice.line_numbers)


def _open_lines(top: TopClient, number: str) -> Mapping[str, str]:
    """Waybill by line number. Lines closed by a refund are never shipped and are not among them."""
    trade, _ = fetch_trade(top, number, fields=_READ_BACK_FIELDS)
    lines = [Fields(row, number=number) for row in rows(trade, "orders", "order")]
    return {
        line.text("oid_str") or line.text("oid"): line.text("invoice_no").strip()
        for line in lines
        if not line.text("status").startswith("TRADE_CLOSED")
    }
