"""Telling Taobao that a parcel has left, once, whatever happens to the call."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from zhanggui.connectors.taobao.answers import is_true, rows
from zhanggui.connectors.taobao.client import TopClient
from zhanggui.connectors.taobao.errors import LABEL
from zhanggui.connectors.taobao.reader import fetch_trade
from zhanggui.connectors.taobao.reading import Fields
from zhanggui.kernel.doors.channel import ChannelDown, ChannelRefused, ShipmentNotice, ShopAccount

_METHOD = "taobao.logistics.offline.send"
_READ_BACK_FIELDS = "tid,tid_str,status,orders"
_MAY_BE_DONE = {"treat_as_done_after_check", "resync_order"}


class CarrierWithoutCode(ChannelRefused):
    """{channel} has no company code for carrier {carrier}. Add it to the settings of shop {shop}."""


class ShippedOtherwise(ChannelRefused):
    """{channel} shows order {order} as shipped with {waybills}, not with {waybill}."""


class NotAccepted(ChannelRefused):
    """{channel} did not accept waybill {waybill} for order {order} and gave no reason."""


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
        if refused.data.get("action") not in _MAY_BE_DONE:
            raise
        _check_shown(top, notice, refused)
        return
    shipping = answer.content.get("shipping")
    if not isinstance(shipping, dict) or not is_true(shipping.get("is_success")):
        raise NotAccepted(channel=LABEL, order=notice.order_number, waybill=notice.waybill)


def shown_waybills(top: TopClient, notice: ShipmentNotice) -> set[str]:
    """The waybills the platform shows for the lines of the notice; "" stands for a line that has none.

    Lines closed by a refund never get one and do not count, unless the notice names them.
    """
    trade, _ = fetch_trade(top, notice.order_number, fields=_READ_BACK_FIELDS)
    waybills = set()
    for row in rows(trade, "orders", "order"):
        fields = Fields(row, number=notice.order_number)
        is_meant = (
            fields.identifier("oid") in notice.line_numbers
            if notice.line_numbers
            else not fields.text("status").startswith("TRADE_CLOSED")
        )
        if is_meant:
            waybills.add(fields.text("invoice_no").strip())
    return waybills


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


def _check_shown(top: TopClient, notice: ShipmentNotice, refused: ChannelRefused) -> None:
    shown = shown_waybills(top, notice)
    if shown == {notice.waybill}:
        return
    if not any(shown):
        raise refused
    raise ShippedOtherwise(
        channel=LABEL,
        order=notice.order_number,
        waybills=", ".join(sorted(filter(None, shown))),
        waybill=notice.waybill,
    ) from refused
