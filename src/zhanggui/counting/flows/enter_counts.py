"""Enter what was counted in bins, from a list or another device.

Afterwards each bin is counted as if it had been scanned. A count may be entered late: it is compared with what the
book said when it was taken, and whatever moved afterwards stands on top of it.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.catalog.queries import bundles_among
from zhanggui.counting.beginning import begin_turns
from zhanggui.counting.models import CountBin
from zhanggui.counting.rules.turns import check_may_begin
from zhanggui.counting.settling import Tally, settle_counts
from zhanggui.counting.taking import locked_bins, person_of, standings
from zhanggui.inventory.contents import lock_contents
from zhanggui.inventory.queries import sku_codes
from zhanggui.inventory.rules.counts import CountNegative
from zhanggui.inventory.rules.quantities import BundleNotStocked, SkuUnknown
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal


class CountedTooEarly(Refusal):
    """Give the moment bin {bin} was counted: not before the count was opened, and not in the future."""


class CountedGoods(NamedTuple):
    """So many pieces of a SKU (and lot) lay in the bin."""

    sku_id: int
    pieces: int
    lot: str = ""


class BinCount(NamedTuple):
    """Everything that lay in a bin; none: it was empty. Without `counted_at` it was counted just now."""

    bin_id: int
    goods: tuple[CountedGoods, ...]
    counted_at: datetime | None = None


@transaction.atomic
def enter_counts(*, counts: Sequence[BinCount], actor: Actor, at: datetime) -> Outcome[int]:
    given = {count.bin_id: count for count in counts}
    bins = locked_bins(given, actor=actor)
    standing = standings(bins)
    codes = sku_codes(goods.sku_id for count in counts for goods in count.goods)
    bundles = bundles_among(codes)

    def check(one: CountBin) -> None:
        check_may_begin(standing[one.pk], by=person_of(actor))
        count = given[one.pk]
        if count.counted_at and not one.sheet.opened_at <= count.counted_at <= at:
            raise CountedTooEarly(bin=one.location.code)
        for goods in count.goods:
            if goods.pieces < 0:
                raise CountNegative(counted=goods.pieces)
            if goods.sku_id not in codes:
                raise SkuUnknown(sku=goods.sku_id)
            if goods.sku_id in bundles:
                raise BundleNotStocked(sku=codes[goods.sku_id])

    ready, refused = divide(bins, check=check, key=lambda one: one.pk)
    refused |= not_found("count", given, standing)

    pieces = {one.pk: _pieces(given[one.pk]) for one in ready}
    found = {(one.location_id, *key) for one in ready for key in pieces[one.pk]}
    contents = lock_contents({one.location_id for one in ready}, keys=found)
    begin_turns(ready, contents=contents, actor=actor, at=at)
    tallies = [Tally(one, pieces[one.pk], given[one.pk].counted_at or at) for one in ready]
    settle_counts(tallies, contents=contents, actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)


def _pieces(count: BinCount) -> dict[tuple[int, str], int]:
    sums: Counter[tuple[int, str]] = Counter()
    for goods in count.goods:
        sums[goods.sku_id, goods.lot[:40]] += goods.pieces
    return dict(sums)
