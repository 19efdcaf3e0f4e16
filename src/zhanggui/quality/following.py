"""What follows from a decision about a lot: what its supplier is measured by, and which goods are looked at again."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext, override

from zhanggui.inventory.flows.mark_inspections import MarkDraft
from zhanggui.inventory.models import Balance
from zhanggui.inventory.states import SELLABLE
from zhanggui.kernel.clock import company_day
from zhanggui.parties.flows.record_events import EventDraft
from zhanggui.parties.states import EventKind
from zhanggui.quality.models import Inspection
from zhanggui.quality.states import DECIDED, InspectionState

_SHARE = Decimal("0.0001")
LANGUAGE = "zh-hans"
"""In which a job writes what people read later."""


def defect_shares(inspection_ids: Sequence[int]) -> list[EventDraft]:
    """Of each decided lot of a supplier the share of defective pieces among those looked at. Reworked goods count no
    second time. One statement."""
    rows = Inspection.objects.filter(
        pk__among=set(inspection_ids), state__in=DECIDED, supplier__isnull=False, checked__gt=0
    ).exclude(subject="disposal")
    return [
        EventDraft(
            one.supplier_id,
            EventKind.DEFECT_SHARE,
            (Decimal(one.defective) / one.checked).quantize(_SHARE, rounding=ROUND_HALF_UP),
            company_day(one.judged_at),
            f"inspection:{one.pk}",
        )
        for one in rows.order_by("pk")
        if one.supplier_id is not None and one.judged_at is not None
    ]


def lots_to_mark(inspection_ids: Sequence[int]) -> dict[str, list[MarkDraft]]:
    """Goods of the lots that failed which lie on shelves of any warehouse, by what the mark says. Two statements."""
    failed = {
        (one.sku_id, one.lot): one.number
        for one in Inspection.objects.filter(pk__among=set(inspection_ids), state=InspectionState.FAILED).exclude(
            lot=""
        )
    }
    lying = Balance.objects.filter(
        sku_id__among={sku_id for sku_id, _ in failed},
        lot__among={lot for _, lot in failed},
        on_hand__gt=0,
        location__kind__in=sorted(SELLABLE),
    )
    found: dict[str, list[MarkDraft]] = {}
    rows = lying.values_list("sku_id", "location__warehouse_id", "lot").distinct().order_by("sku_id")
    with override(LANGUAGE):
        for sku_id, warehouse_id, lot in rows:
            if (sku_id, lot) in failed and warehouse_id is not None:
                reason = gettext("Lot {lot} failed in {number}").format(lot=lot, number=failed[sku_id, lot])
                found.setdefault(reason, []).append(MarkDraft(sku_id, warehouse_id, lot))
    return found
