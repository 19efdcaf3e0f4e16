"""Lists of orders, an order in full, its remark, and the shop."""

from datetime import timedelta
from typing import Any

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.sales import Sale

from .gateway import Asked, Failed, span, whole
from .orders import SHOP_ID, SHOP_NAME, STATES, VENDER_ID, state_of, told

MOST_ON_A_PAGE, MOST_PAGES = 100, 100
LONGEST = timedelta(days=31)
CHANGES_SEEN_FOR = timedelta(days=92)
LONGEST_REMARK, MOST_FLAG = 500, 5
KNOWN_STATES = {*STATES.values(), "ALL", "LOCKED", "PAUSE", "WAIT_SELLER_DELIVERY", "DELIVERY_RETURN"}
SUCCESS = {"success": True, "chineseErrCode": "", "englishErrCode": "", "numberCode": "0"}

Content = dict[str, Any]


def search(market: Market, asked: Asked) -> Content:
    """One page of the orders changed, or placed (`dateType` 1), within a month; oldest first unless asked otherwise."""
    try:
        found, page, size = _found(market, asked), whole(asked, "page", most=10**6), _size(asked)
    except Failed as failed:
        return {"searchorderinfo_result": {"apiResult": failure(failed), "orderTotal": 0, "orderInfoList": []}}
    rows = market.page(found, (page - 1) * size, size) if page <= MOST_PAGES else []
    orders = [told(market, sale, asked["optional_fields"]) for sale in rows]
    total = max(len(found), len(orders))
    return {"searchorderinfo_result": {"apiResult": SUCCESS, "orderTotal": total, "orderInfoList": orders}}


def detail(market: Market, asked: Asked) -> Content:
    try:
        if not asked.get("optional_fields"):
            raise Failed("10100001", "optional_fields不能为空")
        sale = order_of(market, asked, "order_id")
    except Failed as failed:
        return {"orderDetailInfo": {"apiResult": failure(failed)}}
    return {"orderDetailInfo": {"apiResult": SUCCESS, "orderInfo": told(market, sale, asked["optional_fields"])}}


def remark(market: Market, asked: Asked) -> Content:
    """The seller's remark and its flag, both written over."""
    try:
        sale, text, flag = order_of(market, asked, "order_id"), str(asked.get("remark") or ""), asked.get("flag")
        if len(text) > LONGEST_REMARK:
            raise Failed("10100039", "商家备注不能超过500个字符")
        if not str(flag).isdecimal() or int(str(flag)) > MOST_FLAG:
            raise Failed("10100040", "备注颜色标识不正确")
        market.note(sale.number, text, int(str(flag)))
    except Failed as failed:
        return {"modifyvenderremark_result": operated(failed)}
    return {"modifyvenderremark_result": operated(None)}


def shop(_: Market, __: Asked) -> Content:
    told = {"shop_id": int(SHOP_ID), "vender_id": int(VENDER_ID), "shop_name": SHOP_NAME, "brief": "", "logo_url": ""}
    return {"shop_jos_result": told}


def order_of(market: Market, asked: Asked, name: str) -> Sale:
    sale = market.sales.get(str(asked.get(name, "")))
    if sale is None:
        raise Failed("10100002", "订单号不正确")
    return sale


def failure(failed: Failed) -> Content:
    """What stands in `apiResult` of a list or an order."""
    return {"success": False, "chineseErrCode": failed.sentence, "englishErrCode": "", "numberCode": failed.code}


def operated(failed: Failed | None) -> Content:
    """What is said of something done, or not done, to an order."""
    return {
        "success": failed is None,
        "error_code": failed.code if failed else "0",
        "chinese_err_code": failed.sentence if failed else "成功",
        "english_err_code": "",
    }


def _found(market: Market, asked: Asked) -> list[Sale]:
    for name in ("optional_fields", "order_state"):
        if not asked.get(name):
            raise Failed("10100001", f"{name}不能为空")
    states = set(str(asked["order_state"]).split(","))
    if not states <= KNOWN_STATES:
        raise Failed("10100001", "order_state不合法")
    window = span(asked, "start_date", "end_date")
    if window is None:
        if states != {"WAIT_SELLER_STOCK_OUT"}:
            raise Failed("10100001", "start_date和end_date不能为空")
        window = market.clock() - timedelta(days=30), market.clock()
    if window[1] - window[0] > LONGEST:
        raise Failed("10100001", "查询时间跨度不能超过一个月")
    newest_first = str(asked.get("sortType", "")) == "1"
    if str(asked.get("dateType", "")) == "1":
        found = market.placed(*window, newest_first=newest_first)
    else:
        oldest = market.clock() - CHANGES_SEEN_FOR
        found = market.changed(max(window[0], oldest), window[1], newest_first=newest_first)
    return [sale for sale in found if "ALL" in states or state_of(sale) in states]


def _size(asked: Asked) -> int:
    return whole(asked, "page_size", most=MOST_ON_A_PAGE)
