"""Review suppliers, as the company does from time to time.

Afterwards each review is on record with the latest score as it was then, and can be printed.
"""

from collections.abc import Sequence
from datetime import datetime

import orjson
from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.parties.facts import SupplierReviewed
from zhanggui.parties.models import Review, Score, Supplier

_COLUMNS = ("supplier_id", "reviewed_on", "words", "points", "figures", "reviewed_by", "reviewed_at")


class ReviewWordless(Refusal):
    """A review says what was found."""


@transaction.atomic
def review_suppliers(*, supplier_ids: Sequence[int], words: str, actor: Actor, at: datetime) -> Outcome[int]:
    if not words.strip():
        raise ReviewWordless
    there = list(locked(Supplier.objects.all(), supplier_ids).values_list("pk", flat=True))
    scores = Score.objects.filter(supplier_id__among=set(there), points__isnull=False)
    latest = {one.supplier_id: one for one in scores.order_by("supplier_id", "-month").distinct("supplier_id")}

    rows = []
    for pk in there:
        score = latest.get(pk)
        figures = orjson.dumps(score.figures if score else {}).decode()
        rows.append((pk, company_day(at), words[:1000], score and score.points, figures, actor.name[:80], at))
    insert_rows(Review, _COLUMNS, rows)

    announce([SupplierReviewed(pk, words[:1000]) for pk in there], actor=actor, at=at)
    return Outcome(done=there, refused=not_found("supplier", supplier_ids, there))
