"""Post to the books what could not be posted when it was valued.

Afterwards every change of the value of stock has its entry, unless an account is still missing.
"""

from datetime import datetime

from django.db import transaction

from zhanggui.costing.booking import post_batches
from zhanggui.costing.ledger import day_in_books
from zhanggui.costing.models import CostBatch
from zhanggui.costing.reading import lock_book
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome

AT_ONCE = 1000


@transaction.atomic
def post_costs(*, actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by batch."""
    lock_book()
    left = CostBatch.objects.filter(entry__isnull=True).exclude(value=0, beside=0).order_by("pk")
    ids = list(left.values_list("pk", flat=True)[:AT_ONCE])

    return post_batches(ids, day_in_books(at), actor=actor, at=at)
