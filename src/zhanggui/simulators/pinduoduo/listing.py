"""Lists of orders, an order in full, its status, its remark, and the shop."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.sales import Sale

from .gateway import Given, business, malformed, needed, paging, span, whole
from .orders import COLOURS, refund_of, status_of, told

MALL_ID, MALL_NAME = 900001, "示例拼多多旗舰店"
LONGEST_BY_CHANGE, LONGEST_BY_DEAL = timedelta(minutes=30), timedelta(hours=24)
BEHIND = timedelta(minutes=3)
SEEN_FOR = timedelta(days=90)
LONG_AGO = datetime(2015, 1, 1, tzinfo=UTC)
ALL, LONGEST_NOTE, LONGEST_TAG_NAME = 5, 300, 3


def by_change(market: Market, given: Given) -> dict[str, Any]:
    """One page of the deals changed in a span that ended three minutes ago or before, newest first."""
    window = span(given, "start_updated_at", "end_updated_at", longest=LONGEST_BY_CHANGE)
    if window[1] > market.clock() - BEHIND:
        raise malformed("end_updated_at")
    whole(given, "is_lucky_flag", most=2)
    found = _wanted(market.changed(*window, newest_first=True), given)
    return {"order_sn_increment_get_response": _page(market, found, given, "order_sn_list")}


def by_deal(market: Market, given: Given) -> dict[str, Any]:
    """One page of the deals made in a span of a day at most, newest first."""
    first, last = span(given, "start_confirm_at", "end_confirm_at", longest=LONGEST_BY_DEAL)
    first = max(first, market.clock() - SEEN_FOR)
    made = [(sale.paid_at, sale) for sale in market.placed(LONG_AGO, last, newest_first=True) if sale.paid_at]
    deals = sorted((one for one in made if first <= one[0] <= last), key=lambda one: one[0], reverse=True)
    found = _wanted([sale for _, sale in deals], given)
    return {"order_list_get_response": _page(market, found, given, "order_list")}


def detail(market: Market, given: Given) -> dict[str, Any]:
    sale = sale_of(market, given)
    return {"order_info_get_response": {"order_info": told(market, sale, as_text=True)}}


def statuses(market: Market, given: Given) -> dict[str, Any]:
    """Of orders that are not this shop's it tells nothing."""
    found = [market.sales[one] for one in needed(given, "order_sns").split(",") if one in market.sales]
    rows = [
        {"orderSn": sale.number, "order_status": status_of(sale), "refund_status": refund_of(sale)} for sale in found
    ]
    return {"order_status_get_response": {"order_status_list": rows}}


def note(market: Market, given: Given) -> dict[str, Any]:
    """The seller's remark with its coloured tag; without a tag it has none."""
    sale = sale_of(market, given)
    if "note" not in given or len(given["note"]) > LONGEST_NOTE:
        raise malformed("note")
    tag, name = whole(given, "tag", default=0, least=0, most=max(COLOURS)), given.get("tag_name", "")
    if bool(tag) != bool(name) or len(name) > LONGEST_TAG_NAME:
        raise malformed("tag_name")
    sale.own["tag_name"] = name
    market.note(sale.number, given["note"], tag)
    return {"response": {"success": True, "error_code": 0, "error_msg": ""}}


def mall(_: Market, __: Given) -> dict[str, Any]:
    shop = {"mall_id": MALL_ID, "mall_name": MALL_NAME, "mall_desc": "", "logo": "", "merchant_type": 3}
    return {"mall_info_get_response": shop}


def sale_of(market: Market, given: Given) -> Sale:
    sale = market.sales.get(needed(given, "order_sn"))
    if sale is None:
        raise business("订单不存在")
    return sale


def _wanted(found: Sequence[Sale], given: Given) -> list[Sale]:
    """Deals only, of the states asked for."""
    status = whole(given, "order_status", least=1, most=ALL)
    refund = whole(given, "refund_status", least=1, most=ALL)
    trade = whole(given, "trade_type", default=0, most=1)
    return [
        sale
        for sale in found
        if sale.paid_at and not trade and status in (ALL, status_of(sale)) and refund in (ALL, refund_of(sale))
    ]


def _page(market: Market, found: list[Sale], given: Given, name: str) -> dict[str, Any]:
    """With `use_has_next` the rows are not counted."""
    start, size = paging(given)
    rows = [told(market, sale, as_text=False) for sale in market.page(found, start, size)]
    if given.get("use_has_next", "false").lower() == "true":
        return {name: rows, "has_next": start + size < len(found)}
    return {name: rows, "total_count": len(found)}
