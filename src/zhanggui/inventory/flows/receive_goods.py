"""Receive goods from a supplier."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from zhanggui.catalog.queries import bundles_among
from zhanggui.inventory.facts import GoodsReceived
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.queries import outside, places_inside, sku_codes
from zhanggui.inventory.rules.quantities import BundleNotStocked, QuantityNotPositive, check_known
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.states import LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide


class Receipt(NamedTuple):
    """One line of a delivery. Its cause never comes in twice."""

    cause_id: int
    location_id: int
    sku_id: int
    quantity: int
    unit_cost: Decimal = Decimal(0)
    lot: str = ""


@transaction.atomic
def receive_goods(*, receipts: Sequence[Receipt], actor: Actor, at: datetime) -> Outcome[int]:
    """The goods lie where they were received, and those who wait for them are told.

    A bundle is refused: its parts are what comes in. A cause received before is done without another effect. Answers by
    cause.
    """
    places = places_inside([receipt.location_id for receipt in receipts], actor=actor)
    codes = sku_codes(receipt.sku_id for receipt in receipts)
    bundles = bundles_among(codes)
    supplier = outside(LocationKind.SUPPLIER)

    def check(receipt: Receipt) -> None:
        if receipt.quantity <= 0:
            raise QuantityNotPositive(quantity=receipt.quantity)
        check_known(sku_id=receipt.sku_id, location_id=receipt.location_id, sku_ids=codes, location_ids=places.keys())
        if receipt.sku_id in bundles:
            raise BundleNotStocked(sku=codes[receipt.sku_id])

    ready, refused = divide(receipts, check=check, key=lambda receipt: receipt.cause_id)

    moves = [
        Posting(
            receipt.cause_id, receipt.sku_id, supplier, receipt.location_id, receipt.quantity, receipt.unit_cost,
            receipt.lot,
        )
        for receipt in ready
    ]  # fmt: skip
    fresh = set(post_moves(cause="receive_goods", moves=moves, actor=actor, at=at))

    received: dict[tuple[int, int], int] = defaultdict(int)
    for receipt in {receipt.cause_id: receipt for receipt in reversed(ready)}.values():
        if receipt.cause_id in fresh:
            received[receipt.sku_id, places[receipt.location_id].warehouse_id] += receipt.quantity
    announce([GoodsReceived(*key, quantity) for key, quantity in sorted(received.items())], actor=actor, at=at)
    return Outcome(done=list(dict.fromkeys(receipt.cause_id for receipt in ready)), refused=refused)
