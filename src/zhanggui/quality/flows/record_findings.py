"""Record what the inspector found.

Afterwards each finding is on record once, whatever is repeated, and its inspection counts its pieces as defective.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.quality.facts import DefectFound
from zhanggui.quality.inspecting import hand_of, locked_inspections
from zhanggui.quality.models import DefectReason, Finding, Inspection
from zhanggui.quality.rules.findings import FindingDraft, ReasonUnknown, check_finding
from zhanggui.quality.rules.holding import check_in_hand

_COLUMNS = ("inspection_id", "reason_id", "pieces", "note", "client_id", "found_by", "found_at")


@transaction.atomic
def record_findings(*, findings: Sequence[FindingDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by the finding's own id."""
    inspections = {one.pk: one for one in locked_inspections({each.inspection_id for each in findings}, actor=actor)}
    codes = {each.reason for each in findings}
    reasons = dict(DefectReason.objects.filter(code__among=codes, is_used=True).values_list("code", "pk"))
    known = set(
        Finding.objects.filter(client_id__among={each.client_id for each in findings}).values_list(
            "client_id", flat=True
        )
    )
    found: Counter[int] = Counter()

    def check(each: FindingDraft) -> None:
        one = inspections.get(each.inspection_id)
        if one is None:
            raise NotFound(what="inspection", key=each.inspection_id)
        if each.client_id in known:
            return
        check_in_hand(hand_of(one), by=actor.name, by_id=actor.user_id)
        if each.reason not in reasons:
            raise ReasonUnknown(reason=each.reason)
        so_far = one.defective + found[one.pk]
        check_finding(number=one.number, quantity=one.quantity, defective=so_far, pieces=each.pieces)
        found[one.pk] += each.pieces
        known.add(each.client_id)
        fresh.append(each)

    fresh: list[FindingDraft] = []
    ready, refused = divide(findings, check=check, key=lambda each: str(each.client_id))

    insert_rows(
        Finding,
        _COLUMNS,
        [
            (each.inspection_id, reasons[each.reason], each.pieces, each.note, each.client_id, actor.name[:80], at)
            for each in fresh
        ],
    )
    update_rows(Inspection, ("id",), ("defective",), sorted(found.items()), add=True)

    announce([DefectFound(each.inspection_id, each.pieces, each.reason) for each in fresh], actor=actor, at=at)
    return Outcome(done=list(dict.fromkeys(str(each.client_id) for each in ready)), refused=refused)
