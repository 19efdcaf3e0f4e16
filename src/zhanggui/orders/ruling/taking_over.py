"""What a person chooses is theirs from then on, even where a rule had asked for the same; until they take it back."""

from collections.abc import Iterable, Mapping, Sequence

import orjson

from zhanggui.kernel.bulk import fetch_rows

_TAKEN = """
UPDATE orders_order SET by_rules = nullif(by_rules - %s, '{}')
WHERE id = ANY(%s) AND by_rules ? %s RETURNING id
"""

_GIVEN_BACK = """
UPDATE orders_order SET by_rules = coalesce(by_rules, '{}') || given.marks
FROM unnest(%s::bigint[], %s::jsonb[]) AS given(id, marks) WHERE orders_order.id = given.id RETURNING orders_order.id
"""
Ruled = Mapping[str, Sequence[int | str]]
"""Halves of a wish by their name, each with what was asked for and the rule that asked."""


def take_over(order_ids: Iterable[int], what: str) -> None:
    """No rule asked for this any more on these orders, which are locked."""
    if ids := sorted(order_ids):
        fetch_rows(_TAKEN, [what, ids, what])


def give_back(marks: Mapping[int, Ruled]) -> None:
    """The rules named asked for these halves of the wishes again. The orders are locked."""
    if rows := {pk: orjson.dumps(dict(ruled)).decode() for pk, ruled in sorted(marks.items()) if ruled}:
        fetch_rows(_GIVEN_BACK, [list(rows), list(rows.values())])
