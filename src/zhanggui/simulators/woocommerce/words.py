"""Sales in WooCommerce's words: orders, refunds and their lines (channels.md 6). Money is text, ids are numbers."""

from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from zhanggui.simulators.market.goods import Shelf
from zhanggui.simulators.market.money import yuan
from zhanggui.simulators.market.sales import Case, RefundCase, Sale, SoldLine, Stage

SHOP_ZONE = ZoneInfo("Asia/Shanghai")
NO_LINE = "0"
"""The line of a case that is about money only."""

STATUSES = {
    Stage.UNPAID: "pending",
    Stage.HELD: "on-hold",
    Stage.PAID: "processing",
    Stage.PART_SHIPPED: "processing",
    Stage.SHIPPED: "completed",
    Stage.DELIVERED: "completed",
    Stage.DONE: "completed",
    Stage.CANCELLED: "cancelled",
    Stage.CLOSED: "refunded",
}
STAGES = {
    "pending": Stage.UNPAID,
    "failed": Stage.UNPAID,
    "on-hold": Stage.HELD,
    "processing": Stage.PAID,
    "completed": Stage.SHIPPED,
    "cancelled": Stage.CANCELLED,
    "refunded": Stage.CLOSED,
    "trash": Stage.CANCELLED,
}
_PROVINCES = (
    "云南 北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东"
    " 广西 海南 重庆 四川 贵州 陕西 甘肃 青海 宁夏 澳门 西藏 新疆"
)
PROVINCES = {name: f"CN{nth}" for nth, name in enumerate(_PROVINCES.split(), start=1)}


def number_from(rng: Random) -> str:
    return str(rng.randrange(1_000, 10_000_000))


def line_numbers(number: str, lines: int) -> Sequence[str]:
    """Lines count through the whole shop."""
    return [str(int(number) * 20 + nth) for nth in range(lines)]


def status_of(sale: Sale) -> str:
    """Its own word, as long as it fits the stage it is in."""
    own = str(sale.own.get("status", ""))
    return own if STAGES.get(own) is sale.stage else STATUSES[sale.stage]


def order_of(sale: Sale, shelf: Shelf, *, spoiled: str = "") -> dict[str, Any]:
    lines = [_line(line, shelf) for line in sale.lines]
    paid = moments("date_paid", sale.paid_at)
    completed = sale.modified_at if status_of(sale) == "completed" else None
    order = {
        "id": int(sale.number),
        "parent_id": 0,
        "number": sale.number,
        "order_key": f"wc_order_{sale.number}",
        "created_via": "checkout",
        "version": "9.4.0",
        "status": status_of(sale),
        "currency": "CNY",
        **moments("date_created", sale.placed_at),
        **moments("date_modified", sale.modified_at),
        "discount_total": yuan(sum(line.price * line.pieces - line.amount for line in sale.lines)),
        "discount_tax": "0.00",
        "shipping_total": yuan(sale.freight),
        "shipping_tax": "0.00",
        "cart_tax": "0.00",
        "total": yuan(sale.total),
        "total_tax": "0.00",
        "prices_include_tax": False,
        "customer_id": 0,
        "customer_note": sale.message,
        "billing": _address(sale) | {"email": f"{sale.buyer.open_uid.lower()}@example.test"},
        "shipping": _address(sale),
        "payment_method": str(sale.own.get("payment_method", "alipay")),
        "payment_method_title": "支付宝",
        "transaction_id": "",
        **paid,
        **moments("date_completed", completed),
        "meta_data": sale.own.get("meta", []),
        "line_items": lines,
        "tax_lines": [],
        "shipping_lines": [{"id": int(sale.number) * 20 + 19, "method_title": "快递", "total": yuan(sale.freight)}],
        "fee_lines": [],
        "coupon_lines": [],
        "refunds": [
            {"id": int(case.number), "reason": case.reason, "total": yuan(-case.amount)} for case in paid_back(sale)
        ],
        "set_paid": False,
    }
    return order | _SPOILT.get(spoiled, {})


_SPOILT: dict[str, dict[str, Any]] = {
    "unknown_state": {"status": "waiting-for-godot"},
    "three_decimals": {"total": "1.234"},
    "bad_time": {"date_created_gmt": "yesterday"},
    "control": {"customer_note": "ring\ttwice\n"},
}


def paid_back(sale: Sale) -> list[RefundCase]:
    """What went back. That a buyer asks for it WooCommerce does not know."""
    return [case for case in sale.cases if case.state is Case.PAID_BACK]


def refund_of(sale: Sale, case: RefundCase) -> dict[str, Any]:
    lines = [line for line in sale.lines if case.line in ("", line.number)]
    return {
        "id": int(case.number),
        "parent_id": int(sale.number),
        **moments("date_created", case.modified_at),
        "amount": yuan(case.amount),
        "reason": case.reason,
        "refunded_by": 1,
        "refunded_payment": False,
        "meta_data": [],
        "line_items": [_refunded(line, case, nth) for nth, line in enumerate(lines)],
    }


def _refunded(line: SoldLine, case: RefundCase, nth: int) -> dict[str, Any]:
    """A line that is paid back wholly counts with its pieces; one of which only money goes back has none."""
    is_whole = not case.line or case.amount == line.amount
    return {
        "id": int(case.number) * 20 + nth,
        "name": line.title,
        "product_id": int(line.item),
        "quantity": -line.pieces if is_whole else 0,
        "total": yuan(-line.amount if is_whole else -case.amount),
        "total_tax": "0.00",
        "sku": line.code,
        "meta_data": [{"id": 1, "key": "_refunded_item_id", "value": line.number}],
    }


def _line(line: SoldLine, shelf: Shelf) -> dict[str, Any]:
    is_variable = len(shelf.of_item(line.item)) > 1
    return {
        "id": int(line.number),
        "name": line.title,
        "product_id": int(line.item),
        "variation_id": int(line.sku) if is_variable else 0,
        "quantity": line.pieces,
        "tax_class": "",
        "subtotal": yuan(line.price * line.pieces),
        "subtotal_tax": "0.00",
        "total": yuan(line.amount),
        "total_tax": "0.00",
        "taxes": [],
        "meta_data": [
            {"id": nth, "key": name, "value": value, "display_key": name, "display_value": value}
            for nth, (name, value) in enumerate(attributes(line.spec), start=1)
        ]
        + [{"id": 99, "key": "_reduced_stock", "value": str(line.pieces)}],
        "sku": line.code,
        "price": line.amount / line.pieces / 100,
    }


def attributes(spec: str) -> list[tuple[str, str]]:
    """颜色:黑色;尺码:M → its pairs."""
    pairs = [part.partition(":") for part in spec.split(";") if part]
    return [(name, value) for name, _, value in pairs]


def _address(sale: Sale) -> dict[str, str]:
    receiver = sale.buyer.receiver
    province = next((code for name, code in PROVINCES.items() if receiver.state.startswith(name)), receiver.state)
    return {
        "first_name": receiver.name[1:],
        "last_name": receiver.name[:1],
        "company": "",
        "address_1": f"{receiver.district}{receiver.town}{receiver.address}",
        "address_2": "",
        "city": receiver.city,
        "state": province,
        "postcode": receiver.zip,
        "country": "CN",
        "phone": receiver.mobile,
    }


def moments(name: str, at: datetime | None) -> dict[str, str | None]:
    """The shop's own time and Greenwich's, both without a zone."""
    return {
        name: at.astimezone(SHOP_ZONE).strftime("%Y-%m-%dT%H:%M:%S") if at else None,
        f"{name}_gmt": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") if at else None,
    }
