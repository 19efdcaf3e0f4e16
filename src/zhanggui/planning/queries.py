"""What pages and other flows read of planning."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef

from zhanggui.kernel.actor import Actor
from zhanggui.planning.models import Plan, PlanningNumbers, Suggestion
from zhanggui.planning.rules.numbers import Numbers
from zhanggui.planning.states import OPEN, PlanState, SuggestionState
from zhanggui.purchasing.models import PurchaseLine

ORDERED_FOR = "suggestion"
"""The cause of lines of purchase orders that suggestions were put on; its id is that of the suggestion."""


def numbers_now() -> Numbers:
    """How the company plans now."""
    row = PlanningNumbers.objects.filter(pk=1).first()
    if row is None:
        return Numbers()
    return Numbers(row.review_days, row.lead_days, row.service_a, row.service_b, row.service_c)


def learned_uplifts(actor: Actor) -> dict[str, str]:
    """What the last plan of each warehouse learned of each festival: “Main × 3.21, North × 2.90”."""
    done = Plan.objects.visible_to(actor).filter(state=PlanState.DONE, uplifts__isnull=False)
    last = done.order_by("warehouse_id", "-pk").distinct("warehouse_id")
    found: dict[str, list[str]] = defaultdict(list)
    for name, uplifts in last.values_list("warehouse__name", "uplifts"):
        for kind, one in uplifts.items():
            if one["learned"] is not None:
                found[kind].append(f"{name} × {one['learned']}")
    return {kind: ", ".join(parts) for kind, parts in found.items()}


def planned_again(suggestion_ids: Sequence[int]) -> set[int]:
    """Those whose SKU a later plan has worked out for the same warehouse."""
    later = Suggestion.objects.filter(
        sku_id=OuterRef("sku_id"), warehouse_id=OuterRef("warehouse_id"), pk__gt=OuterRef("pk"),
        state__in=[*OPEN, SuggestionState.APPROVED],
    )  # fmt: skip
    rows = Suggestion.objects.filter(Exists(later), pk__among=set(suggestion_ids))
    return set(rows.values_list("pk", flat=True))


def papers_of(suggestion_ids: Sequence[int]) -> Mapping[int, str]:
    """The numbers of the purchase orders these stand on."""
    lines = PurchaseLine.objects.filter(cause=ORDERED_FOR, cause_id__among=set(suggestion_ids))
    rows = lines.values_list("cause_id", "order__number")
    return {pk: number for pk, number in rows if pk is not None}
