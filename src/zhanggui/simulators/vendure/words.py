"""A sale in Vendure's words. Money is whole hundredths; ids are text."""

from datetime import UTC, datetime
from random import Random
from typing import Any

from zhanggui.simulators.market.sales import Case, Sale, SoldLine, Stage

STATES = {
    Stage.UNPAID: "ArrangingPayment",
    Stage.HELD: "Modifying",
    Stage.PAID: "PaymentSettled",
    Stage.PART_SHIPPED: "PartiallyShipped",
    Stage.SHIPPED: "Shipped",
    Stage.DELIVERED: "Delivered",
    Stage.DONE: "Delivered",
    Stage.CANCELLED: "Cancelled",
    Stage.CLOSED: "Cancelled",
}


def number_from(rng: Random) -> str:
    return str(rng.randrange(1_000, 10_000_000))


def line_numbers(number: str, lines: int) -> list[str]:
    return [str(int(number) * 20 + nth) for nth in range(lines)]


def order_of(sale: Sale, *, spoiled: str = "") -> dict[str, Any]:
    placed, changed = stamp(sale.placed_at), stamp(sale.modified_at)
    receiver = sale.buyer.receiver
    back = [case for case in sale.cases if case.state is Case.PAID_BACK]
    is_gone = sale.stage is Stage.CANCELLED or (sale.stage is Stage.CLOSED and not back)
    refunds = [
        {"id": case.number, "state": "Settled", "total": case.amount, "reason": case.reason,
         "createdAt": stamp(case.asked_at), "updatedAt": stamp(case.modified_at)}
        for case in back
    ]  # fmt: skip
    order: dict[str, Any] = {
        "id": sale.number,
        "code": f"V{sale.number}",
        "state": "PaymentSettled" if sale.stage is Stage.CLOSED and back else STATES[sale.stage],
        "active": sale.stage is Stage.UNPAID,
        "createdAt": placed,
        "updatedAt": changed,
        "orderPlacedAt": placed if sale.paid_at else None,
        "currencyCode": "CNY",
        "shippingWithTax": 0 if is_gone else sale.freight,
        "totalWithTax": 0 if is_gone else sale.total,
        "lines": [_line(line, is_gone=is_gone) for line in sale.lines],
        "payments": [
            {"id": f"1{sale.number}", "state": "Settled", "amount": sale.total, "createdAt": stamp(sale.paid_at),
             "updatedAt": stamp(sale.paid_at), "refunds": refunds}
        ] if sale.paid_at else [],
        "fulfillments": sale.own.get("fulfillments", []),
        "shippingAddress": {
            "fullName": receiver.name, "company": "", "streetLine1": f"{receiver.district}{receiver.town}",
            "streetLine2": receiver.address, "city": receiver.city, "province": receiver.state,
            "postalCode": receiver.zip, "countryCode": "CN", "phoneNumber": receiver.mobile,
        },
        "customer": {"id": "1", "emailAddress": f"{sale.buyer.open_uid.lower()}@example.test"},
    }  # fmt: skip
    match spoiled:
        case "unknown_state":
            order["state"] = "WaitingForGodot"
        case "three_decimals":
            order["totalWithTax"] = 1.234
        case "bad_time":
            order["orderPlacedAt"] = "yesterday"
        case "control":
            order["shippingAddress"]["streetLine1"] = "ring\ttwice\n"
    return order


def stamp(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z" if at else None


def _line(line: SoldLine, *, is_gone: bool) -> dict[str, Any]:
    return {
        "id": line.number,
        "quantity": 0 if is_gone else line.pieces,
        "orderPlacedQuantity": line.pieces,
        "unitPriceWithTax": line.price,
        "proratedLinePriceWithTax": 0 if is_gone else line.amount,
        "productVariant": {"id": line.sku, "sku": line.code, "name": f"{line.title} {line.spec}".strip()},
    }
