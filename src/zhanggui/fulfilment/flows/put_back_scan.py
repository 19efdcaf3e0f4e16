"""Put pieces of a stopped parcel back by scan: the piece, then the bin it came from.

Afterwards they count as back, exactly once per `client_id`, never more than were taken. The ledger follows when the
parcel is cleared, which needs every piece.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from zhanggui.fulfilment.baskets.accounting import NotInStopBasket
from zhanggui.fulfilment.baskets.goods import ToPutBack, bins_for, goods_to_put_back
from zhanggui.fulfilment.goods_codes import code_of_piece
from zhanggui.fulfilment.models import Parcel, PutBack
from zhanggui.fulfilment.rules.parcels import UnknownWaybill
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.refusal import Refusal


class OtherBin(Refusal):
    """{barcode} goes to bin {bin}, not to {scanned}."""

    sound = "wrong_barcode"


@dataclass(frozen=True, slots=True)
class PutBackAnswer:
    """What is back of the parcel, and what is not."""

    parcel_id: int
    goods: tuple[ToPutBack, ...]
    is_repeated: bool

    @property
    def left(self) -> int:
        return sum(one.left for one in self.goods)


@transaction.atomic
def put_back_scan(
    *, waybill: str, barcode: str, bin_code: str, client_id: UUID, actor: Actor, at: datetime
) -> PutBackAnswer:
    known = Parcel.objects.visible_to(actor).filter(waybill=waybill).exclude(waybill="").values_list("pk", flat=True)
    parcel = locked(Parcel.objects.all(), known).first()
    if parcel is None:
        raise UnknownWaybill(waybill=waybill)
    goods = goods_to_put_back([parcel.pk])
    if PutBack.objects.filter(client_id=client_id).exists():
        return PutBackAnswer(parcel.pk, tuple(goods), is_repeated=True)
    if parcel.state != ParcelState.STOPPED:
        raise NotInStopBasket(number=waybill)

    waiting, pieces = bins_for(waybill, barcode, goods, warehouse_id=parcel.warehouse_id)
    here = next((one for one in waiting if one.bin == bin_code), None)
    if here is None:
        raise OtherBin(barcode=barcode, bin=waiting[0].bin, scanned=bin_code)

    PutBack.objects.create(
        client_id=client_id, pick_id=here.pick_id, pieces=pieces, code=code_of_piece(barcode),
        actor_id=actor.user_id, actor=actor.name[:80],
        station=actor.station, at=at,
    )  # fmt: skip
    after = [one._replace(back=one.back + pieces) if one.pick_id == here.pick_id else one for one in goods]
    return PutBackAnswer(parcel.pk, tuple(after), is_repeated=False)
