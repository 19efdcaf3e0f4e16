"""Empty the stop basket without scans: two people sign that the pieces lie in their bins again.

Afterwards every piece that was not scanned back counts as back and is on the list of overrides, with the reason and
who confirmed it, and the parcels are cleared.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from zhanggui.fulfilment.baskets.accounting import check_in_basket, sign_for
from zhanggui.fulfilment.baskets.goods import goods_to_put_back
from zhanggui.fulfilment.flows.clear_stopped_parcels import clear_stopped_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.overriding.people import check_confirmed
from zhanggui.fulfilment.states import OverrideKind
from zhanggui.inventory.queries import packing_place
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import Order


class UnscannedWithoutReason(Refusal):
    """Say why the pieces are not scanned back."""


@transaction.atomic
def put_back_by_hand(
    *, parcel_ids: Sequence[int], reason: str, confirmed_by: Actor, actor: Actor, at: datetime
) -> Outcome[int]:
    """`confirmed_by` has just proved who they are."""
    check_confirmed(confirmed_by, actor=actor)
    if not reason.strip():
        raise UnscannedWithoutReason
    lines = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids))
    list(locked(Order.objects.all(), lines.values_list("order_line__order_id", flat=True)).values_list("pk"))
    parcels = list(locked(Parcel.objects.visible_to(actor), parcel_ids))
    packing = packing_place({parcel.warehouse_id for parcel in parcels})

    ready, refused = divide(
        parcels, check=lambda parcel: check_in_basket(parcel, packing=packing), key=lambda parcel: parcel.pk
    )
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))
    unseen = [one for one in goods_to_put_back(parcel.pk for parcel in ready) if one.left]

    sign_for(
        unseen, kind=OverrideKind.UNSCANNED, call=uuid4(), reason=reason.strip(), confirmed_by=confirmed_by,
        actor=actor, at=at,
    )  # fmt: skip
    cleared = clear_stopped_parcels(parcel_ids=[parcel.pk for parcel in ready], actor=actor, at=at)
    return Outcome(done=cleared.done, refused=refused | cleared.refused)
