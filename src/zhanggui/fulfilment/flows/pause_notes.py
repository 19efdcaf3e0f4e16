"""Pause delivery notes: during these days the parcels of a shop, or of all, leave without one.

Afterwards no note of theirs is printed on those days; whoever asks for one is told the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from zhanggui.fulfilment.models import NotePause
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal


class PauseWithoutReason(Refusal):
    """Say why no delivery note goes along: the packers ask."""


class PauseEndsFirst(Refusal):
    """The pause ends before it begins."""


@dataclass(frozen=True, slots=True)
class PauseDraft:
    """The days of a pause, both included; without a shop for all shops."""

    first_on: date
    last_on: date
    reason: str
    shop_id: int | None = None


@transaction.atomic
def pause_notes(*, pauses: Sequence[PauseDraft], actor: Actor, at: datetime) -> Outcome[int]:
    refused: dict[int, Refusal] = {}
    rows: list[NotePause] = []
    for place, draft in enumerate(pauses):
        if not draft.reason.strip():
            refused[place] = PauseWithoutReason()
        elif draft.last_on < draft.first_on:
            refused[place] = PauseEndsFirst()
        elif actor.shop_ids is not None and draft.shop_id not in actor.shop_ids:
            refused[place] = NotFound(what="shop", key=draft.shop_id)
        else:
            rows.append(
                NotePause(
                    shop_id=draft.shop_id, first_on=draft.first_on, last_on=draft.last_on,
                    reason=draft.reason.strip()[:100], made_by=actor.name, made_at=at,
                )
            )  # fmt: skip
    return Outcome(done=[one.pk for one in NotePause.objects.bulk_create(rows)], refused=refused)
