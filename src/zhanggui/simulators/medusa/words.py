"""A sale in Medusa's words: the order with its items, payments, fulfilments. Money is numbers in major units."""

from datetime import UTC, datetime
from random import Random
from typing import Any

from zhanggui.simulators.market.sales import Case, Sale, SoldLine, Stage

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_STATUS = {Stage.HELD: "requires_action", Stage.DONE: "completed"}


def number_from(rng: Random) -> str:
    return "order_01" + "".join(rng.choices(_DIGITS, k=24))


def line_numbers(number: str, lines: int) -> list[str]:
    return [f"ordli_{number.removeprefix('order_')[:-2]}{nth:02d}" for nth in range(lines)]


def status_of(sale: Sale) -> str:
    if sale.stage is Stage.CANCELLED or (sale.stage is Stage.CLOSED and not _is_paid_back(sale)):
        return "canceled"
    return str(sale.own.get("status") or _STATUS.get(sale.stage, "pending"))


def payment_of(sale: Sale) -> str:
    if not sale.paid_at:
        return "canceled" if sale.stage is Stage.CANCELLED else "not_paid"
    back = sum(case.amount for case in sale.cases if case.state is Case.PAID_BACK)
    if sale.stage is Stage.CLOSED or back >= sale.total:
        return "refunded"
    if back:
        return "partially_refunded"
    return "authorized" if sale.own.get("authorized") else "captured"


def fulfilment_of(sale: Sale) -> str:
    made = [one for one in sale.own.get("fulfillments", []) if not one["canceled_at"]]
    packed: dict[str, int] = {}
    for one in made:
        for item in one["items"]:
            packed[item["line"]] = packed.get(item["line"], 0) + item["quantity"]
    is_whole = all(packed.get(line.number, 0) >= line.pieces for line in sale.lines)
    if not made:
        return "not_fulfilled"
    for at, word in (("delivered_at", "delivered"), ("shipped_at", "shipped")):
        if any(one[at] for one in made):
            return word if is_whole and all(one[at] for one in made) else f"partially_{word}"
    return "fulfilled" if is_whole else "partially_fulfilled"


def order_of(sale: Sale, *, spoiled: str = "") -> dict[str, Any]:
    placed, changed = stamp(sale.placed_at), stamp(sale.modified_at)
    order: dict[str, Any] = {
        "id": sale.number,
        "display_id": sum(map(ord, sale.number)),
        "status": status_of(sale),
        "version": 1 + len(sale.parcels),
        "email": f"{sale.buyer.open_uid.lower()}@example.test",
        "currency_code": "cny",
        "created_at": placed,
        "updated_at": changed,
        "canceled_at": changed if status_of(sale) == "canceled" else None,
        "metadata": ({"buyer_message": sale.message} if sale.message else {}) | sale.own.get("metadata", {}) or None,
        "customer_id": f"cus_{sale.buyer.open_uid}",
        "payment_status": payment_of(sale),
        "fulfillment_status": fulfilment_of(sale),
        "total": major(sale.total),
        "shipping_total": major(sale.freight),
        "discount_total": major(sum(line.price * line.pieces - line.amount for line in sale.lines)),
        "items": [_item(sale, line) for line in sale.lines],
        "shipping_address": _address(sale),
        "payment_collections": [_payments(sale)],
        "fulfillments": [_fulfilment(sale, one) for one in sale.own.get("fulfillments", [])],
        "returns": [],
    }
    match spoiled:
        case "unknown_state":
            order["payment_status"] = "waiting-for-godot"
        case "three_decimals":
            order["items"][0]["unit_price"] = 1.234
        case "bad_time":
            order["created_at"] = "yesterday"
        case "control":
            order["metadata"] = {"buyer_message": "ring\ttwice\n"}
    return order


def stamp(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z" if at else None


def major(fen: int) -> float | int:
    """88.8, and 6 without a point, as JavaScript writes numbers."""
    return fen // 100 if fen % 100 == 0 else fen / 100


def _item(sale: Sale, line: SoldLine) -> dict[str, Any]:
    packed = sum(
        item["quantity"]
        for one in sale.own.get("fulfillments", [])
        for item in one["items"]
        if item["line"] == line.number and not one["canceled_at"]
    )
    return {
        "id": line.number,
        "title": line.title,
        "subtitle": line.spec,
        "product_id": f"prod_{line.item}",
        "product_title": line.title,
        "variant_id": f"variant_{line.sku}",
        "variant_sku": line.code,
        "variant_title": line.spec,
        "unit_price": major(line.price),
        "quantity": line.pieces,
        "total": major(line.amount),
        "detail": {
            "quantity": line.pieces,
            "fulfilled_quantity": packed,
            "shipped_quantity": line.shipped,
            "return_received_quantity": 0,
        },
    }


def _payments(sale: Sale) -> dict[str, Any]:
    own = sale.number.removeprefix("order_")
    back = [case for case in sale.cases if case.state is Case.PAID_BACK]
    amount, paid = major(sale.total), stamp(sale.paid_at)
    is_captured = bool(sale.paid_at) and not sale.own.get("authorized")
    refunds = [
        {"id": f"ref_{case.number}", "amount": major(case.amount), "note": case.reason,
         "created_at": stamp(case.modified_at), "payment_id": f"pay_{own}"}
        for case in back
    ]  # fmt: skip
    if sale.stage is Stage.CLOSED and not back:
        refunds = [{"id": f"ref_{own}", "amount": amount, "note": None, "created_at": stamp(sale.modified_at)}]
    payment = {
        "id": f"pay_{own}",
        "amount": amount,
        "created_at": paid,
        "captured_at": paid if is_captured else None,
        "captures": [{"id": f"capt_{own}", "amount": amount, "created_at": paid}] if is_captured else [],
        "refunds": refunds,
    }
    return {
        "id": f"pay_col_{own}",
        "amount": amount,
        "captured_amount": amount if is_captured else 0,
        "refunded_amount": sum(one["amount"] for one in refunds),
        "payments": [payment] if sale.paid_at else [],
    }


def _fulfilment(sale: Sale, one: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: value for name, value in one.items() if name != "items"},
        "items": [
            {"line_item_id": item["line"], "quantity": item["quantity"], "sku": sale.line(item["line"]).code}
            for item in one["items"]
        ],
    }


def _address(sale: Sale) -> dict[str, Any]:
    receiver = sale.buyer.receiver
    return {
        "first_name": receiver.name[1:],
        "last_name": receiver.name[:1],
        "company": "",
        "phone": receiver.mobile,
        "address_1": f"{receiver.district}{receiver.town}{receiver.address}",
        "address_2": "",
        "city": receiver.city,
        "province": receiver.state,
        "postal_code": receiver.zip,
        "country_code": "cn",
    }


def _is_paid_back(sale: Sale) -> bool:
    return any(case.state is Case.PAID_BACK for case in sale.cases)
