"""What the scale shows of an open parcel: what it should weigh, and the boxes it may be in."""

from dataclasses import dataclass

from django.db.models import Q

from zhanggui.fulfilment.models import Packaging, Parcel
from zhanggui.fulfilment.rules.learning import Band
from zhanggui.fulfilment.rules.packagings import Box, fits, suggest_box
from zhanggui.fulfilment.weighing.judging import Judge
from zhanggui.fulfilment.weighing.reading import (
    content_key,
    contents_of,
    crates_of,
    goods_of,
    habits_of,
    packs,
    pieces_of,
    weigh_numbers,
)
from zhanggui.kernel.keys import keys_in

MOST_BOXES = 8
"""One key each."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The open parcel at the scale. `shown_g` is what it should weigh; `boxes` have their number by their place."""

    band: Band | None
    shown_g: int
    is_learned: bool
    crate: str
    boxes: tuple[Box, ...]
    fitting: tuple[bool, ...]
    proposed: Box | None
    box: Box | None


def offer_of(parcel: Parcel, *, chosen: int | None = None, is_chosen: bool = False) -> Offer:
    """What is known of the parcel. The proposed box counts until somebody chooses another, or none."""
    numbers, pieces, crates, known = (
        weigh_numbers(), pieces_of([parcel.pk]), crates_of([parcel.pk]), packs(),
    )  # fmt: skip
    own = pieces.get(parcel.pk, [])
    contents, goods = contents_of(own), goods_of(own, numbers)
    all_boxes = [pack.box for pack in known.values()]
    proposed = suggest_box(goods, all_boxes, habits_of(content_key(contents))) if all_boxes else None
    box = (known[chosen].box if chosen in known else None) if is_chosen else proposed
    judge = Judge(numbers, known, pieces, crates, {parcel.pk: box.sku_id} if box else {})
    band = judge.band(parcel.pk, parcel.expected_g)
    is_learned = bool(contents) and all(content.known.is_sure(numbers) for content in contents)
    # The proposed one first, then those that fit, smallest first.
    boxes = sorted(all_boxes, key=lambda one: (one not in (proposed, box), not fits(goods, one)))[:MOST_BOXES]
    return Offer(
        band, band.mean if band and is_learned else parcel.expected_g, is_learned, crates.get(parcel.pk, ""),
        tuple(boxes), tuple(fits(goods, one) for one in boxes), proposed, box,
    )  # fmt: skip


def box_scanned(code: str, *, shown: str) -> int | None:
    """The box of a number typed (*1), or of a merchant code or barcode scanned; None for anything else."""
    if not shown:
        return None
    boxes = keys_in(shown)
    if code.startswith("*") and code[1:].isdecimal() and 0 < int(code[1:]) <= len(boxes):
        return boxes[int(code[1:]) - 1]
    found = Packaging.objects.filter(Q(sku__code=code) | Q(sku__barcodes__code=code), is_active=True)
    return found.values_list("pk", flat=True).first()
