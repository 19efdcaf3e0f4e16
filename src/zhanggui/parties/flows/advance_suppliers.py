"""Take suppliers to another stage.

Afterwards each stands at the stage named: it stood right before it, and has on file what both ask. Whoever proposed a
supplier does not approve it, and approving needs a right of its own.
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
from zhanggui.parties.facts import SupplierAdvanced
from zhanggui.parties.models import Supplier
from zhanggui.parties.rules.stages import check_approval, check_step
from zhanggui.parties.standing import standings
from zhanggui.parties.states import SUPPLIER_STEPS, SupplierState

APPROVE = "approve_suppliers"


@transaction.atomic
def advance_suppliers(*, supplier_ids: Sequence[int], to: str, actor: Actor, at: datetime) -> Outcome[int]:
    if to == SupplierState.APPROVED:
        actor.check(APPROVE)
    suppliers = list(locked(Supplier.objects.all(), supplier_ids))
    files = standings(suppliers)

    def check(supplier: Supplier) -> None:
        check_step(files[supplier.pk], to=to, steps=SUPPLIER_STEPS, day=company_day(at))
        if to == SupplierState.APPROVED:
            check_approval(files[supplier.pk], by=actor.name, by_id=actor.user_id)

    ready, refused = divide(suppliers, check=check, key=lambda one: one.pk)
    refused |= not_found("supplier", supplier_ids, files)

    approval = {"approved_by": actor.name[:80], "approved_at": at} if to == SupplierState.APPROVED else {}
    ids = [one.pk for one in ready]
    move_to(Supplier, ids, to, **approval)

    announce([SupplierAdvanced(pk, str(to)) for pk in ids], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)
