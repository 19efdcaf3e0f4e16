"""Receive goods from a supplier."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from zhanggui.catalog.queries import bundles_among
from zhanggui.inventory.facts import GoodsReceived
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.models import Move
from zhanggui.inventory.queries import outside, places_inside, sku_tracking
from zhanggui.inventory.rules.quantities import BundleNotStocked, QuantityNotPositive, check_known
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.rules.tracking import CodeTaken, check_tracked
from zhanggui.inventory.states import LocationKind
from zhanggui.inventory.unique_codes import CodeDraft, codes_known, write_codes
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide

CAUSE = "receive_goods"


class Receipt(NamedTuple):
    """One line of a delivery. Its cause never comes in twice."""

    cause_id: int
    location_id: int
    sku_id: int
    quantity: int
    unit_cost: Decimal = Decimal(0)
    lot: str = ""
    codes: tuple[str, ...] = ()
    """The unique code of each piece, for a SKU that is tracked by them."""


@transaction.atomic
def receive_goods(*, receipts: Sequence[Receipt], actor: Actor, at: datetime) -> Outcome[int]:
    """The goods lie where they were received, and those who wait for them are told.

    A bundle is refused: its parts are what comes in. So are pieces without the lot or the unique codes their SKU is
    tracked by. A cause received before is done without another effect. Answers by cause.
    """
    places = places_inside([receipt.location_id for receipt in receipts], actor=actor)
    skus = sku_tracking(receipt.sku_id for receipt in receipts)
    bundles = bundles_among(skus)
    known = codes_known(code for receipt in receipts for code in receipt.codes)
    posted = _posted(receipt.cause_id for receipt in receipts if known)
    supplier = outside(LocationKind.SUPPLIER)

    def check(receipt: Receipt) -> None:
        if receipt.quantity <= 0:
            raise QuantityNotPositive(quantity=receipt.quantity)
        check_known(sku_id=receipt.sku_id, location_id=receipt.location_id, sku_ids=skus, location_ids=places.keys())
        if receipt.sku_id in bundles:
            raise BundleNotStocked(sku=skus[receipt.sku_id][0])
        sku, tracking = skus[receipt.sku_id]
        check_tracked(sku=sku, tracking=tracking, quantity=receipt.quantity, lot=receipt.lot, codes=receipt.codes)
        for code in receipt.codes if receipt.cause_id not in posted else ():
            if code in known:
                raise CodeTaken(code=code, sku=known[code][1])

    ready, refused = divide(receipts, check=check, key=lambda receipt: receipt.cause_id)

    moves = [
        Posting(
            receipt.cause_id, receipt.sku_id, supplier, receipt.location_id, receipt.quantity, receipt.unit_cost,
            receipt.lot,
        )
        for receipt in ready
    ]  # fmt: skip
    fresh = set(post_moves(cause=CAUSE, moves=moves, actor=actor, at=at))

    drafts = [
        CodeDraft(code, receipt.sku_id, places[receipt.location_id].warehouse_id, receipt.lot)
        for receipt in ready
        if receipt.cause_id in fresh
        for code in receipt.codes
    ]
    _write_codes(drafts, skus, actor=actor, at=at)

    received: dict[tuple[int, int], int] = defaultdict(int)
    for receipt in {receipt.cause_id: receipt for receipt in reversed(ready)}.values():
        if receipt.cause_id in fresh:
            received[receipt.sku_id, places[receipt.location_id].warehouse_id] += receipt.quantity
    announce([GoodsReceived(*key, quantity) for key, quantity in sorted(received.items())], actor=actor, at=at)
    return Outcome(done=list(dict.fromkeys(receipt.cause_id for receipt in ready)), refused=refused)


def _posted(cause_ids: Iterable[int]) -> set[int]:
    """Those that came in before; asked only when a code given is known."""
    asked = set(cause_ids)
    if not asked:
        return set()
    return set(Move.objects.filter(cause=CAUSE, cause_id__among=asked).values_list("cause_id", flat=True))


def _write_codes(
    drafts: Sequence[CodeDraft], skus: Mapping[int, tuple[str, str]], *, actor: Actor, at: datetime
) -> None:
    """All or nothing: a code that came in elsewhere at the same moment takes the whole delivery back."""
    if not drafts:
        return
    written = write_codes(drafts, actor=actor, at=at)
    for draft in drafts:
        if draft.code not in written:
            raise CodeTaken(code=draft.code, sku=skus[draft.sku_id][0])
