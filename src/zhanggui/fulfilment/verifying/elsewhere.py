"""Where the piece is whose unique code does not count here."""

from collections.abc import Collection

from zhanggui.catalog.models import Barcode
from zhanggui.fulfilment.models import ParcelLine
from zhanggui.fulfilment.rules.verifying import CodeGone
from zhanggui.inventory.models import UniqueCode
from zhanggui.inventory.states import CodeState


def code_gone(code: str) -> CodeGone:
    """In which parcel the piece is, or with whom."""
    return _gone(UniqueCode.objects.get(code=code))


def gone_elsewhere(code: str, *, unless_in: Collection[int] = ()) -> CodeGone | None:
    """None: it is no unique code, or its piece lies in stock or in one of these parcels."""
    barcodes = Barcode.objects.filter(code=code).values("code")  # who reads a barcode means no piece
    known = UniqueCode.objects.filter(code=code).exclude(state=CodeState.IN_STOCK).exclude(code__in=barcodes).first()
    if known is None:
        return None
    here = ParcelLine.objects.filter(pk=known.cause_id or 0, parcel_id__among=set(unless_in))
    return None if known.state == CodeState.IN_PARCEL and here.exists() else _gone(known)


def _gone(known: UniqueCode) -> CodeGone:
    line = ParcelLine.objects.filter(pk=known.cause_id or 0).select_related("parcel").first()
    state = known.get_state_display()
    return CodeGone(barcode=known.code, state=f"{state} {line.parcel.waybill}" if line else state)
