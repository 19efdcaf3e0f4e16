"""Order approved suggestions.

Afterwards each stands on a draft purchase order, one per supplier and warehouse, wanted for the day by which its
supplier delivers. Plans count it as approved no more, but as ordered: from the draft on, until it has come.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.steps import move_to
from zhanggui.planning.deciding import load
from zhanggui.planning.facts import SuggestionOrdered
from zhanggui.planning.models import Suggestion
from zhanggui.planning.queries import ORDERED_FOR, papers_of
from zhanggui.planning.states import SuggestionState
from zhanggui.purchasing.flows.draft_purchases import draft_purchases
from zhanggui.purchasing.rules.drafting import PurchaseRow


@transaction.atomic
def order_suggestions(*, suggestion_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    found = load(suggestion_ids, to=SuggestionState.ORDERED, actor=actor)

    today = company_day(at)
    rows = [
        PurchaseRow(
            row.pk, row.supplier_id, row.warehouse_id, row.sku_id, row.quantity,
            wanted_on=today + timedelta(days=row.inputs["lead_days"]),
        )
        for row in found.ready
        if row.supplier_id is not None  # nothing else is ever approved
    ]  # fmt: skip
    drafted = draft_purchases(rows=rows, cause=ORDERED_FOR, actor=actor, at=at)

    move_to(Suggestion, drafted.done, SuggestionState.ORDERED, changed_by=actor.name[:80], changed_at=at)

    papers, pieces = papers_of(drafted.done), {row.pk: row.quantity for row in found.ready}
    announce([SuggestionOrdered(pk, pieces[pk], papers[pk]) for pk in drafted.done], actor=actor, at=at)
    return Outcome(done=drafted.done, refused=found.refused | drafted.refused)
