"""Verify pieces whose barcode cannot be read: counted by hand, confirmed by a second person.

Afterwards the pieces count as scanned, and an Override says who counted them, who confirmed it, and why; the page of
the day lists it. Goods that are known by lots or unique codes are never counted by hand: their codes can be keyed.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.catalog.states import Tracking
from zhanggui.fulfilment.facts import PiecesOverridden
from zhanggui.fulfilment.models import Scan
from zhanggui.fulfilment.overriding.people import check_confirmed
from zhanggui.fulfilment.overriding.writing import LetThrough, write_overrides
from zhanggui.fulfilment.states import OverrideKind
from zhanggui.fulfilment.verifying.answered import ScanAnswer, ask_database, scan_answer, who
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.refusal import NotFound, Refusal

_SQL = """
SELECT * FROM fulfilment_verify_scan(
    %s, %s, %s, %s, %s, %s, %s, %s, %s::bigint[], %s::bigint[], %s, true, a_sku_by_hand => %s)
"""


class ReasonMissing(Refusal):
    """Say why the barcode cannot be scanned."""


class KeyTheCode(Refusal):
    """SKU {sku} is known by its lot or unique code. Key that in; it is not counted by hand."""


@transaction.atomic
def verify_by_hand(
    *,
    waybill: str,
    sku: str,
    pieces: int,
    reason: str,
    client_id: UUID,
    confirmed_by: Actor,
    actor: Actor,
    at: datetime,
) -> ScanAnswer:
    """`confirmed_by` has proved who they are a moment ago."""
    if not reason.strip():
        raise ReasonMissing
    check_confirmed(confirmed_by, actor=actor)
    goods = Sku.objects.filter(code=sku).first()
    if goods is None:
        raise NotFound(what="SKU", key=sku)
    if goods.tracking != Tracking.NONE:
        raise KeyTheCode(sku=sku)

    row = ask_database(_SQL, [client_id, waybill, sku, *who(actor, at=at), max(pieces, 1), goods.pk])
    answer = scan_answer(row, waybill=waybill, barcode=sku)
    if answer.refusal or answer.is_repeated or answer.parcel_id is None:
        return answer
    scan_id = Scan.objects.values_list("pk", flat=True).get(client_id=client_id)
    counted = LetThrough(
        answer.parcel_id, OverrideKind.BY_HAND, scan_id=scan_id, sku_id=goods.pk, pieces=max(pieces, 1)
    )
    write_overrides([counted], reason=reason.strip(), confirmed_by=confirmed_by, actor=actor, at=at)

    fact = PiecesOverridden(answer.parcel_id, sku, max(pieces, 1), reason.strip(), confirmed_by.name)
    announce([fact], actor=actor, at=at)
    return answer
