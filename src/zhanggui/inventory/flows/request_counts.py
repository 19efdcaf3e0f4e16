"""Ask for bins to be counted, because less was found there than the ledger says.

Afterwards nobody is sent to these bins for these SKUs until they were counted; a bin that waits for its count already
waits on. What is missing is still for sale: `hold_missing` says otherwise.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.inventory.facts import CountRequested
from zhanggui.inventory.models import CountRequest
from zhanggui.inventory.queries import places_inside
from zhanggui.inventory.states import CountReason, CountState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal


class CountAsk(NamedTuple):
    """So many pieces were to be fetched from a bin, and so many were there. `note` says what for."""

    location_id: int
    sku_id: int
    lot: str
    reason: str
    expected: int
    found: int
    note: str = ""


class NothingMissing(Refusal):
    """Found {found} of {expected}: nothing is missing there."""


class CountReasonUnknown(Refusal):
    """“{reason}” is no reason for a count."""


@transaction.atomic
def request_counts(*, asks: Sequence[CountAsk], actor: Actor, at: datetime) -> Outcome[tuple[int, int, str]]:
    places = places_inside([ask.location_id for ask in asks], actor=actor)

    def check(ask: CountAsk) -> None:
        if ask.location_id not in places:
            raise NotFound(what="place", key=ask.location_id)
        if ask.reason not in CountReason.values:
            raise CountReasonUnknown(reason=ask.reason)
        if not 0 <= ask.found < ask.expected:
            raise NothingMissing(found=ask.found, expected=ask.expected)

    ready, refused = divide(asks, check=check, key=lambda ask: ask[:3])

    once = {ask[:3]: ask for ask in ready}
    insert_rows(
        CountRequest,
        (*CountAsk._fields, "state", "asked_by", "asked_at", "counted_by"),
        [(*ask, CountState.TO_COUNT.value, actor.name[:80], at, "") for ask in once.values()],
        on_conflict="(location_id, sku_id, lot) WHERE state = 'to_count' DO NOTHING",
    )
    announce(
        [
            CountRequested(ask.sku_id, places[ask.location_id].code, ask.expected, ask.found, ask.reason)
            for ask in once.values()
        ],
        actor=actor,
        at=at,
    )
    return Outcome(done=list(once), refused=refused)
