"""Set how lots are sampled: of a SKU, of a supplier, of a SKU from a supplier, or of all.

Afterwards what arrives is sampled like this; what waits for the inspector keeps the plan it came with.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.parties.models import Supplier
from zhanggui.quality.aql import aql_table
from zhanggui.quality.facts import SamplingPlanSet
from zhanggui.quality.models import SamplingPlan
from zhanggui.quality.rules.sampling import Plan, check_plan
from zhanggui.quality.states import SampleMethod

_COLUMNS = ("sku_id", "supplier_id", "method", "value", "set_by", "set_at")
_AS_GIVEN = (
    "ON CONSTRAINT sampling_plan_once DO UPDATE SET method = EXCLUDED.method, value = EXCLUDED.value, "
    "set_by = EXCLUDED.set_by, set_at = EXCLUDED.set_at"
)


class PlanDraft(NamedTuple):
    """For a SKU, a supplier, both or (without either) the company."""

    method: str
    value: Decimal = Decimal(0)
    sku_id: int | None = None
    supplier_id: int | None = None

    @property
    def kept(self) -> Decimal:
        """The number that is kept: some ways of sampling need none."""
        return Decimal(0) if self.method in {SampleMethod.NONE, SampleMethod.ALL} else self.value

    @property
    def key(self) -> str:
        return f"{self.sku_id or ''}:{self.supplier_id or ''}"


@transaction.atomic
def set_sampling_plans(*, plans: Sequence[PlanDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by “SKU:supplier”; of several for the same the last counts."""
    skus = set(Sku.objects.filter(pk__among={one.sku_id or 0 for one in plans}).values_list("pk", flat=True))
    suppliers = set(
        Supplier.objects.filter(pk__among={one.supplier_id or 0 for one in plans}).values_list("pk", flat=True)
    )

    def check(one: PlanDraft) -> None:
        if one.sku_id is not None and one.sku_id not in skus:
            raise NotFound(what="SKU", key=one.sku_id)
        if one.supplier_id is not None and one.supplier_id not in suppliers:
            raise NotFound(what="supplier", key=one.supplier_id)
        check_plan(Plan(one.method, one.value), table=aql_table())

    ready, refused = divide(plans, check=check, key=lambda one: one.key)
    last = {one.key: one for one in ready}

    rows = [(one.sku_id, one.supplier_id, one.method, one.kept, actor.name[:80], at) for one in last.values()]
    written = insert_rows(SamplingPlan, _COLUMNS, rows, returning=("id", "method", "value"), on_conflict=_AS_GIVEN)

    facts = [SamplingPlanSet(pk, method, f"{value.normalize():f}") for pk, method, value in written]
    announce(facts, actor=actor, at=at)
    return Outcome(done=list(last), refused=refused)
