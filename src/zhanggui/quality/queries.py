"""Reads that span relations: plans, what lies with the inspector, the numbers of the company."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time

from django.db.models import Q, Sum

from zhanggui.inventory.rules.sums import BalanceKey
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, company_zone
from zhanggui.quality.models import Inspection, QualityNumbers, SamplingPlan
from zhanggui.quality.rules.numbers import Numbers
from zhanggui.quality.rules.sampling import Plan, choose_plan, needs_inspection
from zhanggui.quality.states import UNDECIDED


def sampling_plans(
    sku_ids: Iterable[int], supplier_ids: Iterable[int | None]
) -> Mapping[tuple[int | None, int | None], Plan]:
    """The plans that may hold for these, by SKU and supplier. One statement."""
    suppliers = {pk for pk in supplier_ids if pk is not None}
    rows = SamplingPlan.objects.filter(
        Q(sku_id__among=set(sku_ids)) | Q(sku__isnull=True),
        Q(supplier_id__among=suppliers) | Q(supplier__isnull=True),
    )
    return {
        (sku_id, supplier_id): Plan(method, value)
        for sku_id, supplier_id, method, value in rows.values_list("sku_id", "supplier_id", "method", "value")
    }


def pieces_waiting(location_ids: Iterable[int], sku_ids: Iterable[int]) -> Mapping[BalanceKey, int]:
    """How many pieces undecided inspections stand for, by place, SKU and lot. One statement."""
    rows = Inspection.objects.filter(
        location_id__among=set(location_ids), sku_id__among=set(sku_ids), state__in=UNDECIDED
    )
    sums = rows.values_list("location_id", "sku_id", "lot").annotate(pieces=Sum("quantity")).order_by()
    return {(location_id, sku_id, lot): pieces for location_id, sku_id, lot, pieces in sums}


def company_numbers() -> Numbers:
    row = QualityNumbers.objects.filter(pk=1).values_list(*Numbers._fields).first()
    return Numbers(*row) if row else Numbers()


def inspected_today(actor: Actor, at: datetime) -> int:
    """Lots decided since midnight in the company's zone, in the actor's warehouses."""
    begin = datetime.combine(company_day(at), time.min, tzinfo=company_zone())
    return Inspection.objects.visible_to(actor).filter(judged_at__gte=begin).count()


def pairs_to_inspect(pairs: Iterable[tuple[int, int | None]]) -> set[tuple[int, int | None]]:
    """Of goods that arrive, by SKU and supplier: those that go to the inspector. One statement."""
    asked = set(pairs)
    plans = sampling_plans((sku_id for sku_id, _ in asked), (supplier_id for _, supplier_id in asked))
    return {
        (sku_id, supplier_id)
        for sku_id, supplier_id in asked
        if needs_inspection(choose_plan(plans, sku_id=sku_id, supplier_id=supplier_id))
    }
