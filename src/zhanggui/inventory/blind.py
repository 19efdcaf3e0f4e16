"""Who counts a place is not told what the book says of it, on any page, in any export, by the API: until the count is
in."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet

from zhanggui.inventory.models import BlindPlace
from zhanggui.kernel.actor import Actor

COUNTS = ("begin_bins", "enter_counts")
"""The rights of who counts. Who leads the count and counts as well is no exception."""

Row = TypeVar("Row", bound=Model)


def blind_among(location_ids: Iterable[int], *, actor: Actor) -> set[int]:
    """Those of the places of which this actor must not be told what lies there."""
    if not _counts(actor):
        return set()
    places = BlindPlace.objects.filter(pk__among=set(location_ids))
    return set(places.values_list("pk", flat=True))


def seen_places(rows: QuerySet[Row], *, actor: Actor) -> QuerySet[Row]:
    """Rows of places (`location`), without those of which this actor must not be told what lies there."""
    return rows.exclude(location_id__in=BlindPlace.objects.values("location_id")) if _counts(actor) else rows


def _counts(actor: Actor) -> bool:
    return any(actor.may(right) for right in COUNTS)
