"""What of stopped parcels still has to go back to its bins."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from zhanggui.fulfilment.goods_codes import goods_of
from zhanggui.fulfilment.models import Pick, PutBack
from zhanggui.fulfilment.states import PickState
from zhanggui.fulfilment.verifying.elsewhere import gone_elsewhere
from zhanggui.kernel.refusal import Refusal


class NotOfThisParcel(Refusal):
    """{barcode} is not in parcel {waybill}. It belongs elsewhere."""

    sound = "wrong_barcode"


class AllBack(Refusal):
    """Every piece of {barcode} of parcel {waybill} is back already. This one belongs elsewhere."""

    sound = "too_many"


class BackAlready(Refusal):
    """The piece {barcode} of parcel {waybill} is back already. Scan the code of the one in your hand."""

    sound = "already_scanned"


class ToPutBack(NamedTuple):
    """Pieces of one pick: how many were taken from the bin, how many are accounted for, and how many of those as lost
    instead of back in it."""

    pick_id: int
    parcel_id: int
    sku_id: int
    sku_code: str
    name: str
    spec: str
    lot: str
    picture: str
    location_id: int
    bin: str
    quantity: int
    back: int
    lost: int

    @property
    def left(self) -> int:
        return self.quantity - self.back


def picks_to_put_back() -> QuerySet[Any, Any]:
    """Picks whose goods are out of their bin, each with `back`, the pieces accounted for, and `lost` of them."""
    picked = Pick.objects.filter(state=PickState.PICKED)
    return picked.annotate(back=_pieces(), lost=_pieces(is_lost=True))


def _pieces(**of: bool) -> Coalesce:
    own = PutBack.objects.filter(pick=OuterRef("pk"), **of).order_by().values("pick").values(sum=Sum("pieces"))
    return Coalesce(Subquery(own, output_field=IntegerField()), 0)


def goods_to_put_back(parcel_ids: Iterable[int]) -> list[ToPutBack]:
    """In the order in which one walks past the bins. One statement."""
    rows = picks_to_put_back().filter(parcel_line__parcel_id__among=set(parcel_ids))
    return [
        ToPutBack(*row)
        for row in rows.order_by("location__walk_order", "location__code", "pk").values_list(
            "pk", "parcel_line__parcel_id", "sku_id", "sku__code", "sku__product__name", "sku__spec", "lot",
            "sku__product__picture", "location_id", "location__code", "quantity", "back",
            "lost",
        )
    ]  # fmt: skip


def missing_of(parcel_ids: Iterable[int]) -> dict[int, str]:
    """What was not scanned back yet of each parcel, in words: `TS-A ×2`."""
    rows = picks_to_put_back().filter(parcel_line__parcel_id__among=set(parcel_ids), back__lt=F("quantity"))
    found: dict[int, dict[str, int]] = {}
    for parcel_id, code, quantity, back in rows.order_by("sku__code").values_list(
        "parcel_line__parcel_id", "sku__code", "quantity", "back"
    ):
        own = found.setdefault(parcel_id, {})
        own[code] = own.get(code, 0) + quantity - back
    return {pk: ", ".join(f"{code} ×{count}" for code, count in own.items()) for pk, own in found.items()}


def lost_of(pick_ids: Iterable[int]) -> dict[int, int]:
    """How many pieces of each pick were written off; picks of which none was are missing."""
    lost = PutBack.objects.filter(pick_id__among=set(pick_ids), is_lost=True)
    return dict(lost.order_by().values_list("pick_id").annotate(Sum("pieces")))


def bins_for(
    waybill: str, barcode: str, goods: Sequence[ToPutBack], *, warehouse_id: int
) -> tuple[list[ToPutBack], int]:
    """Where this piece may go, and how many pieces the barcode is. Raises NotOfThisParcel, CodeGone, BackAlready and
    AllBack."""
    found = goods_of(barcode)
    own = [one for one in goods if found and one.sku_id == found[0]]
    if not own or not found:
        raise NotOfThisParcel(barcode=barcode, waybill=waybill)
    if gone := gone_elsewhere(barcode, warehouse_id=warehouse_id, unless_in={one.parcel_id for one in own}):
        raise gone
    if PutBack.objects.filter(pick_id__among={one.pick_id for one in own}, code=barcode).exclude(code="").exists():
        raise BackAlready(barcode=barcode, waybill=waybill)
    waiting = [one for one in own if one.left >= found[1]]
    if not waiting:
        raise AllBack(barcode=barcode, waybill=waybill)
    return waiting, found[1]
