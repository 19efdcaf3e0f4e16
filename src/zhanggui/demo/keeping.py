"""How goods of the demo company are kept: what is sold together, what is counted, how arrivals are sampled."""

from datetime import datetime
from decimal import Decimal

from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.models import Sku
from zhanggui.catalog.rules.sku_rows import SkuRow
from zhanggui.counting.flows.enter_counts import BinCount, CountedGoods, enter_counts
from zhanggui.counting.flows.open_counts import open_counts
from zhanggui.counting.models import CountBin, CountSheet
from zhanggui.counting.states import CountKind
from zhanggui.demo.goods import goods
from zhanggui.inventory.models import Balance
from zhanggui.inventory.states import WAITS_FOR_INSPECTOR, LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.parties.models import Supplier
from zhanggui.people.models import User, Warehouse
from zhanggui.quality.flows.set_sampling_plans import PlanDraft, set_sampling_plans
from zhanggui.quality.models import SamplingPlan
from zhanggui.quality.states import SampleMethod

COUNTER = "jianhuo"
COUNTED = 4
"""Picking bins in the open count: of two nothing was missing, two still wait. What differs lies where goods are put
away from: no picker is sent to a bin while its difference is to be decided."""
BUNDLES = (
    ("SET-TEA", "明前龙井礼盒＋马克杯 组合装", "268.00", (("TE", 1), ("MG", 1))),
    ("SET-OFFICE", "办公室下午茶 组合装", "199.00", (("NT", 1), ("MG", 2))),
)
"""Merchant code, name, price, and of each style the first SKU with its pieces."""


def keep_goods(warehouse: Warehouse, *, actor: Actor, at: datetime) -> None:
    """Afterwards two bundles can be sold, a count is half done, and arrivals are sampled by plan. Safe to repeat."""
    _bundle(actor=actor, at=at)
    if not CountSheet.objects.exists():
        _count(warehouse, actor=actor, at=at)
    if not SamplingPlan.objects.exists():
        _sample(actor=actor, at=at)


def _bundle(*, actor: Actor, at: datetime) -> None:
    first: dict[str, SkuRow] = {}
    for row in goods():
        first.setdefault(row.product_code or "", row)
    rows = [
        SkuRow(
            code=code, product_code=code, product_name=name, category="组合装", price=Decimal(price),
            parts=tuple((first[style].code, pieces) for style, pieces in parts),
        )
        for code, name, price, parts in BUNDLES
    ]  # fmt: skip
    import_skus(rows=rows, actor=actor, at=at)


def _count(warehouse: Warehouse, *, actor: Actor, at: datetime) -> None:
    """The last bins that hold anything, and the receiving area, in which a piece is missing."""
    lying = Balance.objects.filter(location__warehouse=warehouse, on_hand__gt=0)
    picking = lying.filter(location__kind=LocationKind.PICKING).order_by("-location__walk_order")
    rows = list(picking.values_list("location_id", "sku_id", "on_hand")[:COUNTED])
    receiving = lying.filter(location__kind=LocationKind.RECEIVING).exclude(location__code=WAITS_FOR_INSPECTOR)
    arrived = list(receiving.order_by("pk").values_list("location_id", "sku_id", "on_hand", "lot"))
    places = [*(row[0] for row in rows), arrived[0][0]]
    open_counts(location_ids=places, kind=CountKind.CYCLE, words="月末抽盘", actor=actor, at=at)
    bins = dict(CountBin.objects.filter(location_id__in=places).values_list("location_id", "pk"))
    counter = User.objects.get(username=COUNTER).as_actor(source="demo")
    counts = [BinCount(bins[place], (CountedGoods(sku_id, pieces),)) for place, sku_id, pieces in rows[:2]]
    found = [
        CountedGoods(sku_id, pieces - (number == 0), lot) for number, (_, sku_id, pieces, lot) in enumerate(arrived)
    ]
    enter_counts(counts=[*counts, BinCount(bins[places[-1]], tuple(found))], actor=counter, at=at)


def _sample(*, actor: Actor, at: datetime) -> None:
    """All arrivals by half, as the house does; tea by AQL 1.5, and one supplier's every piece."""
    tea = Sku.objects.filter(product__code="TE").order_by("pk").first()
    late = Supplier.objects.order_by("code").last()
    plans = [PlanDraft(SampleMethod.PERCENT, Decimal(50))]
    plans += [PlanDraft(SampleMethod.AQL, Decimal("1.5"), sku_id=tea.pk)] if tea else []
    plans += [PlanDraft(SampleMethod.ALL, supplier_id=late.pk)] if late else []
    set_sampling_plans(plans=plans, actor=actor, at=at)
