"""Requests for counts, answered by a count."""

from collections.abc import Collection
from datetime import datetime

from zhanggui.inventory.flows.hold_missing import CLAIM
from zhanggui.inventory.flows.release_claims import release_claims
from zhanggui.inventory.models import CountRequest
from zhanggui.inventory.rules.sums import BalanceKey
from zhanggui.inventory.states import CountState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.steps import move_to


def release_missing(keys: Collection[BalanceKey], *, actor: Actor, at: datetime) -> dict[int, BalanceKey]:
    """What was missing in these bins is held back no longer; answers the requests that a count of them would end."""
    asked = CountRequest.objects.filter(location_id__among={key[0] for key in keys}, state=CountState.TO_COUNT)
    rows = asked.order_by("pk").select_for_update(no_key=True).values_list("pk", "location_id", "sku_id", "lot")
    found = {pk: (location_id, sku_id, lot) for pk, location_id, sku_id, lot in rows}
    open_requests = {pk: key for pk, key in found.items() if key in keys}
    if open_requests:
        release_claims(cause=CLAIM, cause_ids=list(open_requests), actor=actor, at=at)
    return open_requests


def end_requests(request_ids: Collection[int], *, actor: Actor, at: datetime) -> None:
    """These bins were counted."""
    move_to(CountRequest, list(request_ids), CountState.COUNTED, counted_by=actor.name[:80], counted_at=at)
