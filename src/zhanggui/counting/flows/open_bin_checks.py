"""Have bins counted in which pickers found less of these SKUs than they came for.

Afterwards each of these bins is in a count: a fresh bin check, unless it was in one already.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.counting.flows.open_counts import open_counts
from zhanggui.counting.models import CountBin
from zhanggui.counting.states import UNDECIDED, CountKind
from zhanggui.inventory.models import CountRequest
from zhanggui.inventory.states import CountState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def open_bin_checks(*, sku_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    counted = CountBin.objects.filter(state__in=UNDECIDED).values("location_id")
    asked = CountRequest.objects.filter(sku_id__among=set(sku_ids), state=CountState.TO_COUNT)
    places = asked.exclude(location_id__in=counted).order_by("location_id").values_list("location_id", flat=True)
    return open_counts(
        location_ids=list(places.distinct()), kind=CountKind.BIN_CHECK.value, words="", actor=actor, at=at
    )
