"""Sales in the words of django-oscar-api: orders and their lines. Money is text, things are named by their address."""

from collections.abc import Sequence
from random import Random
from typing import Any

from zhanggui.simulators.market.goods import Shelf
from zhanggui.simulators.market.money import yuan
from zhanggui.simulators.market.sales import Sale, SoldLine, Stage
from zhanggui.simulators.stage.clock import GMT8

API = "/api"
ADMIN = f"{API}/admin"

STATUSES = {
    Stage.UNPAID: "new",
    Stage.HELD: "Pending",
    Stage.PAID: "Pending",
    Stage.PART_SHIPPED: "Being processed",
    Stage.SHIPPED: "Complete",
    Stage.DELIVERED: "Complete",
    Stage.DONE: "Complete",
    Stage.CANCELLED: "Cancelled",
    Stage.CLOSED: "Cancelled",
}


def number_from(rng: Random) -> str:
    """What the buyer sees as the number, and the key in the database behind it."""
    key = rng.randrange(1, 10_000_000)
    return name_of(str(key))


def name_of(key: str) -> str:
    return f"{100_000 + int(key)}-{key}"


def key_of(sale: Sale) -> int:
    return int(sale.number.rpartition("-")[2])


def line_numbers(number: str, lines: int) -> Sequence[str]:
    key = int(number.rpartition("-")[2])
    return [str(key * 20 + nth) for nth in range(lines)]


def order_of(sale: Sale, *, host: str, spoiled: str = "") -> dict[str, Any]:
    key = key_of(sale)
    order: dict[str, Any] = {
        "number": sale.number.partition("-")[0],
        "basket": f"{host}{API}/baskets/{key}/",
        "url": f"{host}{ADMIN}/orders/{key}/",
        "lines": f"{host}{ADMIN}/orders/{key}/lines/",
        "owner": None,
        "billing_address": None,
        "currency": "CNY",
        "total_incl_tax": yuan(sale.total),
        "total_excl_tax": yuan(sale.total),
        "shipping_incl_tax": yuan(sale.freight),
        "shipping_excl_tax": yuan(sale.freight),
        "shipping_address": _address(sale, host=host) | _SPOILT_ADDRESS.get(spoiled, {}),
        "shipping_method": "快递",
        "shipping_code": "express",
        "status": STATUSES[sale.stage],
        "email": f"{sale.buyer.open_uid.lower()}@example.test",
        "date_placed": sale.placed_at.astimezone(GMT8).isoformat(),
        "payment_url": "",
        "offer_discounts": [],
        "voucher_discounts": [],
        "surcharges": [],
    }
    return order | _SPOILT.get(spoiled, {})


_SPOILT_ADDRESS = {"control": {"notes": "ring\ttwice\n"}}
_SPOILT: dict[str, dict[str, Any]] = {
    "unknown_state": {"status": "Waiting for Godot"},
    "three_decimals": {"total_incl_tax": "1.234"},
    "bad_time": {"date_placed": "2025-03-04T10:00:00"},
}


def line_of(line: SoldLine, sale: Sale, shelf: Shelf, *, host: str) -> dict[str, Any]:
    before = yuan(line.price * line.pieces)
    product = product_key(line.item, line.sku, shelf)
    return {
        "attributes": [],
        "url": f"{host}{ADMIN}/orderlines/{line.number}/",
        "product": f"{host}{API}/products/{product}/",
        "stockrecord": f"{host}{API}/products/{product}/stockrecords/{line.sku}/",
        "quantity": line.pieces,
        "price_currency": "CNY",
        "price_excl_tax": yuan(line.amount),
        "price_incl_tax": yuan(line.amount),
        "price_incl_tax_excl_discounts": before,
        "price_excl_tax_excl_discounts": before,
        "order": f"{host}{API}/orders/{key_of(sale)}/",
    }


def product_key(item: str, sku: str, shelf: Shelf) -> str:
    """A ware alone in its item stands for itself; of several each is a child of the item."""
    return sku if len(shelf.of_item(item)) > 1 else item


def _address(sale: Sale, *, host: str) -> dict[str, Any]:
    receiver = sale.buyer.receiver
    return {
        "id": key_of(sale),
        "country": f"{host}{API}/countries/CN/",
        "code": "",
        "title": "",
        "first_name": receiver.name[1:],
        "last_name": receiver.name[:1],
        "line1": f"{receiver.district}{receiver.town}{receiver.address}",
        "line2": "",
        "line3": "",
        "line4": receiver.city,
        "state": receiver.state,
        "postcode": receiver.zip,
        "search_text": "",
        "phone_number": f"+86{receiver.mobile}",
        "notes": sale.message,
    }
