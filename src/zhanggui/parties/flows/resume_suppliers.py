"""End the pause of suppliers.

Afterwards they may be ordered from again. One whose documents have run out stays paused until new ones are filed.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.parties.facts import SupplierResumed
from zhanggui.parties.models import Supplier
from zhanggui.parties.rules.stages import SupplierNotApproved, check_papers
from zhanggui.parties.standing import standings
from zhanggui.parties.states import SupplierState


@transaction.atomic
def resume_suppliers(*, supplier_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    suppliers = list(locked(Supplier.objects.all(), supplier_ids))
    files = standings(suppliers)

    def check(supplier: Supplier) -> None:
        if supplier.state not in {SupplierState.APPROVED, SupplierState.PAUSED}:
            raise SupplierNotApproved(supplier=supplier.name)
        check_papers(files[supplier.pk], day=company_day(at))

    ready, refused = divide(suppliers, check=check, key=lambda one: one.pk)
    refused |= not_found("supplier", supplier_ids, files)
    resuming = [one.pk for one in ready if one.state == SupplierState.PAUSED]

    move_to(Supplier, resuming, SupplierState.APPROVED, paused_because="")

    announce([SupplierResumed(pk) for pk in resuming], actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)
