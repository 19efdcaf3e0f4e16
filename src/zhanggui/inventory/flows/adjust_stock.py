"""Set the ledger right after a count."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.catalog.queries import bundles_among
from zhanggui.inventory.counting import end_requests, release_missing
from zhanggui.inventory.facts import StockAdjusted
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.lot_holds import hold_again, make_way
from zhanggui.inventory.models import Move
from zhanggui.inventory.queries import outside, places_inside, sku_codes
from zhanggui.inventory.rules.counts import Count, CountNegative, PiecesSetAside, weigh_counts
from zhanggui.inventory.rules.quantities import BundleNotStocked, check_known
from zhanggui.inventory.rules.sums import BalanceKey, Held, Posting
from zhanggui.inventory.states import LocationKind
from zhanggui.inventory.stock_rows import lock_availability, lock_balances, open_availability, open_balances
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide

CAUSE = "adjust_stock"


@transaction.atomic
def adjust_stock(*, counts: Sequence[Count], note: str, cause: str = CAUSE, actor: Actor, at: datetime) -> Outcome[int]:
    """Each place counted holds what was counted; the difference came from, or went to, the place of losses.

    A request to count it is answered.

    Refused where pickers or buyers were promised more than was counted, and for a bundle, which can only be counted to
    zero. A cause that changed stock before is done without another effect. Answers by cause.
    """
    places = places_inside([count.location_id for count in counts], actor=actor)
    codes = sku_codes(count.sku_id for count in counts)
    bundles = bundles_among(codes)

    def check(count: Count) -> None:
        if count.counted < 0 and not count.is_change:
            raise CountNegative(counted=count.counted)
        check_known(sku_id=count.sku_id, location_id=count.location_id, sku_ids=codes, location_ids=places.keys())
        if count.counted > 0 and count.sku_id in bundles:
            raise BundleNotStocked(sku=codes[count.sku_id])

    ready, refused = divide(counts, check=check, key=lambda count: count.cause_id)
    stock_keys = {
        count.cause_id: (places[count.location_id].warehouse_id, count.sku_id)
        for count in ready
        if places[count.location_id].is_sellable
    }
    open_availability(keys := sorted(set(stock_keys.values())))
    requests = release_missing(_places(ready), actor=actor, at=at)
    lots = {stock_keys[count.cause_id] for count in ready if count.lot and count.cause_id in stock_keys}
    availability, unheld = make_way(lock_availability(keys), lots, actor=actor, at=at)
    open_balances(counted := sorted(_places(ready)))
    balances = lock_balances(counted)
    posted = set(
        Move.objects.filter(cause=cause, cause_id__among=[count.cause_id for count in ready]).values_list(
            "cause_id", flat=True
        )
    )

    differences, broken = weigh_counts(
        [count for count in ready if count.cause_id not in posted],
        stock_keys=stock_keys,
        availability=availability,
        balances=balances,
    )

    counted_now = _places(count for count in ready if count.cause_id not in broken)
    end_requests([pk for pk, key in requests.items() if key in counted_now], actor=actor, at=at)
    moves = _moves(differences, outside(LocationKind.LOSS))
    post_moves(cause=cause, moves=moves, actor=actor, at=at)
    hold_again(unheld, actor=actor, at=at)
    announce(
        [
            StockAdjusted(
                sku_id=count.sku_id,
                warehouse_id=places[count.location_id].warehouse_id,
                location_id=count.location_id,
                lot=count.lot,
                counted=_lies(count, balances),
                difference=difference,
                note=note,
            )
            for count, difference in differences
            if difference
        ],
        actor=actor,
        at=at,
    )
    for count in ready:
        if count.cause_id in broken:
            refused[count.cause_id] = PiecesSetAside(
                sku=codes[count.sku_id],
                place=places[count.location_id].code,
                aside=broken[count.cause_id],
                counted=_lies(count, balances),
            )
    done = dict.fromkeys(count.cause_id for count in ready if count.cause_id not in refused)
    return Outcome(done=list(done), refused=refused)


def _lies(count: Count, balances: Mapping[BalanceKey, Held]) -> int:
    """How many pieces the count leaves in the place."""
    before = balances[count.location_id, count.sku_id, count.lot].there if count.is_change else 0
    return before + count.counted


def _places(counts: Iterable[Count]) -> set[BalanceKey]:
    return {(count.location_id, count.sku_id, count.lot) for count in counts}


def _moves(differences: Sequence[tuple[Count, int]], loss: int) -> list[Posting]:
    return [
        Posting(
            count.cause_id,
            count.sku_id,
            loss if difference > 0 else count.location_id,
            count.location_id if difference > 0 else loss,
            abs(difference),
            lot=count.lot,
        )
        for count, difference in differences
        if difference
    ]
