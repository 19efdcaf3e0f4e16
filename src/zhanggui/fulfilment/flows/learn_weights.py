"""Learn from parcels that passed the scale what their goods and boxes weigh.

Afterwards each parcel that can teach something has taught it, once however often it is asked. Accepted odd weights,
crates, and parcels of which nobody said the box teach nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.models import PackUse, Parcel, SkuWeight, WeightSample
from zhanggui.fulfilment.rules.learning import Content, Known, Lesson, Sums, lesson_of, total_of
from zhanggui.fulfilment.states import OddState, ParcelState
from zhanggui.fulfilment.weighing.reading import contents_of, crates_of, packs, pieces_of, weigh_numbers
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome

_WEIGHED = (ParcelState.WEIGHED, ParcelState.SHIPPED)
_SUMS = ("samples", "pieces", "sum_g", "sum_sq")


class _Taught(NamedTuple):
    parcel_id: int
    lesson: Lesson
    at: datetime


@transaction.atomic
def learn_weights(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    weighed = {
        pk: (grams, weighed_at)
        for pk, grams, weighed_at in Parcel.objects.filter(
            pk__among=set(parcel_ids), state__in=_WEIGHED, weighed_g__isnull=False, weight_sample__isnull=True
        )
        .exclude(odd_weights__state=OddState.ACCEPTED)
        .values_list("pk", "weighed_g", "weighed_at")
        if grams and weighed_at
    }
    crated = crates_of(weighed)
    used = PackUse.objects.filter(parcel_id__among=set(weighed)).order_by("pk").values_list("parcel_id", "sku_id")
    boxes = {parcel_id: sku_id for parcel_id, sku_id in used if parcel_id not in crated}
    pieces, packed = pieces_of(boxes), packs(only=set(boxes.values()))
    inside = {pk: [*contents_of(pieces[pk]), packed[box].content] for pk, box in boxes.items() if box in packed}
    known = _locked_known({content.sku_id for contents in inside.values() for content in contents}, at=at)

    taught = []
    numbers = weigh_numbers()
    for pk, contents in sorted(inside.items()):
        grams, weighed_at = weighed[pk]
        *goods, box = [_as_known(content, known) for content in contents]
        lesson = lesson_of(grams, goods, box, numbers)
        since = known[lesson.sku_id][1] if lesson else None
        if lesson and (since is None or since < weighed_at):
            taught.append(_Taught(pk, lesson, weighed_at))
    kept = {
        parcel_id
        for (parcel_id,) in insert_rows(
            WeightSample,
            ("parcel_id", "sku_id", "pieces", "grams", "at"),
            [(one.parcel_id, one.lesson.sku_id, one.lesson.pieces, one.lesson.grams, one.at) for one in taught],
            returning=("parcel_id",),
            on_conflict="(parcel_id) DO NOTHING",
        )
    }
    totals = total_of(one.lesson for one in taught if one.parcel_id in kept)
    update_rows(SkuWeight, ("sku_id",), _SUMS, [(sku_id, *sums) for sku_id, sums in totals.items()], add=True)
    SkuWeight.objects.filter(pk__among=set(totals)).update(changed_at=at, changed_by="")
    return Outcome(done=[one.parcel_id for one in taught if one.parcel_id in kept])


def _locked_known(sku_ids: set[int], *, at: datetime) -> dict[int, tuple[Known, datetime | None]]:
    """What is known of each of these SKUs and since when, locked: who learns after us learns more."""
    insert_rows(
        SkuWeight,
        ("sku_id", "changed_at", "changed_by"),
        [(sku_id, at, "") for sku_id in sorted(sku_ids)],
        on_conflict="(sku_id) DO NOTHING",
    )
    rows = locked(SkuWeight.objects.all(), sku_ids).values_list("pk", *_SUMS, "taught_g", "since")
    return {pk: (Known(Sums(*sums), taught), since) for pk, *sums, taught, since in rows}


def _as_known(content: Content, known: dict[int, tuple[Known, datetime | None]]) -> Content:
    return content._replace(known=known[content.sku_id][0]._replace(listed_g=content.known.listed_g))
