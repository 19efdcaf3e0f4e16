"""Telling Douyin that a parcel has left, once, whatever happens to the call."""

import hashlib
from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.asking.answers import rows, text
from zhanggui.connectors.douyin.client import DoudianClient
from zhanggui.connectors.douyin.errors import CODE, LABEL
from zhanggui.connectors.douyin.reader import fetch_order
from zhanggui.connectors.selling.shipping import WaybillNeeded, check_shown, company_code
from zhanggui.kernel.doors.channel import ShipmentNotice
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused

_WHOLE, _BY_LINES = "order.logisticsAdd", "order.logisticsAddMultiPack"
_TO_BE_READ_BACK = {"treat_as_done_after_check", "resync_order"}
_CLOSED = {"4", "21", "22", "39"}


def ship_parcel(doudian: DoudianClient, notice: ShipmentNotice) -> None:
    """Afterwards the platform shows this waybill on these lines.

    The call is never repeated blindly. When its fate is unknown, or the platform says it was done already, the order
    is read back: what it shows decides. An open refund is never turned down with the parcel: the platform refuses it.
    """
    if not notice.waybill:
        raise WaybillNeeded(channel=LABEL, order=notice.order_number)
    company = company_code(doudian.account, notice.carrier, channel=CODE, label=LABEL)
    try:
        if notice.line_numbers:
            doudian.call(_BY_LINES, _by_lines(notice, company), repeatable=False)
        else:
            parcel = {"company_code": company, "logistics_code": notice.waybill}
            doudian.call(_WHOLE, {"order_id": notice.order_number, **parcel}, repeatable=False)
    except ChannelDown:
        if shown_waybills(doudian, notice) != {notice.waybill}:
            raise
    except ChannelRefused as refused:
        if refused.data.get("action") not in _TO_BE_READ_BACK:
            raise
        shown = shown_waybills(doudian, notice)
        check_shown(shown, channel=LABEL, order=notice.order_number, waybill=notice.waybill, refused=refused)


def shown_waybills(doudian: DoudianClient, notice: ShipmentNotice) -> set[str]:
    """For each line of the notice its waybill, where the platform shows that, else another one; "" stands for a line
    that has none. Lines closed by a refund are never shipped and do not count, unless the notice names them."""
    order, _ = fetch_order(doudian, notice.order_number)
    lines = _waybills_of(order)
    wanted = notice.line_numbers or tuple(lines)
    return {_shown(lines.get(number, []), notice.waybill) for number in wanted}


def _by_lines(notice: ShipmentNotice, company: str) -> Mapping[str, Any]:
    pieces = notice.pieces or (None,) * len(notice.line_numbers)
    shipped = [
        {"shipped_order_id": line} | ({} if count is None else {"shipped_num": count})
        for line, count in zip(notice.line_numbers, pieces, strict=True)
    ]
    pack = {"shipped_order_info": shipped, "logistics_code": notice.waybill, "company_code": company}
    return {"order_id": notice.order_number, "request_id": _request_id(notice), "pack_list": [pack]}


def _request_id(notice: ShipmentNotice) -> str:
    """The same for the same parcel with the same things in it: the platform does it once."""
    parts = (notice.order_number, notice.waybill, *notice.line_numbers, *map(str, notice.pieces))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def _shown(waybills: list[str], wanted: str) -> str:
    return wanted if wanted in waybills else (waybills or [""])[-1]


def _waybills_of(order: Mapping[str, Any]) -> Mapping[str, list[str]]:
    """Waybills by line, for lines that are not closed. A parcel that does not say what is in it holds everything."""
    lines: dict[str, list[str]] = {
        text(row, "order_id"): []
        for row in rows(order, "sku_order_list")
        if text(row, "order_status") not in _CLOSED and text(row, "main_status") not in _CLOSED
    }
    for parcel in rows(order, "logistics_info"):
        inside = [text(row, "sku_order_id") for row in rows(parcel, "product_info")]
        for line in inside or list(lines):
            lines.setdefault(line, []).append(text(parcel, "tracking_no").strip())
    return lines
