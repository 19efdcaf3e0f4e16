"""A sale in the hub's words. Money is yuan text, moments are those of Beijing without a zone."""

from datetime import datetime, timedelta, timezone
from random import Random
from typing import Any

from zhanggui.simulators.market.money import yuan
from zhanggui.simulators.market.sales import Case, Sale, SoldLine, Stage

BEIJING = timezone(timedelta(hours=8))
CLOSED = {Stage.CANCELLED, Stage.CLOSED}
SHIPPED = {
    Stage.PART_SHIPPED: "SHIP_PART",
    Stage.SHIPPED: "SHIP_FINISH",
    Stage.DELIVERED: "SHIP_FINISH",
    Stage.DONE: "SHIP_FINISH",
}


def number_from(rng: Random) -> str:
    return f"20{rng.randrange(10**13):013}"


def summary_of(sale: Sale, *, spoiled: str = "") -> dict[str, Any]:
    """What a list tells of it."""
    row = {
        "tid": sale.number,
        "status": _trade(sale),
        "pay_status": _money(sale),
        "ship_status": SHIPPED.get(sale.stage, "SHIP_NO"),
        "created": stamp(sale.placed_at),
        "modified": stamp(sale.modified_at),
    }
    if spoiled == "unknown_state":
        row["ship_status"] = "SHIP_BY_PIGEON"
    return row


def order_of(sale: Sale, *, spoiled: str = "") -> dict[str, Any]:
    receiver = sale.buyer.receiver
    order = summary_of(sale, spoiled=spoiled) | {
        "pay_time": stamp(sale.paid_at) if sale.paid_at else "",
        "total_goods_fee": yuan(sum(line.price * line.pieces for line in sale.lines)),
        "shipping_fee": yuan(sale.freight),
        "total_trade_fee": yuan(sale.total),
        "payed_fee": yuan(sale.total if sale.paid_at else 0),
        "currency": "CNY",
        "buyer_uname": sale.buyer.nick,
        "buyer_message": sale.message,
        "trade_memo": sale.memo,
        "seller_flag": str(sale.flag),
        "is_cod": "false",
        "receiver_name": receiver.name,
        "receiver_mobile": receiver.mobile,
        "receiver_state": receiver.state,
        "receiver_city": receiver.city,
        "receiver_district": receiver.district,
        "receiver_address": f"{receiver.town}{receiver.address}",
        "receiver_zip": receiver.zip,
        "orders": {"order": [_line(sale, line) for line in sale.lines]},
    }
    match spoiled:
        case "three_decimals":
            order["total_trade_fee"] = "1.234"
        case "bad_time":
            order["created"] = "yesterday"
        case "control":
            order["buyer_message"] = "ring\ttwice\n"
    return order


def stamp(at: datetime | None) -> str:
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S") if at else ""


def moment(told: str) -> datetime:
    """Raises ValueError."""
    return datetime.strptime(told, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)


def _trade(sale: Sale) -> str:
    if sale.stage in CLOSED:
        return "TRADE_CLOSED"
    return "TRADE_FINISHED" if sale.stage is Stage.DONE else "TRADE_ACTIVE"


def _money(sale: Sale) -> str:
    if not sale.paid_at:
        return "PAY_NO"
    if sale.stage is Stage.CLOSED:
        return "REFUND_ALL"
    if sale.stage is Stage.HELD or any(case.state.is_open for case in sale.cases):
        return "REFUNDING"
    return "REFUND_PART" if any(case.state is Case.PAID_BACK for case in sale.cases) else "PAY_FINISH"


def _line(sale: Sale, line: SoldLine) -> dict[str, Any]:
    case = sale.case_of(line.number)
    is_back = sale.stage is Stage.CLOSED or (case is not None and case.state is Case.PAID_BACK)
    is_sent = line.shipped >= line.pieces
    item = {
        "item_type": "product", "iid": line.item, "sku_id": line.sku, "bn": line.code, "name": line.title,
        "sku_properties": line.spec, "num": str(line.pieces), "price": yuan(line.price),
        "divide_order_fee": yuan(line.amount),
    }  # fmt: skip
    return {
        "type": "goods",
        "oid": line.number,
        "iid": line.item,
        "bn": line.code,
        "title": line.title,
        "price": yuan(line.price),
        "items_num": str(line.pieces),
        "total_order_fee": yuan(line.price * line.pieces),
        "divide_order_fee": yuan(line.amount),
        "status": "TRADE_CLOSED" if is_back else "TRADE_ACTIVE",
        "ship_status": "SHIP_FINISH" if is_sent else "SHIP_PART" if line.shipped else "SHIP_NO",
        "logistics_no": ",".join(sale.waybills_of(line.number)),
        "order_items": {"order_item": [item]},
    }
