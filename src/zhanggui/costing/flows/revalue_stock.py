"""Say what pieces of SKUs are worth from now on, and why.

Afterwards all there is of each is worth that, layer by layer; the difference is in the books of today, even when it is
about a day of a closed month.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.costing.adjusting import Adjusted, write_adjustments
from zhanggui.costing.facts import StockRevalued
from zhanggui.costing.flows.value_moves import value_moves
from zhanggui.costing.ledger import day_in_books
from zhanggui.costing.reading import lock_book, worths_of
from zhanggui.costing.rules.adjusting import NothingToRevalue, ReasonMissing, Revaluation, check_cost, revalue
from zhanggui.costing.states import LineKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found


@transaction.atomic
def revalue_stock(
    *, revaluations: Sequence[Revaluation], reason: str, about: date | None = None, actor: Actor, at: datetime
) -> Outcome[int]:
    """`about` is the day the reason is about, today where it is left out. Answers by SKU."""
    actor.check("revalue_stock")
    actor.check("see_cost")
    if not reason.strip():
        raise ReasonMissing
    book = lock_book()
    asked = {one.sku_id: one for one in reversed(revaluations)}
    codes = dict(Sku.objects.filter(pk__among=set(asked)).values_list("pk", "code"))
    value_moves(sku_ids=sorted(codes), actor=actor, at=at)
    worths = worths_of(codes, method=book.method)
    days = day_in_books(at)

    def check(one: Revaluation) -> None:
        check_cost(one.unit_cost)
        if not worths[one.sku_id].quantity:
            raise NothingToRevalue(sku=codes[one.sku_id])

    ready, refused = divide([asked[sku_id] for sku_id in sorted(codes)], check=check, key=lambda one: one.sku_id)

    changed = [(one, revalue(worths[one.sku_id], cost=one.unit_cost, method=book.method)) for one in ready]
    adjusted = [
        Adjusted(one.sku_id, None, None, None, about or days.today, changes) for one, changes in changed if changes
    ]
    write_adjustments(
        adjusted, worths, days, kind=LineKind.REVALUATION, cause="", reason=reason.strip()[:200], actor=actor, at=at
    )

    announce(
        [StockRevalued(one.sku_id, str(worths[one.sku_id].last_cost), reason.strip()) for one in adjusted],
        actor=actor,
        at=at,
    )
    ok = {one.sku_id for one in ready}
    return Outcome(
        done=[pk for pk in dict.fromkeys(one.sku_id for one in revaluations) if pk in ok],
        refused=refused | not_found("SKU", list(asked), codes),
    )
