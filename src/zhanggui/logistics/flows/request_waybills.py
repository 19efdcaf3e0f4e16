"""Request the waybills of parcels that are in a wave.

Afterwards each of them has one open request at the account that serves its carrier, its warehouse and its platform,
and a job asks for them; or it says why no account can give its number. A parcel that was requested already is not
requested again, however often this is asked. Nothing here talks to the network.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.fulfilment.flows.assign_waybills import Numbered, assign_waybills
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.fulfilment.states import Numbering, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.logistics.accounts import open_uses
from zhanggui.logistics.asking import is_hidden, platform_of
from zhanggui.logistics.facts import NumberUnused, WaybillRequested
from zhanggui.logistics.models import REQUEST_COLUMNS, WaybillRequest
from zhanggui.logistics.rules import EarlierNumberOpen, HasNumber, Wanting, WaveNeeded, choose_account, key_of
from zhanggui.logistics.states import OPEN, RequestState
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.wording import platform_name

_PARCEL = (
    "pk", "number", "waybill", "state", "wave_id", "carrier", "warehouse_id", "warehouse__name", "order_id",
    "order__number", "order__shop__channel", "numbering",
)  # fmt: skip


@transaction.atomic
def request_waybills(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rows = locked(Parcel.objects.visible_to(actor), parcel_ids).values_list(*_PARCEL, named=True)
    parcels: list[Any] = list(rows)
    earlier = list(WaybillRequest.objects.filter(parcel_id__among=set(parcel_ids)).order_by("pk"))
    standing = {one.parcel_id: one for one in earlier if one.state in OPEN}

    waiting, refused = divide(
        parcels, check=lambda parcel: _check(parcel, standing.get(parcel.pk)), key=lambda parcel: parcel.pk
    )
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))
    asked = [parcel for parcel in waiting if _is_asked(parcel, standing.get(parcel.pk))]
    new = [parcel for parcel in waiting if not _is_asked(parcel, standing.get(parcel.pk))]
    chosen, unserved = _choose(new)

    _end(standing[parcel.pk] for parcel in new if parcel.pk in standing)
    unused = [one for one in earlier if one.state == RequestState.GIVEN and one.parcel_id in {p.pk for p in new}]
    counts = Counter(one.parcel_id for one in earlier)
    made = insert_rows(
        WaybillRequest,
        REQUEST_COLUMNS,
        [
            (parcel.pk, chosen[parcel.pk], parcel.wave_id, key_of(parcel.number, counts[parcel.pk]), parcel.carrier,
             RequestState.WAITING.value, "", "", "{}", b"", 0, at, at, "")
            for parcel in new if parcel.pk in chosen
        ],
        returning=("id", "key"),
    )  # fmt: skip
    told = [parcel for parcel in new if parcel.pk in chosen or parcel.numbering != Numbering.OWN]
    assign_waybills(numbers=[_told(parcel, unserved.get(parcel.pk)) for parcel in told], actor=actor, at=at)

    announce([NumberUnused(one.pk, one.number) for one in unused], actor=actor, at=at)
    announce([WaybillRequested(pk, key) for pk, key in made], actor=actor, at=at)
    done = {parcel.pk for parcel in asked} | set(chosen)
    return Outcome(done=[parcel.pk for parcel in parcels if parcel.pk in done], refused=refused | unserved)


def _check(parcel: Any, standing: WaybillRequest | None) -> None:
    if parcel.waybill:
        raise HasNumber(number=parcel.number, waybill=parcel.waybill)
    if parcel.state != ParcelState.WAVED:
        raise WaveNeeded(number=parcel.number, state=ParcelState(parcel.state).label)
    under_way = standing is not None and standing.state in (RequestState.WAITING, RequestState.ASKED)
    if standing and under_way and standing.wave_id != parcel.wave_id:
        raise EarlierNumberOpen(number=parcel.number)


def _is_asked(parcel: Any, standing: WaybillRequest | None) -> bool:
    """Whether the parcel, as it stands in its wave, is being asked for already."""
    under_way = (RequestState.WAITING, RequestState.ASKED)
    return standing is not None and standing.state in under_way and standing.wave_id == parcel.wave_id


def _choose(parcels: Sequence[Any]) -> tuple[dict[int, int], dict[int, Refusal]]:
    """The account of each parcel, or why there is none."""
    uses = open_uses()
    receivers = receivers_of(parcel.order_id for parcel in parcels)
    chosen: dict[int, int] = {}
    refused: dict[int, Refusal] = {}
    for parcel in parcels:
        platform = platform_of(parcel.order__shop__channel)
        hidden = platform if is_hidden(receivers[parcel.order_id]) else ""
        wanting = Wanting(
            parcel.pk, parcel.warehouse_id, parcel.warehouse__name, parcel.carrier, platform, parcel.order__number,
            hidden,
        )  # fmt: skip
        try:
            chosen[parcel.pk] = choose_account(wanting, uses)
        except Refusal as refusal:
            said = {"carrier": carrier_label(parcel.carrier), "platform": platform_name(platform) if platform else "-"}
            refused[parcel.pk] = type(refusal)(**{**refusal.data, **said})
    return chosen, refused


def _end(requests: Iterable[WaybillRequest]) -> None:
    """What was asked of these parcels as they were before: refused ones are over, numbers that were given go back."""
    states: dict[str, list[int]] = {RequestState.REFUSED: [], RequestState.GIVEN: []}
    for request in requests:
        states[request.state].append(request.pk)
    move_to(WaybillRequest, states[RequestState.REFUSED], RequestState.CANCELLED)
    move_to(WaybillRequest, states[RequestState.GIVEN], RequestState.TO_CANCEL)


def _told(parcel: Any, refusal: Refusal | None) -> Numbered:
    return Numbered(parcel.pk, parcel.wave_id, trouble=refusal.sentence if refusal else "")
