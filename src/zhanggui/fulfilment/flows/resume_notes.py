"""Resume delivery notes: pauses are lifted before their last day. Afterwards notes are printed again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import NotePause
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, not_found


@transaction.atomic
def resume_notes(*, pause_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rows = NotePause.objects.filter(pk__among=set(pause_ids))
    rows = rows if actor.shop_ids is None else rows.filter(shop_id__in=actor.shop_ids)
    known = list(rows.order_by("pk").values_list("pk", flat=True))
    NotePause.objects.filter(pk__among=set(known), lifted_at__isnull=True).update(lifted_at=at)
    return Outcome(done=known, refused=not_found("pause", pause_ids, known))
