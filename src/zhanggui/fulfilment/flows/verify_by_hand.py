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
from zhanggui.fulfilment.models import Override, Scan
from zhanggui.fulfilment.verifying.answered import ScanAnswer, ask_database, scan_answer, who
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.signing_in import NotTheSamePerson

CONFIRM = "confirm_overrides"
"""The right of the second person."""

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
    confirmed_by.check(CONFIRM)
    if confirmed_by.user_id is None or confirmed_by.user_id == actor.user_id:
        raise NotTheSamePerson(name=confirmed_by.name)
    goods = Sku.objects.filter(code=sku).first()
    if goods is None:
        raise NotFound(what="SKU", key=sku)
    if goods.tracking != Tracking.NONE:
        raise KeyTheCode(sku=sku)

    row = ask_database(_SQL, [client_id, waybill, sku, *who(actor, at=at), max(pieces, 1), goods.pk])
    answer = scan_answer(row, waybill=waybill, barcode=sku)
    if answer.refusal or answer.is_repeated or answer.parcel_id is None:
        return answer
    Override.objects.create(
        scan=Scan.objects.get(client_id=client_id), parcel_id=answer.parcel_id, sku=goods, pieces=max(pieces, 1),
        reason=reason.strip(), actor_id=actor.user_id, actor=actor.name, confirmed_by_id=confirmed_by.user_id,
        confirmed_by=confirmed_by.name, station=actor.station, at=at,
    )  # fmt: skip

    fact = PiecesOverridden(answer.parcel_id, sku, max(pieces, 1), reason.strip(), confirmed_by.name)
    announce([fact], actor=actor, at=at)
    return answer
