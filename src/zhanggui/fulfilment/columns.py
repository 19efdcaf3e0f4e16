"""What the columns of parcels and waves show: tones, time left, and values read for a whole page at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.fulfilment.rules.parcels import stop_words
from zhanggui.fulfilment.states import LIVE, Numbering, ParcelState
from zhanggui.kernel.clock import now
from zhanggui.orders.desks.chips import deadline, stop_chips
from zhanggui.ui.desk.columns import Tone

PARCEL_TONES: dict[str, Tone] = {
    "planned": "neutral",
    "waved": "info",
    "printed": "info",
    "picked": "info",
    "verified": "info",
    "weighed": "info",
    "shipped": "good",
    "stopped": "bad",
    "void": "muted",
    "merged": "muted",
}
WAVE_TONES: dict[str, Tone] = {"open": "info", "printed": "info", "picked": "good", "cancelled": "muted"}
PRINTED = (ParcelState.PRINTED, ParcelState.PICKED, ParcelState.VERIFIED, ParcelState.WEIGHED)

_DONE = (ParcelState.VERIFIED, ParcelState.WEIGHED, ParcelState.SHIPPED)
_MOST_GOODS = 3

Marked = tuple[int, str, int, str | None, str | None, int, bool | None]
"""Of one parcel: key, state, how many it took in, the number it came from, the number it is in, prints, whether
its label comes at the table."""


def time_left(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How long until the deadline; nothing once it no longer counts."""
    counts = row.get("state", ParcelState.PLANNED) in LIVE
    return deadline(row["ship_by"], at=now()) if counts else []


def collect_left(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How long until the carrier must have scanned it; nothing once it is with the carrier, or does not leave."""
    counts = row.get("state", ParcelState.PLANNED) in LIVE
    return deadline(row["collect_by"], at=now()) if counts else []


def reason_of(row: Mapping[str, Any]) -> Any:
    return stop_words(row["stop_reason"])


def carrier_of(row: Mapping[str, Any]) -> str:
    return carrier_label(row["carrier"])


def share_verified(row: Mapping[str, Any]) -> list[int]:
    return [row["units_verified"], row["units"]]


def parcel_marks(ids: Sequence[int]) -> dict[int, list[dict[str, str]]]:
    """Merged, split, or waiting for its new label, in one statement."""
    return marks_in(mark_rows(ids))


def mark_rows(ids: Sequence[int]) -> QuerySet[Parcel, Marked]:
    inside = Parcel.objects.filter(merged_into=OuterRef("pk"), state=ParcelState.MERGED).order_by()
    took_in = Coalesce(Subquery(inside.values("merged_into").annotate(count=Count("pk")).values("count")), 0)
    rows = Parcel.objects.filter(pk__among=set(ids)).annotate(took_in=took_in)
    return rows.values_list(
        "pk", "state", "took_in", "split_from__number", "merged_into__number", "prints", "wave__labels_at_table"
    )


def marks_in(rows: Iterable[Marked]) -> dict[int, list[dict[str, str]]]:
    marks: dict[int, list[dict[str, str]]] = {}
    for pk, state, took_in, split_from, into, prints, is_later in rows:
        own = marks.setdefault(pk, [])
        if took_in:
            own.append({"label": gettext("Merged of {count}").format(count=took_in + 1), "tone": "info"})
        if split_from:
            own.append({"label": gettext("Split off"), "tone": "info", "title": split_from})
        if into:
            own.append({"label": gettext("In {number}").format(number=into), "tone": "muted"})
        if state in PRINTED and not prints and is_later:
            own.append({"label": gettext("Label at the table"), "tone": "info"})
        elif state in PRINTED and not prints:
            own.append({"label": gettext("Print the new label"), "tone": "bad"})
    return marks


def parcel_extras(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The orders and goods of these parcels in words, and why they are asked to stop, in one statement."""
    rows = (
        ParcelLine.objects.filter(parcel_id__among=set(ids))
        .order_by("parcel_id", "pk")
        .values_list("parcel_id", "order_line__order__number", "sku__code", "sku__spec", "quantity",
                     "parcel__state", "order_line__order__stop_reason")
    )  # fmt: skip
    numbers: dict[int, dict[str, None]] = {}
    goods: dict[int, list[str]] = {}
    asked: dict[int, str] = {}
    for parcel_id, number, code, spec, quantity, state, reason in rows:
        numbers.setdefault(parcel_id, {})[number] = None
        if state in LIVE and not asked.get(parcel_id):
            asked[parcel_id] = reason
        goods.setdefault(parcel_id, []).append(f"{quantity}×{code} {spec}".strip())
    return {
        parcel_id: {
            "orders": " ".join(numbers[parcel_id]),
            "goods": _shortened(words),
            "stopping": stop_chips(asked.get(parcel_id, "")),
        }
        for parcel_id, words in goods.items()
    }


def _shortened(words: Sequence[str]) -> str:
    more = len(words) - _MOST_GOODS
    shown = "、".join(words[:_MOST_GOODS])
    return f"{shown} +{more}" if more > 0 else shown


def wave_extras(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """How far the parcels of these waves are, in one statement."""
    rows = (
        Parcel.objects.filter(wave_id__among=set(ids))
        .values_list("wave_id")
        .annotate(
            all=Count("pk"),
            done=Count("pk", filter=Q(state__in=_DONE)),
            stopped=Count("pk", filter=Q(state=ParcelState.STOPPED)),
            awaited=Count("pk", filter=Q(state=ParcelState.WAVED, numbering=Numbering.AWAITED)),
            refused=Count("pk", filter=Q(state=ParcelState.WAVED, numbering=Numbering.REFUSED)),
            first=Min("ship_by", filter=Q(state__in=LIVE)),
        )
    )
    return {wave_id: _wave_values(*values) for wave_id, *values in rows}


def _wave_values(
    parcels: int, done: int, stopped: int, awaited: int, refused: int, first: datetime | None
) -> dict[str, Any]:
    told = (
        (stopped, gettext("{count} stopped"), "bad"),
        (awaited, gettext("{count} waiting for numbers"), "info"),
        (refused, gettext("{count} without a number"), "bad"),
    )
    marks = [{"label": words.format(count=count), "tone": tone} for count, words, tone in told if count]
    return {"verified": [done, parcels], "marks": marks, "first_ship_by": first}
