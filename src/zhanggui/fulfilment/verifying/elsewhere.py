"""Where the piece is whose unique code does not count here."""

from collections.abc import Collection

from zhanggui.fulfilment.goods_codes import piece_of
from zhanggui.fulfilment.models import ParcelLine
from zhanggui.fulfilment.rules.verifying import CodeElsewhere, CodeGone
from zhanggui.inventory.models import UniqueCode
from zhanggui.inventory.states import CodeState


def code_gone(code: str) -> CodeGone:
    """In which parcel or warehouse the piece is, or with whom."""
    return _gone(UniqueCode.objects.select_related("warehouse").get(code=code))


def gone_elsewhere(code: str, *, warehouse_id: int, unless_in: Collection[int] = ()) -> CodeGone | None:
    """None: it is no unique code, or its piece lies in stock of this warehouse or in one of these parcels."""
    known = (
        piece_of(code).exclude(state=CodeState.IN_STOCK, warehouse_id=warehouse_id).select_related("warehouse").first()
    )
    if known is None:
        return None
    here = ParcelLine.objects.filter(pk=known.cause_id or 0, parcel_id__among=set(unless_in))
    return None if known.state == CodeState.IN_PARCEL and here.exists() else _gone(known)


def _gone(known: UniqueCode) -> CodeGone:
    line = ParcelLine.objects.filter(pk=known.cause_id or 0).select_related("parcel").first()
    state = str(known.get_state_display())
    if line:
        state = f"{state} {line.parcel.waybill}"
    elif known.state == CodeState.IN_STOCK:
        return CodeElsewhere(barcode=known.code, state=known.warehouse.name)
    return CodeGone(barcode=known.code, state=state)
