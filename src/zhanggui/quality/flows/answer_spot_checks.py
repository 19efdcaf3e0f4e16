"""Say what was found in bins that were to be sampled.

Afterwards each is sampled; defective pieces lie in the defective zone with their reason, and what is left of the same
goods is marked, so that it is looked at before it leaves.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext

from zhanggui.inventory.flows.mark_inspections import MarkDraft, mark_inspections
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.zones import defective_places
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_together
from zhanggui.quality.deciding import NoDefectivePlace
from zhanggui.quality.facts import SpotSampled
from zhanggui.quality.models import Defect, DefectReason, SpotCheck
from zhanggui.quality.rules.findings import ReasonUnknown
from zhanggui.quality.rules.spots import SpotAnswer, check_answer
from zhanggui.quality.states import SpotState

_DEFECT = (
    "warehouse_id", "sku_id", "lot", "location_id", "reason_id", "words", "quantity", "left", "unit_cost", "came_by",
    "came_at", "cause",
)  # fmt: skip


@transaction.atomic
def answer_spot_checks(*, answers: Sequence[SpotAnswer], actor: Actor, at: datetime) -> Outcome[int]:
    """All or nothing where a bin holds fewer free pieces than were found defective in it."""
    given = {answer.spot_id: answer for answer in answers}
    spots = list(locked(SpotCheck.objects.visible_to(actor), given))
    codes = {answer.reason for answer in answers if answer.defective}
    reasons = dict(DefectReason.objects.filter(code__among=codes, is_used=True).values_list("code", "pk"))
    zones = defective_places({spot.warehouse_id for spot in spots})

    def check(spot: SpotCheck) -> None:
        answer = given[spot.pk]
        check_answer(answer, state=spot.state)
        if answer.defective and answer.reason not in reasons:
            raise ReasonUnknown(reason=answer.reason)
        if answer.defective and spot.warehouse_id not in zones:
            raise NoDefectivePlace

    ready, refused = divide(spots, check=check, key=lambda spot: spot.pk)
    refused |= not_found("spot check", given, (spot.pk for spot in spots))
    bad = [(spot, given[spot.pk]) for spot in ready if given[spot.pk].defective]

    rows = [(spot.pk, given[spot.pk].checked, given[spot.pk].defective, given[spot.pk].note[:200]) for spot in ready]
    by = {"checked_by": actor.name[:80], "checked_at": at}
    move_together(SpotCheck, SpotState.DONE, ("checked", "defective", "note"), rows, **by)
    defects = [
        (
            spot.warehouse_id, spot.sku_id, spot.lot, zones[spot.warehouse_id], reasons[answer.reason],
            answer.note[:200], answer.defective, answer.defective, Decimal(0), actor.name[:80], at, f"spot:{spot.pk}",
        )
        for spot, answer in bad
    ]  # fmt: skip
    insert_rows(Defect, _DEFECT, defects)
    moves = [
        Posting(spot.pk, spot.sku_id, spot.location_id, zones[spot.warehouse_id], answer.defective, lot=spot.lot)
        for spot, answer in bad
    ]
    post_moves(cause="answer_spot_checks", moves=moves, actor=actor, at=at)
    marks = [MarkDraft(spot.sku_id, spot.warehouse_id, spot.lot) for spot, _ in bad]
    reason = gettext("Defective pieces were found on the shelf")
    mark_inspections(marks=marks, reason=reason, actor=actor, at=at)

    facts = [SpotSampled(spot.pk, given[spot.pk].checked, given[spot.pk].defective) for spot in ready]
    announce(facts, actor=actor, at=at)
    return Outcome(done=[spot.pk for spot in ready], refused=refused)
