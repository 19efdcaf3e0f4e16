"""Lists of orders, an order in full, and its remark."""

from datetime import UTC, datetime, timedelta
from typing import Any

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.sales import Sale

from .gateway import Asked, Refused, business, invalid, is_true, malformed, missing, whole
from .orders import STATUS, told

MOST_ON_A_PAGE = 100
MOST_ROWS = 50_000
SEEN_FOR = timedelta(days=90)
LONGEST_REMARK = 500
UPDATED, CREATED = "update_time", "create_time"


def search(market: Market, asked: Asked) -> dict[str, Any]:
    """One page of the orders placed or changed in a span, both ends inside; newest first unless asked otherwise."""
    page, size = asked_page(asked)
    spans = {name: span(asked, f"{name}_start", f"{name}_end") for name in (UPDATED, CREATED)}
    if spans[UPDATED] is None and spans[CREATED] is None:
        raise invalid(20011, "订单查询开始时间不能为空")
    order_by = asked.get("order_by") or CREATED
    if order_by not in spans:
        raise malformed("order_by")
    created = spans[CREATED]
    if created and created[0] < market.clock() - SEEN_FOR - timedelta(minutes=1):
        raise invalid(20022, "订单查询只支持查询最近90天内的数据")
    found = _wanted(_found(market, spans, newest_first=not is_true(asked, "order_asc"), by=order_by), asked)
    rows = market.page(found, page * size, size)
    return {"page": page, "size": size, "total": len(found), "shop_order_list": [told(market, sale) for sale in rows]}


def detail(market: Market, asked: Asked) -> dict[str, Any]:
    number = asked.get("shop_order_id")
    if not number:
        raise missing(20000, "请输入查询订单号")
    sale = market.sales.get(str(number))
    if sale is None:
        raise invalid(20014, "查询订单不存在")
    return {"shop_order_detail": told(market, sale)}


def remark(market: Market, asked: Asked) -> dict[str, Any]:
    """The seller's remark, and its flag when one is asked for. The order does not count as changed."""
    if "remark" not in asked or not asked.get("order_id"):
        raise missing(50002, "参数不合法，建议根据文档检查传入数据")
    sale = market.sales.get(str(asked["order_id"]))
    if sale is None:
        raise invalid(20002, "orderId不存在，请检查订单号")
    if len(str(asked["remark"])) > LONGEST_REMARK:
        raise business(50056, "订单备注内容超过规定字数")
    flag = sale.flag
    if is_true(asked, "is_add_star"):
        flag = whole(asked, "star") or 0
        if flag > 5:
            raise invalid(50002, "参数不合法，建议根据文档检查传入数据")
    market.note(sale.number, str(asked["remark"]), flag, counts_as_change=False)
    return {}


def asked_page(asked: Asked) -> tuple[int, int]:
    """Page (from 0) and size."""
    page, size = whole(asked, "page"), whole(asked, "size", least=1)
    if page is None or size is None:
        raise Refused(40001, "缺少必选参数", "isv.parameter-missing", "page和size不能为空")
    if size > MOST_ON_A_PAGE:
        raise invalid(20008, "单次查询订单数超过限制")
    if page * size > MOST_ROWS:
        raise invalid(20013, "订单查询最多支持查询5万")
    return page, size


def span(asked: Asked, start: str, end: str) -> tuple[datetime, datetime] | None:
    """Both moments or neither."""
    first, last = whole(asked, start), whole(asked, end)
    if first is None and last is None:
        return None
    if first is None or last is None or last < first:
        raise malformed(start if first is None else end)
    return datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC)


def _found(
    market: Market, spans: dict[str, tuple[datetime, datetime] | None], *, newest_first: bool, by: str
) -> list[Sale]:
    """Sales inside every span that is given, in the order asked for."""
    updated, created = spans[UPDATED], spans[CREATED]
    other: tuple[datetime, datetime] | None
    if by == UPDATED and updated:
        found, other, name = market.changed(*updated, newest_first=newest_first), created, "placed_at"
    elif created:
        found, other, name = market.placed(*created, newest_first=newest_first), updated, "modified_at"
    else:
        assert updated is not None
        found, other, name = market.changed(*updated), None, ""
        found.sort(key=lambda sale: (sale.placed_at, sale.number), reverse=newest_first)
    if other is None:
        return found
    return [sale for sale in found if other[0] <= getattr(sale, name) <= other[1]]


def _wanted(found: list[Sale], asked: Asked) -> list[Sale]:
    combined = asked.get("combine_status") or []
    if not isinstance(combined, list) or len(combined) > 1:
        raise invalid(20012, "订单查询状态条件超过限制，只支持1个元素")
    words = str(combined[0].get("order_status", "")) if combined else ""
    wanted = {word.strip() for word in words.split(",") if word.strip()}
    return [sale for sale in found if not wanted or str(STATUS[sale.stage]) in wanted]
