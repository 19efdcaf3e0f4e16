"""Set the reasons for which pieces are found defective.

Afterwards each is called, weighed and used as given; others stay as they are.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.quality.facts import DefectReasonSet
from zhanggui.quality.models import DefectReason
from zhanggui.quality.rules.reasons import ReasonDraft, check_reason

_AS_GIVEN = (
    "(code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, severity = EXCLUDED.severity, "
    "is_used = EXCLUDED.is_used"
)


@transaction.atomic
def set_defect_reasons(*, reasons: Sequence[ReasonDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by code; of several of one code the last counts."""
    ready, refused = divide(reasons, check=check_reason, key=lambda draft: draft.code)
    last = {draft.code: draft for draft in ready}

    rows = [
        (one.code, one.name.strip()[:60], one.name_en.strip()[:60], one.severity, one.is_used) for one in last.values()
    ]
    written = insert_rows(DefectReason, ReasonDraft._fields, rows, returning=("id", "code"), on_conflict=_AS_GIVEN)

    announce([DefectReasonSet(pk, code) for pk, code in written], actor=actor, at=at)
    return Outcome(done=list(last), refused=refused)
