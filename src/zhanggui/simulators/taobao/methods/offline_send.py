"""taobao.logistics.offline.send: the seller hands the goods to a carrier of its own choice."""

from typing import Any

from ..call import Call
from ..moments import written
from ..refused import NotPossible, Refused, business
from ..shipping import mark_shipped
from ..store import Doc, Trade
from .companies import companies, is_number_of

WORDS = {
    "B01": "订单不存在",
    "B02": "订单状态不允许发货",
    "B04": "订单已发货或已关闭",
    "B27": "发货单已经存在",
    "B52": "不支持该物流公司",
    "B55": "订单当前状态不支持发货",
    "B56": "物流公司不能为空",
    "B58": "物流公司名称过长",
    "B59": "运单号不能为空",
    "B60": "运单号不符合规则或已经被使用",
    "B98": "虚拟商品请使用无需物流发货",
    "P01": "参数错误",
    "P38": "拆单校验未通过",
    "CD22": "订单已经拆单发货，请传入子订单并指定拆单",
    "CD25": "is_split与sub_tid必须同时传入",
    "CD26": "拆单发货时子订单不能为空",
    "CD29": "订单不支持拆单发货",
}
SHIPPABLE = frozenset({"WAIT_SELLER_SEND_GOODS", "SELLER_CONSIGNED_PART"})
OVER = frozenset({"TRADE_CLOSED", "TRADE_CLOSED_BY_TAOBAO", "TRADE_FINISHED", "TRADE_BUYER_SIGNED"})


def answer(call: Call) -> dict[str, Any]:
    tid = call.integer("tid", least=1)
    company, number = call.text("company_code", ""), call.text("out_sid", "")
    _check_carrier(company, number)
    split, oids = _read_split(call)
    try:
        with call.platform.changing(tid) as trade:
            chosen = _choose(trade, split=split, oids=oids, number=number)
            _check_unused(call, trade, number)
            mark_shipped(trade, chosen, company=companies()[company]["name"], number=number, at=written(call.now))
            values = [number, tid, trade.doc["buyer_open_uid"]]
            call.platform.store.write("INSERT OR IGNORE INTO waybill VALUES (?, ?, ?)", values)
    except NotPossible:
        raise _refused("B01") from None
    return {"shipping": {"is_success": True}}


def _refused(suffix: str) -> Refused:
    return business(f"isv.logistics-offline-service-error:{suffix}", WORDS[suffix])


def _check_carrier(company: str, number: str) -> None:
    if not company:
        raise _refused("B56")
    if len(company) > 30:
        raise _refused("B58")
    if company not in companies():
        raise _refused("B52")
    if not number:
        raise _refused("B59")
    if not is_number_of(company, number):
        raise _refused("B60")


def _read_split(call: Call) -> tuple[bool, list[int]]:
    """Whether only some sub orders are sent, and which."""
    mark, names = call.text("is_split", "0"), call.text("sub_tid", "")
    if mark not in ("0", "1"):
        raise _refused("P01")
    if mark == "1" and not names:
        raise _refused("CD26")
    if mark == "0" and names:
        raise _refused("CD25")
    try:
        return mark == "1", [int(name) for name in names.split(",") if name.strip()]
    except ValueError:
        raise _refused("P38") from None


def _choose(trade: Trade, *, split: bool, oids: list[int], number: str) -> list[Doc]:
    """The sub orders this call ships; refuses when the trade or one of them may not be shipped."""
    if trade.doc["shipping_type"] == "virtual":
        raise _refused("B98")
    if trade.status in OVER:
        raise _refused("B04")
    if trade.status == "WAIT_BUYER_CONFIRM_GOODS":
        raise _repeated(trade.orders, number)
    if trade.status == "PAID_FORBID_CONSIGN":
        raise _refused("B55")
    if trade.status not in SHIPPABLE:
        raise _refused("B02")
    if not split:
        if trade.doc["is_part_consign"]:
            raise _refused("CD22")
        return [order for order in trade.orders if order["status"] == "WAIT_SELLER_SEND_GOODS"]
    if len(trade.orders) == 1:
        raise _refused("CD29")
    chosen = [order for order in trade.orders if order["oid"] in oids]
    if len(chosen) != len(set(oids)):
        raise _refused("P38")
    if any(order["status"] == "WAIT_BUYER_CONFIRM_GOODS" for order in chosen):
        raise _repeated(chosen, number)
    if any(order["status"] != "WAIT_SELLER_SEND_GOODS" for order in chosen):
        raise _refused("P38")
    return chosen


def _repeated(orders: list[Doc], number: str) -> Refused:
    """The same number again means the consignment exists; another number, that the goods have left already."""
    return _refused("B27" if number in {order.get("invoice_no") for order in orders} else "B04")


def _check_unused(call: Call, trade: Trade, number: str) -> None:
    """One parcel may carry several trades of one buyer; a number used for somebody else is refused."""
    used = call.platform.store.row(
        "SELECT 1 FROM waybill WHERE number = ? AND buyer_open_uid <> ?", [number, trade.doc["buyer_open_uid"]]
    )
    if used:
        raise _refused("B60")
