"""Bring a file of agreed terms in.

Afterwards each row that says something new is a version of its own from its first day. The same file again changes
nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.outcome import Outcome
from zhanggui.parties.flows.set_terms import set_terms
from zhanggui.parties.planning import plan_terms_import
from zhanggui.parties.rules.importing import TermsRow


@transaction.atomic
def import_terms(*, rows: Sequence[TermsRow], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by the supplier's code and the merchant code, `GYS01:TEA`."""
    plan = plan_terms_import(rows, today=company_day(at))

    keys = {f"{draft.supplier_id}:{draft.sku_code}": key for key, draft in plan.new.items()}
    outcome = set_terms(terms=list(plan.new.values()), actor=actor, at=at)
    refused = {keys[key]: refusal for key, refusal in outcome.refused.items()}
    return Outcome(done=[*plan.same, *(keys[key] for key in outcome.done)], refused=plan.refused | refused)
