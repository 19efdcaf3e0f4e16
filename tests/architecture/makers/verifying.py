"""How to call what goes with verifying on a set of any size: tracking, unique codes, the inspector's marks."""

from tests.architecture.calls import Call, Makers
from tests.world import BY, World, causes
from zhanggui.catalog.flows.set_tracking import set_tracking
from zhanggui.catalog.models import Sku
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.add_codes import add_codes
from zhanggui.inventory.flows.mark_inspections import MarkDraft, mark_inspections
from zhanggui.inventory.flows.pass_inspections import pass_inspections
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.flows.step_codes import step_codes
from zhanggui.inventory.models import InspectionMark, UniqueCode
from zhanggui.inventory.states import CodeState
from zhanggui.inventory.testing import make_stock
from zhanggui.inventory.unique_codes import CodeDraft


def tracking(world: World, n: int) -> Call:
    sku_ids = [sku.pk for sku in make_skus(n)]
    return lambda: set_tracking(sku_ids=sku_ids, tracking="lot", verify_by_count=True, **BY)


def coded(world: World, n: int) -> list[Sku]:
    """So many SKUs of which one piece each lies there, to be known by codes."""
    skus = make_skus(n)
    make_stock(world.warehouse, {sku.pk: 1 for sku in skus})
    set_tracking(sku_ids=[sku.pk for sku in skus], tracking="code", verify_by_count=False, **BY)
    return skus


def drafts_of(world: World, n: int) -> list[CodeDraft]:
    return [CodeDraft(f"SN-{sku.pk}", sku.pk, world.warehouse.pk) for sku in coded(world, n)]


def adding_codes(world: World, n: int) -> Call:
    drafts = drafts_of(world, n)
    return lambda: add_codes(codes=drafts, **BY)


def receiving_codes(world: World, n: int) -> Call:
    place = world.place("P-01")
    receipts = [Receipt(next(causes), place, sku.pk, 1, codes=(f"RC-{sku.pk}",)) for sku in coded(world, n)]
    return lambda: receive_goods(receipts=receipts, **BY)


def stepping_codes(world: World, n: int) -> Call:
    drafts = drafts_of(world, n)
    add_codes(codes=drafts, **BY)
    for draft in drafts:
        UniqueCode.objects.filter(code=draft.code).update(state=CodeState.IN_PARCEL, cause_id=draft.sku_id)
    lines = [draft.sku_id for draft in drafts]
    return lambda: step_codes(cause_ids=lines, state=CodeState.SHIPPED, **BY)


def marks_of(world: World, n: int) -> list[MarkDraft]:
    return [MarkDraft(sku.pk, world.warehouse.pk) for sku in make_skus(n)]


def marking(world: World, n: int) -> Call:
    marks = marks_of(world, n)
    return lambda: mark_inspections(marks=marks, reason="new supplier", **BY)


def passing(world: World, n: int) -> Call:
    marks = marks_of(world, n)
    mark_inspections(marks=marks, reason="new supplier", **BY)
    ids = list(
        InspectionMark.objects.filter(sku_id__among={mark.sku_id for mark in marks}).values_list("pk", flat=True)
    )
    return lambda: pass_inspections(mark_ids=ids, note="", **BY)


MAKERS: Makers = {
    "set_tracking": tracking,
    "add_codes": adding_codes,
    "receive_goods:codes": receiving_codes,
    "step_codes": stepping_codes,
    "mark_inspections": marking,
    "pass_inspections": passing,
}
