"""Which requests this worker asks for, and what of them is wanted: two workers never hold the same one."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from zhanggui.fulfilment.collecting import collect_cash_again
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.steps import move_each, move_to
from zhanggui.logistics.models import WaybillRequest
from zhanggui.logistics.rules import LEASE
from zhanggui.logistics.states import RequestState

_MOST_TRIES = 9999


class Claimed(NamedTuple):
    """Requests to ask for, and others that may have been given a number nobody wants any more."""

    wanted: list[WaybillRequest]
    lost: list[WaybillRequest]


def may_be_asked(at: datetime) -> Q:
    """Those whose time has come, and those whose answer was lost with a worker; of accounts that are open."""
    due = Q(state=RequestState.WAITING, due_at__lte=at) | Q(state=RequestState.ASKED, asked_at__lte=at - LEASE)
    free = Q(account__wait_until__isnull=True) | Q(account__wait_until__lte=at)
    return due & free & Q(account__is_active=True)


@transaction.atomic
def claim_requests(request_ids: Sequence[int], *, actor: Actor, at: datetime) -> Claimed:
    """These are ours for as long as the lease runs: state ASKED, and the moment of asking is the mark of it.

    What was never asked for a parcel that wants no number any more is over, without a call. Of an order that is paid at
    the door one parcel collects, and is that one from now on.
    """
    rows = WaybillRequest.objects.visible_to(actor).filter(may_be_asked(at), pk__among=set(request_ids))
    rows = rows.select_related("account", "parcel__order__shop").defer("sealed").order_by("pk")
    requests = list(rows.select_for_update(of=("self",), no_key=True, skip_locked=True))

    unasked = [one for one in requests if not one.tries and not wants_number(one)]
    asking = [one for one in requests if one.tries or wants_number(one)]

    move_to(WaybillRequest, [one.pk for one in unasked], RequestState.CANCELLED, answered_at=at)
    move_each(
        WaybillRequest,
        ("asked_at", "tries"),
        [(one.pk, RequestState.ASKED.value, at, min(one.tries + 1, _MOST_TRIES)) for one in asking],
    )
    wanted = [one for one in asking if wants_number(one)]
    collect_cash_again(one.parcel_id for one in wanted)
    return Claimed(wanted, [one for one in asking if not wants_number(one)])


def wants_number(request: WaybillRequest) -> bool:
    """Whether the parcel still stands in the wave it was asked for in, without a number."""
    parcel = request.parcel
    return parcel.state == ParcelState.WAVED and parcel.wave_id == request.wave_id and not parcel.waybill
