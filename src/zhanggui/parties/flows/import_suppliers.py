"""Bring a file of suppliers in.

Afterwards each that was unknown is proposed, and what is on file of the others is as their rows say. The same file
again changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.parties.flows.add_suppliers import add_suppliers
from zhanggui.parties.flows.edit_suppliers import edit_suppliers
from zhanggui.parties.planning import plan_supplier_import
from zhanggui.parties.rules.importing import SupplierRow


@transaction.atomic
def import_suppliers(*, rows: Sequence[SupplierRow], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by code."""
    plan = plan_supplier_import(rows)

    unchanged = Outcome(done=plan.same, refused=dict(plan.refused))
    added = add_suppliers(suppliers=plan.new, actor=actor, at=at)
    edited = edit_suppliers(suppliers=[draft for draft, _ in plan.changed], actor=actor, at=at)
    return unchanged + added + edited
