"""A second person at the verifying table: the inspector passes marked goods, somebody confirms what is done by hand."""

from datetime import datetime
from typing import Any
from uuid import UUID

from zhanggui.fulfilment.flows.verify_by_hand import verify_by_hand
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.goods_codes import piece_of, sku_of
from zhanggui.fulfilment.models import Pick
from zhanggui.fulfilment.overriding.people import who_confirms
from zhanggui.fulfilment.rules.verifying import MOST_TIMES, CountNotUnderstood
from zhanggui.fulfilment.states import PickState
from zhanggui.fulfilment.verifying.answered import ScanAnswer
from zhanggui.inventory.flows.pass_inspections import pass_inspections
from zhanggui.inventory.models import InspectionMark
from zhanggui.inventory.states import MarkState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.keys import number_of
from zhanggui.people.signing_in import second_person

PASS, BY_HAND = "pass_inspections", "verify_by_hand"


def passed_by_inspector(
    values: dict[str, str], *, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime
) -> ScanAnswer:
    """The marks on these goods are cleared by who signs, and the piece that waited counts, checked by them."""
    login = {name: values.get(name, "") for name in ("username", "password")}
    inspector = second_person(**login, beside=actor, grant=PASS, at=at)
    waybill, barcode, lot = (str(context.get(name, "")) for name in ("waybill", "inspect", "lot"))
    marks = _marks(waybill, barcode, lot)
    pass_inspections(mark_ids=marks, note=values.get("note", "")[:200], actor=inspector, at=at)
    times = min(number_of(str(context.get("times", ""))), MOST_TIMES) or 1
    return verify_scan(
        waybill=waybill, barcode=barcode, client_id=scan_id, times=times, lot=lot, checked_by=inspector.name,
        actor=actor, at=at,
    )  # fmt: skip


def verified_by_hand(
    values: dict[str, str], *, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime
) -> ScanAnswer:
    actor.check(BY_HAND)
    pieces = values.get("pieces", "")
    if not pieces.isdecimal() or not 0 < int(pieces) <= MOST_TIMES:
        raise CountNotUnderstood(text=pieces)
    second = who_confirms(values, beside=actor, at=at)
    return verify_by_hand(
        waybill=str(context.get("waybill", "")), sku=values.get("sku", ""), pieces=int(pieces),
        reason=values.get("reason", "")[:200], client_id=scan_id, confirmed_by=second, actor=actor, at=at,
    )  # fmt: skip


def _marks(waybill: str, barcode: str, lot: str) -> list[int]:
    """The pending marks that keep this piece of this parcel."""
    code = piece_of(barcode).first()
    sku_id = code.sku_id if code else sku_of(barcode)
    if sku_id is None:
        return []
    picks = Pick.objects.filter(parcel_line__parcel__waybill=waybill, sku_id=sku_id, state=PickState.PICKED)
    seen = list(picks.values_list("lot", "parcel_line__parcel__warehouse_id"))
    lots = {"", lot, code.lot if code else "", *(lot for lot, _ in seen)}
    marks = InspectionMark.objects.filter(sku_id=sku_id, state=MarkState.PENDING, lot__in=lots)
    return list(marks.filter(warehouse_id__in={warehouse for _, warehouse in seen}).values_list("pk", flat=True))
