"""Score suppliers for a month, from its events.

Afterwards each has the figures of that month with the events they rest on; a score that changed, because an event was
corrected or weights were set, says what it was before.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import orjson
from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows, insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.parties.facts import SupplierScored
from zhanggui.parties.models import Score, Supplier, SupplierEvent
from zhanggui.parties.queries import weights
from zhanggui.parties.rules.scoring import Figure, Measured, figures_of, score_of

_LATEST = """
UPDATE parties_supplier SET score = (
    SELECT points FROM parties_score WHERE supplier_id = parties_supplier.id AND points IS NOT NULL
    ORDER BY month DESC LIMIT 1
) WHERE id = ANY(%s) RETURNING id
"""


@transaction.atomic
def score_suppliers(*, supplier_ids: Sequence[int], month: date, actor: Actor, at: datetime) -> Outcome[int]:
    """`month` is any day of it."""
    first = month.replace(day=1)
    there = list(locked(Supplier.objects.all(), supplier_ids).values_list("pk", flat=True))
    weighed = weights()
    events = _events(set(there), first)
    before = dict(Score.objects.filter(supplier_id__among=set(there), month=first).values_list("supplier_id", "points"))

    figures = {pk: figures_of(events.get(pk, ()), weights=weighed) for pk in there}
    points = {pk: score_of(found) for pk, found in figures.items()}

    rows = [(pk, first, points[pk], _stored(figures[pk]), at) for pk in there]
    insert_rows(
        Score, ("supplier_id", "month", "points", "figures", "scored_at"), rows,
        on_conflict="(supplier_id, month) DO UPDATE SET points = EXCLUDED.points, figures = EXCLUDED.figures, "
        "scored_at = EXCLUDED.scored_at",
    )  # fmt: skip
    fetch_rows(_LATEST, [there])

    changed = [pk for pk in there if before.get(pk) != points[pk]]
    facts = [SupplierScored(pk, f"{first:%Y-%m}", _said(points[pk]), _said(before.get(pk))) for pk in changed]
    announce(facts, actor=actor, at=at)
    return Outcome(done=there, refused=not_found("supplier", supplier_ids, there))


def _events(supplier_ids: set[int], first: date) -> dict[int, list[Measured]]:
    """Those of the month that nothing corrects."""
    after = (first + timedelta(days=32)).replace(day=1)
    rows = SupplierEvent.objects.filter(
        supplier_id__among=supplier_ids, happened_on__gte=first, happened_on__lt=after, corrected_by=None
    )
    found: dict[int, list[Measured]] = {}
    for supplier_id, pk, kind, value in rows.order_by("pk").values_list("supplier_id", "pk", "kind", "value"):
        found.setdefault(supplier_id, []).append(Measured(pk, kind, value))
    return found


def _stored(figures: Sequence[Figure]) -> str:
    shown: dict[str, Any] = {
        one.kind: {"points": str(one.points), "weight": one.weight, "events": list(one.event_ids)} for one in figures
    }
    return orjson.dumps(shown).decode()


def _said(points: object) -> str:
    return "—" if points is None else str(points)
