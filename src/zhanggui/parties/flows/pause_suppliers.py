"""Pause suppliers.

Afterwards nothing new is ordered from them; whoever tries is told the reason.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.parties.facts import SupplierWasPaused
from zhanggui.parties.models import Supplier
from zhanggui.parties.rules.stages import SupplierNotApproved
from zhanggui.parties.states import SupplierState


@transaction.atomic
def pause_suppliers(*, supplier_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    """One that is paused already stays so, for its first reason."""
    suppliers = list(locked(Supplier.objects.all(), supplier_ids))

    def check(supplier: Supplier) -> None:
        if supplier.state not in {SupplierState.APPROVED, SupplierState.PAUSED}:
            raise SupplierNotApproved(supplier=supplier.name)

    ready, refused = divide(suppliers, check=check, key=lambda one: one.pk)
    refused |= not_found("supplier", supplier_ids, (one.pk for one in suppliers))
    pausing = [one.pk for one in ready if one.state == SupplierState.APPROVED]

    move_to(Supplier, pausing, SupplierState.PAUSED, paused_because=reason[:200])

    announce([SupplierWasPaused(pk, reason[:200]) for pk in pausing], actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)
