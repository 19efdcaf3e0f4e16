"""Say that bins in hand are counted.

Afterwards what was scanned is the count of each bin: compared with the book of this moment, it agrees, waits for
approval, or has to be counted again by somebody else. A bin in which goods were moved while it was counted is refused:
nobody knows whether they were counted before or after.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.counting.models import CountBin, CountLine, CountTurn
from zhanggui.counting.queries import tallies_of
from zhanggui.counting.rules.turns import check_in_hand
from zhanggui.counting.settling import Tally, settle_counts
from zhanggui.counting.taking import locked_bins, person_of, standings
from zhanggui.inventory.contents import lock_contents, moved_since
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal


class NothingScanned(Refusal):
    """Nothing was scanned in bin {bin}. If it is empty, confirm that."""


class BinNotEmpty(Refusal):
    """Goods were scanned in bin {bin}: it is not empty."""


class BinMoved(Refusal):
    """Goods were moved in bin {bin} while you counted it. Count it once more."""


@transaction.atomic
def finish_bins(*, bin_ids: Sequence[int], is_empty: bool = False, actor: Actor, at: datetime) -> Outcome[int]:
    bins = locked_bins(bin_ids, actor=actor)
    standing = standings(bins)
    scanned: dict[int, dict[tuple[int, str], int]] = defaultdict(dict)
    for (bin_id, sku_id, lot), pieces in tallies_of(one.pk for one in bins).items():
        scanned[bin_id][sku_id, lot] = pieces
    places = {one.pk: one.location_id for one in bins}
    found = {(places[pk], *key) for pk, own in scanned.items() for key in own}
    contents = lock_contents(places.values(), keys=found)
    moved = _moved(bins, contents)

    def check(one: CountBin) -> None:
        check_in_hand(standing[one.pk], by=person_of(actor))
        if is_empty and any(scanned[one.pk].values()):
            raise BinNotEmpty(bin=one.location.code)
        if not is_empty and not any(scanned[one.pk].values()):
            raise NothingScanned(bin=one.location.code)
        if one.location_id in moved:
            raise BinMoved(bin=one.location.code)

    ready, refused = divide(bins, check=check, key=lambda one: one.pk)
    refused |= not_found("count", bin_ids, standing)

    tallies = [Tally(one, scanned[one.pk], at) for one in ready]
    settle_counts(tallies, contents=contents, actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)


def _moved(bins: Sequence[CountBin], contents: dict[tuple[int, int, str], int]) -> set[int]:
    """Places where goods moved since the count of them was begun, or lie that were not on their way there then."""
    rounds = {one.pk: one for one in bins}
    turns = CountTurn.objects.filter(bin_id__among=set(rounds)).values_list("bin_id", "round", "begun_after")
    begun = {rounds[pk].location_id: after for pk, number, after in turns if number == rounds[pk].round}
    known = set(CountLine.objects.filter(bin_id__among=set(rounds)).values_list("bin__location_id", "sku_id", "lot"))
    moved = {place for place, _, _ in moved_since(begun)}
    return moved | {key[0] for key, there in contents.items() if there and key not in known}
