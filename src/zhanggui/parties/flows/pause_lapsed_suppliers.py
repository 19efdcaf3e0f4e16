"""Pause suppliers whose licence or other document has run out.

Afterwards no approved supplier has a document on file that is over: each is paused, and the reason names the document.
"""

from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.steps import move_together
from zhanggui.parties.facts import SupplierWasPaused
from zhanggui.parties.models import Document, Supplier
from zhanggui.parties.states import SupplierState


@transaction.atomic
def pause_lapsed_suppliers(*, actor: Actor, at: datetime) -> Outcome[int]:
    over = Document.objects.filter(is_current=True, valid_until__lt=company_day(at))
    approved = Supplier.objects.filter(state=SupplierState.APPROVED, pk__in=over.values("supplier_id"))
    ids = set(approved.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    reasons: dict[int, str] = {}
    rows = over.filter(supplier_id__among=ids).order_by("pk").values_list("supplier_id", "number", "valid_until")
    for pk, number, until in rows:
        reasons[pk] = f"{reasons[pk]}, {number} ({until})" if pk in reasons else f"{number} ({until})"

    move_together(Supplier, SupplierState.PAUSED, ("paused_because",), [(pk, why[:200]) for pk, why in reasons.items()])

    announce([SupplierWasPaused(pk, why[:200]) for pk, why in reasons.items()], actor=actor, at=at)
    return Outcome(done=list(reasons))
