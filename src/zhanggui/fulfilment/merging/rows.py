"""What the pages of merging and splitting show: proposals with their reason, and the parcels a split would make."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from zhanggui.fulfilment.columns import parcel_extras
from zhanggui.fulfilment.merging.parts import merge_groups, read_parts
from zhanggui.fulfilment.merging.splitting import held_lines
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.places.books import load_tables
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.rules.freight import Table, quote
from zhanggui.fulfilment.rules.merging import Part, why_separate
from zhanggui.fulfilment.rules.splitting import SplitLine, Take, part
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.refusal import Refusal


def proposal_extras(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Orders and goods of these parcels, and why each was not merged by itself. Fixed statements."""
    shown: dict[int, dict[str, Any]] = {pk: dict(values) for pk, values in parcel_extras(ids).items()}
    keys = {bytes(key) for key in Parcel.objects.filter(pk__among=set(ids)).values_list("merge_key", flat=True)}
    alike = Parcel.objects.filter(state=ParcelState.PLANNED, merge_key__in=sorted(keys)).order_by("merge_key", "pk")
    alone = set(alike.filter(stays_alone=True).values_list("pk", flat=True))
    parts, refused = read_parts(alike, groups=merge_groups())
    by_key: dict[bytes, dict[int, Part]] = {}
    for one in parts:
        by_key.setdefault(one.key, {})[one.parcel_id] = one
    reasons: dict[int, Refusal | None] = dict(refused)
    for same in by_key.values():
        reasons |= why_separate(same)
    for pk in ids:
        shown.setdefault(pk, {})["why"] = _chips(reasons.get(pk), stays_alone=pk in alone)
    return shown


def _chips(why: Refusal | None, *, stays_alone: bool) -> list[dict[str, str]]:
    if stays_alone:
        return [{"label": _("Taken apart by hand"), "tone": "muted"}]
    if why is None:
        return [{"label": _("Nothing in the way"), "tone": "good"}]
    return [{"label": why.sentence, "tone": "warn", "title": why.sentence}]


class Resulting(NamedTuple):
    """A parcel that a split would make. `fee` is None where no freight table prices it."""

    lines: list[tuple[str, int]]
    pieces: int
    grams: int
    ready: bool
    fee: Decimal | None


class Preview(NamedTuple):
    """The parcels of a split, what they cost more than one parcel, and why it cannot be done."""

    parcels: list[Resulting]
    more: Decimal | None
    refusal: str


def preview_split(parcel: Parcel, *, way: str, limit: int, take: Take, at: datetime) -> Preview:
    """What would result; nothing changes."""
    lines = held_lines([parcel.pk]).get(parcel.pk, [])
    try:
        boxes = part(parcel.number, lines, way=way, limit=limit, take=take)
    except Refusal as refusal:
        return Preview([], None, refusal.sentence)
    order = parcel.order
    area = Area(order.receiver_state, order.receiver_city, order.receiver_district)
    table = _table_for(load_tables(), parcel)
    found = [_resulting(lines, box, table, area) for box in boxes]
    before = _fee(table, area, sum(line.grams * line.quantity for line in lines))
    fees = [one.fee for one in found]
    more = None if before is None or None in fees else sum((fee for fee in fees if fee), Decimal(0)) - before
    return Preview(found, more, "")


def _table_for(tables: Sequence[Table], parcel: Parcel) -> Table | None:
    """The warehouse's own contract with the carrier, else the common one."""
    same = [table for table in tables if table.carrier == parcel.carrier]
    own = next((table for table in same if table.warehouse_id == parcel.warehouse_id), None)
    return own or next((table for table in same if table.warehouse_id is None), None)


def _resulting(lines: Sequence[SplitLine], box: Mapping[int, int], table: Table | None, area: Area) -> Resulting:
    own = [line for line in lines if box.get(line.line_id)]
    grams = sum(line.grams * box[line.line_id] for line in own)
    return Resulting(
        [(line.sku, box[line.line_id]) for line in own],
        sum(box.values()),
        grams,
        all(line.ready >= box[line.line_id] for line in own),
        _fee(table, area, grams),
    )


def _fee(table: Table | None, area: Area, grams: int) -> Decimal | None:
    if table is None:
        return None
    try:
        return quote(table, area, grams=grams).fee
    except Refusal:
        return None
