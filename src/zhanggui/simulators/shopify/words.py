"""Sales in Shopify's words: orders, their lines, fulfilments and refunds. Money is text, ids name their type."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any

from zhanggui.simulators.market.money import yuan
from zhanggui.simulators.market.sales import Case, RefundCase, Sale, SentParcel, SoldLine, Stage

Row = dict[str, Any]
Given = Mapping[str, Any]

FINANCIAL = {
    Stage.UNPAID: "PENDING",
    Stage.CANCELLED: "VOIDED",
    Stage.CLOSED: "REFUNDED",
}
FULFILMENT = {
    Stage.HELD: "ON_HOLD",
    Stage.PART_SHIPPED: "PARTIALLY_FULFILLED",
    Stage.SHIPPED: "FULFILLED",
    Stage.DELIVERED: "FULFILLED",
    Stage.DONE: "FULFILLED",
}


def number_from(rng: Random) -> str:
    return str(rng.randrange(5_000_000_000_000, 7_000_000_000_000))


def line_numbers(number: str, lines: int) -> Sequence[str]:
    return [str(int(number) * 20 + nth) for nth in range(lines)]


def gid(kind: str, number: str | int) -> str:
    return f"gid://shopify/{kind}/{number}"


def number_of(own: str, kind: str) -> str:
    """The number in an id of this kind, or nothing."""
    head = f"gid://shopify/{kind}/"
    return own.removeprefix(head).partition("?")[0] if own.startswith(head) else ""


def stamp(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def amount(hundredths: int) -> str:
    """12.00 is written 12.0."""
    text = yuan(hundredths)
    return text[:-1] if text.endswith("0") else text


def money(text: str) -> Row:
    held = {"__typename": "MoneyV2", "amount": text, "currencyCode": "CNY"}
    return {"__typename": "MoneyBag", "shopMoney": held, "presentmentMoney": held}


def connection(rows: Sequence[Row]) -> Callable[[Given], Row]:
    """Rows that are asked for by `first` and `after`; a cursor is the place of a row."""

    def page(given: Given) -> Row:
        start, size = int(given.get("after") or 0), int(given.get("first") or 50)
        found = rows[start : start + size]
        return connected(found, [str(start + nth + 1) for nth in range(len(found))], more=start + size < len(rows))

    return page


def connected(rows: Sequence[Row], cursors: Sequence[str], *, more: bool) -> Row:
    last = cursors[-1] if cursors else None
    return {
        "__typename": "Connection",
        "nodes": list(rows),
        "edges": [
            {"__typename": "Edge", "node": row, "cursor": cursor} for row, cursor in zip(rows, cursors, strict=True)
        ],
        "pageInfo": {"__typename": "PageInfo", "hasNextPage": more, "hasPreviousPage": False, "endCursor": last,
                     "startCursor": cursors[0] if cursors else None},
    }  # fmt: skip


def listed(rows: Sequence[Row]) -> Callable[[Given], list[Row]]:
    """A list that takes `first` and has no pages."""
    return lambda given: list(rows[: int(given.get("first") or len(rows))])


def order_of(sale: Sale, *, spoiled: str = "") -> Row:
    paid_back = refunds_of(sale)
    back = sum(refund["cents"] for refund in paid_back)
    received = sale.total if sale.paid_at else 0
    receiver = sale.buyer.receiver
    refunds = [{name: held for name, held in refund.items() if name != "cents"} for refund in paid_back]
    over = sale.stage in {Stage.CANCELLED, Stage.CLOSED} and not any(_is_back(case) for case in sale.cases)
    transactions = [
        {"__typename": "OrderTransaction", "id": gid("OrderTransaction", sale.number), "kind": "SALE",
         "status": "SUCCESS", "processedAt": stamp(sale.paid_at), "gateway": gateway_of(sale),
         "amountSet": money(amount(sale.total))}
    ] if sale.paid_at else []  # fmt: skip
    order: Row = {
        "__typename": "Order",
        "id": gid("Order", sale.number),
        "legacyResourceId": sale.number,
        "name": f"#{int(sale.number) % 1_000_000}",
        "createdAt": stamp(sale.placed_at),
        "processedAt": stamp(sale.placed_at),
        "updatedAt": stamp(sale.modified_at),
        "cancelledAt": stamp(sale.modified_at) if over else None,
        "closedAt": stamp(sale.modified_at) if sale.stage is Stage.DONE else None,
        "displayFinancialStatus": _financial(sale, back),
        "displayFulfillmentStatus": FULFILMENT.get(sale.stage, "UNFULFILLED"),
        "currencyCode": "CNY",
        "note": note_of(sale),
        "email": f"{sale.buyer.open_uid.lower()}@example.test",
        "phone": receiver.mobile,
        "paymentGatewayNames": [gateway_of(sale)],
        "tags": [],
        "customer": {"__typename": "Customer", "id": gid("Customer", int(receiver.mobile) % 10**9),
                     "displayName": receiver.name},
        "shippingAddress": {
            "__typename": "MailingAddress", "name": receiver.name, "firstName": receiver.name[1:],
            "lastName": receiver.name[:1], "company": None, "address1": f"{receiver.district}{receiver.town}",
            "address2": receiver.address, "city": receiver.city, "province": receiver.state, "provinceCode": None,
            "zip": receiver.zip, "country": "China", "countryCodeV2": "CN", "phone": receiver.mobile,
        },
        "totalPriceSet": money(amount(sale.total)),
        "currentTotalPriceSet": money(amount(sale.total - back)),
        "currentShippingPriceSet": money(amount(sale.freight)),
        "totalShippingPriceSet": money(amount(sale.freight)),
        "totalReceivedSet": money(amount(received)),
        "totalRefundedSet": money(amount(back)),
        "transactions": listed(transactions),
        "metafield": lambda given: metafield_of(sale, given),
        "lineItems": connection([_line(line, sale) for line in sale.lines]),
        "refunds": listed(refunds),
        "fulfillments": listed([_fulfilment(parcel, sale) for parcel in sale.parcels]),
        "fulfillmentOrders": connection(fulfilment_orders(sale)),
    }  # fmt: skip
    return order | _SPOILT.get(spoiled, {})


_SPOILT: dict[str, Row] = {
    "unknown_state": {"displayFulfillmentStatus": "WAITING_FOR_GODOT"},
    "three_decimals": {"totalPriceSet": money("1.234")},
    "bad_time": {"createdAt": "yesterday"},
    "control": {"note": "ring\ttwice\n"},
}


def metafield_of(sale: Sale, given: Given) -> Row | None:
    held = sale.own.get("metafields", {}).get(f"{given.get('namespace')}.{given.get('key')}")
    return {"__typename": "Metafield", **held} if held else None


def gateway_of(sale: Sale) -> str:
    return str(sale.own.get("gateway", "shopify_payments"))


def note_of(sale: Sale) -> str | None:
    """The buyer's word in the cart and what the staff write are one field."""
    return str(sale.own.get("note", sale.message)) or None


def refunds_of(sale: Sale) -> list[Row]:
    """What went back; that a buyer asks for it Shopify does not know. `cents` is for the simulator alone."""
    cases = [case for case in sale.cases if _is_back(case)]
    found = [_refund(sale, case) for case in cases]
    if sale.stage is Stage.CLOSED and not found:
        whole = RefundCase(f"9{sale.number}", "", sale.total, "", False, sale.modified_at, sale.modified_at)
        found.append(_refund(sale, whole))
    return found


def places_of(sale: Sale) -> dict[str, list[SoldLine]]:
    """The lines by the location they leave from: one, unless the sale says otherwise."""
    held: dict[str, list[SoldLine]] = {}
    own = sale.own.get("places", {})
    for line in sale.lines:
        held.setdefault(str(own.get(line.number, "1")), []).append(line)
    return held


def fulfilment_orders(sale: Sale) -> list[Row]:
    """One for each location."""
    return [_fulfilment_order(sale, place, lines) for place, lines in places_of(sale).items()]


def _fulfilment_order(sale: Sale, place: str, lines: Sequence[SoldLine]) -> Row:
    left = sale.left()
    rows = [
        {"__typename": "FulfillmentOrderLineItem", "id": gid("FulfillmentOrderLineItem", f"{line.number}0"),
         "totalQuantity": line.pieces, "remainingQuantity": left.get(line.number, 0),
         "lineItem": _line(line, sale)}
        for line in lines
    ]  # fmt: skip
    location = {"__typename": "Location", "id": gid("Location", place), "name": f"仓库{place}"}
    return {
        "__typename": "FulfillmentOrder",
        "id": gid("FulfillmentOrder", f"{sale.number}{place}"),
        "status": _fulfilment_order_state(sale, any(row["remainingQuantity"] for row in rows)),
        "lineItems": connection(rows),
        "assignedLocation": {"__typename": "FulfillmentOrderAssignedLocation", "location": location},
    }


def _fulfilment_order_state(sale: Sale, is_open: bool) -> str:
    if sale.stage in {Stage.CANCELLED, Stage.CLOSED} or not is_open:
        return "CLOSED"
    if sale.stage is Stage.HELD:
        return "ON_HOLD"
    return "IN_PROGRESS" if sale.stage is Stage.PART_SHIPPED else "OPEN"


def _financial(sale: Sale, back: int) -> str:
    if sale.stage in FINANCIAL:
        return FINANCIAL[sale.stage]
    return str(sale.own.get("financial", "PARTIALLY_REFUNDED" if back else "PAID"))


def _is_back(case: RefundCase) -> bool:
    return case.state is Case.PAID_BACK


def is_line_back(sale: Sale, line: SoldLine) -> bool:
    case = sale.case_of(line.number)
    return sale.stage is Stage.CLOSED or (case is not None and _is_back(case))


def _line(line: SoldLine, sale: Sale) -> Row:
    is_back = is_line_back(sale, line)
    variant = {"__typename": "ProductVariant", "id": gid("ProductVariant", line.sku), "sku": line.code}
    return {
        "__typename": "LineItem",
        "id": gid("LineItem", line.number),
        "sku": line.code,
        "title": line.title,
        "name": " - ".join(filter(None, (line.title, line.spec))),
        "variantTitle": line.spec or None,
        "quantity": line.pieces,
        "currentQuantity": 0 if is_back else line.pieces,
        "unfulfilledQuantity": 0 if is_back else line.pieces - line.shipped,
        "requiresShipping": True,
        "variant": variant,
        "originalUnitPriceSet": money(amount(line.price)),
        "discountedTotalSet": money(amount(line.amount)),
        "discountedUnitPriceAfterAllDiscountsSet": money(str(round(line.amount / line.pieces / 100, 12))),
    }


def _fulfilment(parcel: SentParcel, sale: Sale) -> Row:
    by_number = {line.number: line for line in sale.lines}
    rows = [
        {"__typename": "FulfillmentLineItem", "id": gid("FulfillmentLineItem", f"{line}1"), "quantity": pieces,
         "lineItem": _line(by_number[line], sale)}
        for line, pieces in parcel.pieces.items()
    ]  # fmt: skip
    tracking = {"__typename": "FulfillmentTrackingInfo", "company": parcel.carrier, "number": parcel.waybill,
                "url": None}  # fmt: skip
    return {
        "__typename": "Fulfillment",
        "id": gid("Fulfillment", parcel.number.replace("-", "")),
        "status": "SUCCESS",
        "createdAt": stamp(parcel.sent_at),
        "updatedAt": stamp(parcel.sent_at),
        "trackingInfo": listed([tracking] if parcel.waybill else []),
        "fulfillmentLineItems": connection(rows),
    }


def fulfilment_of(sale: Sale, parcel: SentParcel) -> Row:
    return _fulfilment(parcel, sale)


def _refund(sale: Sale, case: RefundCase) -> Row:
    lines = [line for line in sale.lines if case.line in ("", line.number)]
    rows = [
        {"__typename": "RefundLineItem", "id": gid("RefundLineItem", f"{line.number}2"), "quantity": line.pieces,
         "lineItem": _line(line, sale), "subtotalSet": money(amount(line.amount)), "totalTaxSet": money("0.0")}
        for line in lines
    ]  # fmt: skip
    return {
        "__typename": "Refund",
        "id": gid("Refund", case.number),
        "legacyResourceId": case.number,
        "createdAt": stamp(case.modified_at),
        "updatedAt": stamp(case.modified_at),
        "note": case.reason or None,
        "totalRefundedSet": money(amount(case.amount)),
        "refundLineItems": connection(rows),
        "cents": case.amount,
    }
