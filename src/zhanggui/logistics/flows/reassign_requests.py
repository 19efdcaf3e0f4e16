"""Ask another account for the numbers that one refused.

Afterwards the refused requests are over, and each parcel that still stands in its wave has a request at the account
that was chosen, under another key; a job asks for it. Nothing here talks to the network.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.flows.assign_waybills import Numbered, assign_waybills
from zhanggui.fulfilment.models import Parcel
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.logistics.accounts import provider_of
from zhanggui.logistics.asking import is_hidden, platform_of
from zhanggui.logistics.claiming import wants_number
from zhanggui.logistics.facts import WaybillRequested
from zhanggui.logistics.models import REQUEST_COLUMNS, WaybillAccount, WaybillRequest
from zhanggui.logistics.rules import NotRefused, SameAccount, key_of
from zhanggui.logistics.states import RequestState
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.wording import platform_name


class NoNumberWanted(Refusal):
    """Parcel {number} has left the wave it was asked for in: it wants no number."""


class AccountCannotRead(Refusal):
    """The receiver of parcel {number} is encrypted by {platform}: the account {account} cannot read it."""


@transaction.atomic
def reassign_requests(*, request_ids: Sequence[int], account_id: int, actor: Actor, at: datetime) -> Outcome[int]:
    account = WaybillAccount.objects.filter(pk=account_id, is_active=True).first()
    if account is None:
        raise NotFound(what="waybill account", key=account_id)
    reads = provider_of(account).reads_ciphers_of
    seen = WaybillRequest.objects.visible_to(actor)
    parcel_ids = list(seen.filter(pk__among=set(request_ids)).values_list("parcel_id", flat=True))
    list(locked(Parcel.objects.all(), parcel_ids).values_list("pk"))
    rows = seen.select_related("parcel__order__shop").defer("sealed")
    requests = list(locked(rows, request_ids))
    receivers = receivers_of(one.parcel.order_id for one in requests)

    def check(one: WaybillRequest) -> None:
        if one.state != RequestState.REFUSED:
            raise NotRefused(key=one.key, state=RequestState(one.state).label)
        if one.account_id == account.pk:
            raise SameAccount(account=account.code)
        if not wants_number(one):
            raise NoNumberWanted(number=one.parcel.number)
        platform = platform_of(one.parcel.order.shop.channel)
        if is_hidden(receivers[one.parcel.order_id]) and platform not in reads:
            raise AccountCannotRead(number=one.parcel.number, platform=platform_name(platform), account=account.code)

    ready, refused = divide(requests, check=check, key=lambda one: one.pk)
    refused |= not_found("waybill request", request_ids, (one.pk for one in requests))

    move_to(WaybillRequest, [one.pk for one in ready], RequestState.CANCELLED, answered_at=at)
    counts = Counter(
        WaybillRequest.objects.filter(parcel_id__among={one.parcel_id for one in ready})
        .order_by("pk")
        .values_list("parcel_id", flat=True)
    )
    made = insert_rows(
        WaybillRequest,
        REQUEST_COLUMNS,
        [
            (one.parcel_id, account.pk, one.wave_id, key_of(one.parcel.number, counts[one.parcel_id]), one.carrier,
             RequestState.WAITING.value, "", "", "{}", b"", 0, at, at, "")
            for one in ready
        ],
        returning=("id", "key"),
    )  # fmt: skip
    assign_waybills(numbers=[Numbered(one.parcel_id, one.wave_id) for one in ready], actor=actor, at=at)

    announce([WaybillRequested(pk, key) for pk, key in made], actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)
