"""What the shop offers of each variant, and at what price.

Medusa keeps what lies there, reserved pieces included: what it offers is that without the reserved ones. A batch is
taken whole or not at all, so one that is refused is told piece by piece.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, TypeVar

from zhanggui.connectors.asking.answers import number, rows, text
from zhanggui.connectors.medusa.catalogue import base_price, currency_of, find_variants, level_at, levels_of
from zhanggui.connectors.medusa.client import MedusaClient
from zhanggui.connectors.medusa.errors import LABEL, NOT_FOUND
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.doors.channel_abilities import PriceOffer
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.kernel.refusal import Refusal

AT_ONCE = 50
Row = Mapping[str, Any]
Offer = TypeVar("Offer", StockOffer, PriceOffer)
Told = Iterator[tuple[Offer, Refusal | None]]


class StockNotKept(ChannelRefused):
    """{channel} does not count {listing} in one place: let the shop manage its stock, and name the location."""


def write_stock(medusa: MedusaClient, offers: Sequence[StockOffer]) -> Told[StockOffer]:
    """Exactly so many pieces can be bought."""
    for start in range(0, len(offers), AT_ONCE):
        known, told = _known(medusa, offers[start : start + AT_ONCE])
        rows_of = []
        for offer, row in known:
            level = _level(medusa, row, offer.quantity)
            if level is None:
                told.append((offer, StockNotKept(channel=LABEL, listing=offer.listing)))
            else:
                rows_of.append((offer, level))
        yield from told
        yield from _batch(medusa, "inventory-items/location-levels/batch", rows_of)


def write_prices(medusa: MedusaClient, offers: Sequence[PriceOffer]) -> Told[PriceOffer]:
    """Each costs exactly so much in the currency of the account; prices in others and for groups stay."""
    currency = currency_of(medusa)
    for start in range(0, len(offers), AT_ONCE):
        known, told = _known(medusa, offers[start : start + AT_ONCE])
        yield from told
        for product, own in groupby(sorted(known, key=_product), key=_product):
            changes = [(offer, _priced(row, currency, offer.price)) for offer, row in own]
            yield from _batch(medusa, f"products/{product}/variants/batch", changes)


def _product(pair: tuple[PriceOffer, Row]) -> str:
    return text(pair[1], "product_id")


def _known(
    medusa: MedusaClient, offers: Sequence[Offer]
) -> tuple[list[tuple[Offer, Row]], list[tuple[Offer, Refusal | None]]]:
    """The offers with their variants, and the others with why there is none."""
    found = find_variants(medusa, [offer.listing for offer in offers])
    known = [(offer, found[offer.listing]) for offer in offers if offer.listing in found]
    sentence = "Variant not found"
    told: list[tuple[Offer, Refusal | None]] = [
        (offer, ChannelRefused(channel=LABEL, sentence=f"{sentence}: {offer.listing}", reason=NOT_FOUND))
        for offer in offers
        if offer.listing not in found
    ]
    return known, told


def _level(medusa: MedusaClient, row: Row, quantity: int) -> Row | None:
    kept = levels_of(row)
    level = level_at(kept[1], medusa.account.settings.get("location_id", "")) if kept else None
    if kept is None or level is None:
        return None
    pieces = quantity * (number(kept[0], "required_quantity") or 1)
    return {
        "inventory_item_id": text(kept[0], "inventory_item_id"),
        "location_id": text(level, "location_id"),
        "stocked_quantity": pieces + (number(level, "reserved_quantity") or 0),
    }


def _priced(row: Row, currency: str, price: Decimal) -> Row:
    """All prices of the variant, for those that are not named would be gone."""
    base = base_price(row, currency)
    others = [
        {
            "id": text(one, "id"),
            "currency_code": text(one, "currency_code"),
            "amount": float(text(one, "amount")),
            **{name: int(text(one, name)) for name in ("min_quantity", "max_quantity") if text(one, name)},
            **({"rules": one["rules"]} if one.get("rules") else {}),
        }
        for one in rows(row, "prices")
        if one is not base
    ]
    own = {"currency_code": currency, "amount": float(price)} | ({"id": text(base, "id")} if base else {})
    return {"id": text(row, "id"), "prices": [own, *others]}


def _batch(medusa: MedusaClient, path: str, changes: Sequence[tuple[Offer, Row]]) -> Told[Offer]:
    if not changes:
        return
    try:
        medusa.write(path, {"update": [row for _, row in changes]})
    except ChannelRefused as refused:
        if len(changes) == 1:
            yield changes[0][0], refused
            return
        for one in changes:
            yield from _batch(medusa, path, [one])
        return
    yield from ((offer, None) for offer, _ in changes)
