"""Plan which bins are sampled today 抽检.

Afterwards each warehouse has a list for the day: its share of the bins with goods, those not sampled for longest first.
What was not sampled on an earlier day is marked so. A warehouse that has its list keeps it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.queries import warehouses_seen
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.quality.aql import aql_table
from zhanggui.quality.models import SpotCheck
from zhanggui.quality.queries import company_numbers, sampling_plans
from zhanggui.quality.rules.sampling import choose_plan, size_sample
from zhanggui.quality.rules.spots import how_many
from zhanggui.quality.spot_bins import bins_with_goods, longest_ago
from zhanggui.quality.states import SpotState

_COLUMNS = (
    "warehouse_id", "day", "location_id", "sku_id", "lot", "sample", "state", "checked", "defective", "note",
    "checked_by",
)  # fmt: skip


@transaction.atomic
def plan_spot_checks(*, warehouse_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    day = company_day(at)
    seen = warehouses_seen(warehouse_ids, actor=actor)
    stale = SpotCheck.objects.filter(warehouse_id__among=seen, state=SpotState.TO_DO, day__lt=day)
    old = list(stale.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    planned = set(SpotCheck.objects.filter(warehouse_id__among=seen, day=day).values_list("warehouse_id", flat=True))
    numbers = company_numbers()

    counts = bins_with_goods(seen - planned)
    wanted = {pk: how_many(count, percent=numbers.spot_percent, most=numbers.spot_most) for pk, count in counts.items()}
    bins = longest_ago(wanted)
    plans = sampling_plans((one.sku_id for one in bins), ())

    move_to(SpotCheck, old, SpotState.MISSED)
    rows = []
    for one in bins:
        plan = choose_plan(plans, sku_id=one.sku_id, supplier_id=None)
        sample = size_sample(plan, quantity=one.on_hand, table=aql_table()).pieces
        rows.append((
            one.warehouse_id, day, one.location_id, one.sku_id, one.lot, min(sample, numbers.spot_pieces),
            SpotState.TO_DO.value, 0, 0, "", "",
        ))  # fmt: skip
    insert_rows(SpotCheck, _COLUMNS, rows, on_conflict="(location_id, sku_id, lot, day) DO NOTHING")

    done = [pk for pk in dict.fromkeys(warehouse_ids) if pk in seen]
    return Outcome(done=done, refused=not_found("warehouse", warehouse_ids, seen))
