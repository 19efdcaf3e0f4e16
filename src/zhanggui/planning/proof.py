"""Sales by day proved from the moves they are sums of, suggestions from the figures kept with them."""

from collections.abc import Iterator

from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.proof import MOST, Wrong
from zhanggui.planning.models import SalesSummed, Suggestion
from zhanggui.planning.rules.suggesting import inputs_from, suggest
from zhanggui.planning.states import SuggestionState
from zhanggui.planning.summing import SOLD

PROMISE = "every forecast is made from what was sold"
FOLLOWS = "every suggestion follows from its figures"
_OPEN = (SuggestionState.PROPOSED, SuggestionState.ENOUGH, SuggestionState.APPROVED)

_APART = f"""
WITH sums AS ({SOLD})
SELECT warehouse_id, sku_id, day, coalesce(kept.sold, 0), coalesce(kept.returned, 0),
       coalesce(sums.sold, 0), coalesce(sums.returned, 0)
FROM sums FULL JOIN (
    SELECT warehouse_id, sku_id, day, sold, returned FROM planning_salesday WHERE day < %(before)s
) AS kept USING (warehouse_id, sku_id, day)
WHERE (coalesce(kept.sold, 0), coalesce(kept.returned, 0)) <> (coalesce(sums.sold, 0), coalesce(sums.returned, 0))
ORDER BY day, warehouse_id, sku_id LIMIT {MOST}
"""


def sales_are_moves() -> Iterator[Wrong]:
    """What is kept as sold on a day that is over and summed is what moved to customers that day, and back."""
    summed = SalesSummed.objects.first()
    if summed is None:
        return
    before, zone = summed.through, company_zone()
    asked = {"zone": zone.key, "start": "-infinity", "end": f"{before} 00:00 {zone.key}", "before": before}
    for warehouse, sku, day, *pieces in fetch_rows(_APART, asked):
        what = "sold {} and back {}, but moves say {} and {}".format(*pieces)
        yield Wrong(PROMISE, f"planning_salesday {warehouse}, {sku}, {day}", what)


def suggestions_follow() -> Iterator[Wrong]:
    """What an open suggestion suggests is what the rule makes of the figures kept with it."""
    rows = Suggestion.objects.filter(state__in=_OPEN).order_by("pk").values_list("pk", "inputs", "suggested")
    wrong = 0
    for pk, inputs, suggested in rows.iterator(chunk_size=5_000):
        again = suggest(inputs_from(inputs)).quantity
        if again != suggested:
            yield Wrong(FOLLOWS, f"planning_suggestion {pk}", f"suggests {suggested}, its figures say {again}")
            wrong += 1
        if wrong == MOST:
            return


PROOFS = [sales_are_moves, suggestions_follow]
