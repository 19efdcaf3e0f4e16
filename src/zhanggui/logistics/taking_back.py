"""Void labels whose numbers an account gave are cancelled through it."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from zhanggui.fulfilment.recalls.returning import takes_back
from zhanggui.kernel.locks import locked
from zhanggui.kernel.steps import move_to
from zhanggui.logistics.cancelling import ask_back
from zhanggui.logistics.models import WaybillRequest
from zhanggui.logistics.states import UNUSED, RequestState

_OPEN = (RequestState.GIVEN, *UNUSED)


@takes_back
def take_back_printed(waybills: Sequence[str]) -> Mapping[str, str]:
    """The list of void labels keeps what the provider did not take back; the request is over when it did."""
    rows = WaybillRequest.objects.filter(number__among=set(waybills))
    requests = list(rows.select_related("account").defer("sealed").order_by("pk"))
    open_ones = [one for one in requests if one.state in _OPEN]
    kept = ask_back(open_ones)
    _end([one.pk for one in open_ones if one.pk not in kept])
    return {one.number: kept[one.pk].sentence if one.pk in kept else "" for one in requests}


@transaction.atomic
def _end(request_ids: Sequence[int]) -> None:
    given = locked(WaybillRequest.objects.filter(state__in=_OPEN), request_ids)
    move_to(WaybillRequest, list(given.values_list("pk", flat=True)), RequestState.CANCELLED)
