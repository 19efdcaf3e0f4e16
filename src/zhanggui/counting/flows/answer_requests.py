"""Let what was counted answer the requests of pickers, and keep what is missing from being sold.

Afterwards a bin that agrees has no open request from before its count. What a bin lacks that waits for approval is
claimed, as far as it is free, and no picker is sent there for it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhanggui.counting.models import CountBin, CountLine
from zhanggui.counting.states import BinState
from zhanggui.counting.taking import locked_bins
from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.flows.hold_missing import hold_missing
from zhanggui.inventory.flows.request_counts import CountAsk, request_counts
from zhanggui.inventory.models import CountRequest
from zhanggui.inventory.rules.counts import Count
from zhanggui.inventory.states import SELLABLE, CountReason, CountState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome

CAUSE = "count_requests"
"""Under this cause nothing moves: an answered request changes no stock."""


@transaction.atomic
def answer_requests(*, bin_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    bins = locked_bins(bin_ids, actor=actor)
    agreed = [one for one in bins if one.state == BinState.AGREED]
    short = [one for one in bins if one.state == BinState.DIFFERS and one.location.kind in SELLABLE]

    adjust_stock(counts=_answers(agreed), note="", cause=CAUSE, actor=actor, at=at)
    asks = _asks(short)
    request_counts(asks=asks, actor=actor, at=at)
    hold_missing(location_ids=[ask.location_id for ask in asks], actor=actor, at=at)
    return Outcome(done=[one.pk for one in bins])


def _answers(bins: Sequence[CountBin]) -> list[Count]:
    counted = {one.location_id: one.counted_at for one in bins}
    asked = CountRequest.objects.filter(location_id__among=set(counted), state=CountState.TO_COUNT).order_by("pk")
    return [
        Count(request.pk, request.location_id, request.sku_id, 0, request.lot, is_change=True)
        for request in asked
        if (moment := counted[request.location_id]) and request.asked_at <= moment
    ]


def _asks(bins: Sequence[CountBin]) -> list[CountAsk]:
    """What is missing in each bin, as somebody who came for it would say it."""
    places = {one.pk: one for one in bins}
    lines = CountLine.objects.filter(bin_id__among=set(places), counted__lt=F("book")).order_by("pk")
    return [
        CountAsk(
            places[bin_id].location_id,
            sku_id,
            lot,
            CountReason.NOT_FOUND.value,
            book - counted,
            0,
            places[bin_id].sheet.number,
        )
        for bin_id, sku_id, lot, book, counted in lines.values_list("bin_id", "sku_id", "lot", "book", "counted")
        if book is not None and counted is not None
    ]
