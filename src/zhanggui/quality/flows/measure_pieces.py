"""Put on record what pieces of a sample weigh and measure.

Afterwards each measurement stands on the sheet of its inspection, once, whatever is repeated.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.quality.facts import PieceMeasured
from zhanggui.quality.inspecting import hand_of, locked_inspections
from zhanggui.quality.models import Measurement
from zhanggui.quality.rules.findings import MeasureDraft, check_measure
from zhanggui.quality.rules.holding import check_in_hand

_COLUMNS = (*MeasureDraft._fields, "measured_by", "measured_at")


@transaction.atomic
def measure_pieces(*, measures: Sequence[MeasureDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by the measurement's own id."""
    inspections = {one.pk: one for one in locked_inspections({each.inspection_id for each in measures}, actor=actor)}

    def check(each: MeasureDraft) -> None:
        one = inspections.get(each.inspection_id)
        if one is None:
            raise NotFound(what="inspection", key=each.inspection_id)
        check_in_hand(hand_of(one), by=actor.name, by_id=actor.user_id)
        check_measure(each)

    ready, refused = divide(measures, check=check, key=lambda each: str(each.client_id))

    written = insert_rows(
        Measurement,
        _COLUMNS,
        [(*each, actor.name[:80], at) for each in ready],
        returning=("inspection_id", "weight_g", "length_mm", "width_mm", "height_mm"),
        on_conflict="(client_id) DO NOTHING",
    )

    facts = [PieceMeasured(pk, grams, f"{length}×{width}×{height}") for pk, grams, length, width, height in written]
    announce(facts, actor=actor, at=at)
    return Outcome(done=list(dict.fromkeys(str(each.client_id) for each in ready)), refused=refused)
