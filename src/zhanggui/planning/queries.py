"""What pages and other flows read of planning."""

from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef

from zhanggui.planning.models import PlanningNumbers, Suggestion
from zhanggui.planning.rules.numbers import Numbers
from zhanggui.planning.states import OPEN, SuggestionState
from zhanggui.purchasing.models import PurchaseLine

ORDERED_FOR = "suggestion"
"""The cause of lines of purchase orders that suggestions were put on; its id is that of the suggestion."""


def numbers_now() -> Numbers:
    """How the company plans now."""
    row = PlanningNumbers.objects.filter(pk=1).first()
    if row is None:
        return Numbers()
    return Numbers(row.review_days, row.lead_days, row.service_a, row.service_b, row.service_c)


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
