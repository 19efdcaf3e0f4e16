"""Telling Taobao that a parcel has left, once, whatever happens to the call."""

import csv
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from zhanggui.connectors.asking.answers import is_true, rows
from zhanggui.connectors.selling.reading import Fields
from zhanggui.connectors.selling.shipping import CarrierWithoutCode, NotAccepted, check_shown
from zhanggui.connectors.taobao.client import TopClient
from zhanggui.connectors.taobao.errors import LABEL
from zhanggui.connectors.taobao.reader import fetch_trade
from zhanggui.kernel.doors.channel import ChannelDown, ChannelRefused, ShipmentNotice, ShopAccount

_METHOD = "taobao.logistics.offline.send"
_READ_BACK_FIELDS = "tid,tid_str,status,orders"


def ship_parcel(top: TopClient, notice: ShipmentNotice) -> None:
    """Afterwards the platform shows this waybill on these lines.

    The call is never repeated blindly. When its fate is unknown, or the platform says it was done already, the trade
    is read back: what it shows decides.
    """
    parameters = {
        "tid": notice.order_number,
        "out_sid": notice.waybill,
        "company_code": company_code(top.account, notice.carrier),
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


def shown_waybills(top: TopClient, notice: ShipmentNotice) -> set[str]:
    """The waybills the platform shows for the lines of the notice; "" stands for a line that has none."""
    lines = _open_lines(top, notice.order_number)
    wanted = notice.line_numbers or tuple(lines)
    return {lines.get(number, "") for number in wanted}


def company_code(account: ShopAccount, carrier: str) -> str:
    """Taobao's code for our carrier key. The shop's setting `company_code.<key>` wins over the table."""
    code = account.settings.get(f"company_code.{carrier}") or _company_codes().get(carrier)
    if not code:
        raise CarrierWithoutCode(channel=LABEL, carrier=carrier, shop=account.shop_code)
    return code


@cache
def _company_codes() -> Mapping[str, str]:
    text = (files(__package__) / "company_codes.csv").read_text(encoding="utf-8")
    return {row["carrier"]: row["company_code"] for row in csv.DictReader(text.splitlines())}


def _act_on(top: TopClient, notice: ShipmentNotice, refused: ChannelRefused) -> None:
    match refused.data.get("action"):
        case "treat_as_done_after_check" | "resync_order":
            shown = shown_waybills(top, notice)
            check_shown(shown, channel=LABEL, order=notice.order_number, waybill=notice.waybill, refused=refused)
        case "ship_whole" if _is_whole(top, notice):
            ship_parcel(top, replace(notice, line_numbers=()))
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
