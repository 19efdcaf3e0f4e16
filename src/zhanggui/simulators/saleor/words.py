"""A sale in Saleor's words. Ids are base64 of a kind and a key; money is a JSON number."""

import base64
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

from zhanggui.simulators.market.sales import Case, Sale, SoldLine, Stage

GOODS = {
    Stage.UNPAID: "UNFULFILLED",
    Stage.HELD: "UNCONFIRMED",
    Stage.PAID: "UNFULFILLED",
    Stage.PART_SHIPPED: "PARTIALLY_FULFILLED",
    Stage.SHIPPED: "FULFILLED",
    Stage.DELIVERED: "FULFILLED",
    Stage.DONE: "FULFILLED",
    Stage.CANCELLED: "CANCELED",
    Stage.CLOSED: "CANCELED",
}
CHANNEL = base64.b64encode(b"Channel:1").decode()
WAREHOUSE = base64.b64encode(b"Warehouse:1f7a6c1e-0000-4000-8000-000000000001").decode()


def gid(kind: str, key: str) -> str:
    return base64.b64encode(f"{kind}:{key}".encode()).decode()


def number_from(rng: Random) -> str:
    return gid("Order", str(UUID(int=rng.getrandbits(128), version=4)))


def line_numbers(number: str, lines: int) -> list[str]:
    key = UUID(base64.b64decode(number).decode().partition(":")[2]).int
    return [gid("OrderLine", str(UUID(int=(key + nth) % 2**128))) for nth in range(1, lines + 1)]


def order_of(sale: Sale, *, spoiled: str = "") -> dict[str, Any]:
    receiver = sale.buyer.receiver
    back = [case for case in sale.cases if case.state is Case.PAID_BACK]
    events = [_event("charge", "CHARGE_SUCCESS", sale.total, sale.paid_at)] if sale.paid_at else []
    events += [_event(case.number, "REFUND_SUCCESS", case.amount, case.modified_at) for case in back]
    order: dict[str, Any] = {
        "id": sale.number,
        "number": str(abs(hash(sale.number)) % 10**6),
        "created": stamp(sale.placed_at),
        "updatedAt": stamp(sale.modified_at),
        "status": GOODS[sale.stage],
        "chargeStatus": "FULL" if sale.paid_at else "NONE",
        "userEmail": f"{sale.buyer.open_uid.lower()}@example.test",
        "user": None,
        "customerNote": sale.message,
        "metadata": [{"key": key, "value": value} for key, value in sale.own.get("metadata", {}).items()],
        "total": _gross(sale.total),
        "shippingPrice": _gross(sale.freight),
        "totalCharged": {"amount": _yuan(sale.total if sale.paid_at else 0)},
        "totalRefunded": {"amount": _yuan(sum(case.amount for case in back))},
        "lines": [_line(line) for line in sale.lines],
        "fulfillments": [
            {"id": gid("Fulfillment", parcel.number), "status": "FULFILLED", "trackingNumber": parcel.waybill,
             "created": stamp(parcel.sent_at),
             "lines": [{"quantity": n, "orderLine": {"id": line}} for line, n in parcel.pieces.items()]}
            for parcel in sale.parcels
        ],
        "transactions": [{"id": gid("TransactionItem", "1"), "createdAt": stamp(sale.placed_at), "events": events}],
        "shippingAddress": {
            "firstName": receiver.name, "lastName": "", "companyName": "", "streetAddress1": receiver.town,
            "streetAddress2": receiver.address, "city": receiver.city, "cityArea": receiver.district,
            "postalCode": receiver.zip, "countryArea": receiver.state, "phone": f"+86{receiver.mobile}",
            "country": {"code": "CN"},
        },
    }  # fmt: skip
    match spoiled:
        case "unknown_state":
            order["status"] = "WAITING_FOR_GODOT"
        case "three_decimals":
            order["total"]["gross"]["amount"] = 1.234
        case "bad_time":
            order["created"] = "yesterday"
        case "control":
            order["customerNote"] = "ring\ttwice\n"
    return order


def stamp(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def _line(line: SoldLine) -> dict[str, Any]:
    return {
        "id": line.number,
        "productSku": line.code,
        "productName": line.title,
        "variantName": line.spec,
        "quantity": line.pieces,
        "quantityFulfilled": line.shipped,
        "quantityToFulfill": line.pieces - line.shipped,
        "variant": {"id": gid("ProductVariant", line.sku)},
        "undiscountedUnitPrice": _gross(line.price),
        "totalPrice": _gross(line.amount),
    }


def _event(key: str, word: str, amount: int, at: datetime | None) -> dict[str, Any]:
    return {
        "id": gid("TransactionEvent", key),
        "type": word,
        "createdAt": stamp(at),
        "amount": {"amount": _yuan(amount)},
    }


def _gross(amount: int) -> dict[str, Any]:
    return {"gross": {"amount": _yuan(amount), "currency": "CNY"}}


def _yuan(amount: int) -> float:
    return amount / 100
