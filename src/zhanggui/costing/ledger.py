"""The one writer of the value of stock: lines and the sums of them. Who calls has locked the book (`lock_book`)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max

from zhanggui.books.models import Period
from zhanggui.books.states import PeriodState
from zhanggui.costing.booking import post_batches
from zhanggui.costing.models import CostBatch, CostLine, Layer, StockValue
from zhanggui.costing.rules.turning import NewLine
from zhanggui.costing.rules.valuing import Pile, Worth, booked_day
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, draw_ids, fetch_rows, insert_rows, update_rows
from zhanggui.kernel.clock import company_day

_LINE = (
    "sku_id", "kind", "move_id", "adjustment_id", "layer_id", "batch_id", "quantity", "value", "beside",
    "quantity_after", "value_after", "happened_on", "booked_on", "at",
)  # fmt: skip

_MONTHS = """
WITH given AS MATERIALIZED (
    SELECT * FROM unnest(%(skus)s::bigint[], %(months)s::date[]) AS given(sku_id, first_on)
)
INSERT INTO costing_monthend (sku_id, first_on, quantity, value)
SELECT given.sku_id, given.first_on, coalesce(before.quantity, 0), coalesce(before.value, 0)
FROM given
LEFT JOIN LATERAL (
    SELECT quantity, value FROM costing_monthend AS month
    WHERE month.sku_id = given.sku_id AND month.first_on < given.first_on ORDER BY month.first_on DESC LIMIT 1
) AS before ON TRUE
ON CONFLICT (sku_id, first_on) DO NOTHING
"""

_ADD_MONTHS = """
WITH given AS MATERIALIZED (
    SELECT * FROM unnest(%(skus)s::bigint[], %(months)s::date[], %(quantities)s::bigint[], %(values)s::numeric[])
        AS given(sku_id, first_on, quantity, value)
)
UPDATE costing_monthend AS month SET quantity = month.quantity + more.quantity, value = month.value + more.value
FROM (
    SELECT later.id, sum(given.quantity) AS quantity, sum(given.value) AS value
    FROM given JOIN costing_monthend AS later ON later.sku_id = given.sku_id AND later.first_on >= given.first_on
    GROUP BY later.id
) AS more
WHERE month.id = more.id
"""


def day_in_books(at: datetime) -> "DayOf":
    """On which day of the books something counts, months that are closed left alone."""
    last = Period.objects.filter(state=PeriodState.CLOSED).aggregate(last=Max("first_on"))["last"]
    return DayOf(company_day(at), last)


class DayOf:
    """Days of the books as they are open now."""

    def __init__(self, today: date, last_closed: date | None) -> None:
        self.today, self.last_closed = today, last_closed

    def __call__(self, happened_on: date) -> date:
        return booked_day(happened_on, today=self.today, last_closed=self.last_closed)


def write_lines(
    lines: Sequence[NewLine], worths: Mapping[int, Worth], days: DayOf, *, actor: Actor, at: datetime
) -> None:
    """The lines are on record, every sum has followed, and the books have their entries."""
    layers = _write_layers(lines, at=at)
    booked = [(line, days(line.happened_on)) for line in lines]
    batches = _write_batches(booked, at=at)
    rows = [
        (
            line.sku_id, line.kind, line.move_id, line.adjustment_id, layers.get(id(line.change.pile)),
            batches[day, line.kind, line.warehouse_id], line.change.quantity, line.change.value, line.change.beside,
            line.change.quantity_after, line.change.value_after, line.happened_on, day, at,
        )
        for line, day in booked
    ]  # fmt: skip
    if rows:
        copy_rows(CostLine, _LINE, rows)
    _write_sums({line.sku_id for line in lines}, worths)
    _write_months(booked)
    post_batches(sorted(batches.values()), days, actor=actor, at=at)


def _write_layers(lines: Sequence[NewLine], *, at: datetime) -> dict[int, int]:
    """The layers as they are now; answers their ids by what stands for them in this turn."""
    touched: dict[int, tuple[Pile, NewLine]] = {}
    for line in lines:
        if line.change.pile is not None:
            touched.setdefault(id(line.change.pile), (line.change.pile, line))
    fresh = [(pile, line) for pile, line in touched.values() if pile.id is None]
    for (pile, _), number in zip(fresh, draw_ids(Layer, len(fresh)), strict=True):
        pile.id = number
    insert_rows(
        Layer,
        ("id", "sku_id", "move_id", "came_on", "quantity", "value", "quantity_left", "value_left"),
        [
            (
                pile.id, line.sku_id, line.move_id, line.happened_on, line.change.quantity, line.change.value,
                pile.quantity, pile.value,
            )
            for pile, line in fresh
        ],
    )  # fmt: skip
    known = {id(pile) for pile, _ in fresh}
    update_rows(
        Layer,
        ("id",),
        ("quantity_left", "value_left"),
        sorted((pile.id or 0, pile.quantity, pile.value) for key, (pile, _) in touched.items() if key not in known),
    )
    return {key: pile.id or 0 for key, (pile, _) in touched.items()}


def _write_batches(booked: Iterable[tuple[NewLine, date]], *, at: datetime) -> dict[tuple[date, str, int | None], int]:
    sums: dict[tuple[date, str, int | None], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0), Decimal(0)])
    for line, day in booked:
        batch = sums[day, line.kind, line.warehouse_id]
        batch[0] += line.change.value
        batch[1] += line.change.beside
        batch[2] += 1
    keys = sorted(sums, key=lambda key: (key[0], key[1], key[2] or 0))
    rows = [
        (day, kind, house, *sums[day, kind, house][:2], int(sums[day, kind, house][2]), at) for day, kind, house in keys
    ]
    names = ("booked_on", "kind", "warehouse_id", "value", "beside", "lines", "at")
    written = insert_rows(CostBatch, names, rows, returning=("id",))
    return {key: number for key, (number,) in zip(keys, written, strict=True)}


def _write_sums(sku_ids: Iterable[int], worths: Mapping[int, Worth]) -> None:
    rows = [
        (sku_id, worths[sku_id].quantity, worths[sku_id].value, worths[sku_id].last_cost) for sku_id in sorted(sku_ids)
    ]
    insert_rows(
        StockValue,
        ("sku_id", "quantity", "value", "last_cost"),
        rows,
        on_conflict=(
            "(sku_id) DO UPDATE SET quantity = EXCLUDED.quantity, value = EXCLUDED.value, "
            "last_cost = EXCLUDED.last_cost"
        ),
    )


def _write_months(booked: Iterable[tuple[NewLine, date]]) -> None:
    sums: dict[tuple[int, date], list] = defaultdict(lambda: [0, Decimal(0)])
    for line, day in booked:
        month = sums[line.sku_id, day.replace(day=1)]
        month[0] += line.change.quantity
        month[1] += line.change.value
    keys = sorted(sums)
    asked = {
        "skus": [sku_id for sku_id, _ in keys],
        "months": [first_on for _, first_on in keys],
        "quantities": [sums[key][0] for key in keys],
        "values": [sums[key][1] for key in keys],
    }
    fetch_rows(f"{_MONTHS} RETURNING id", asked)
    fetch_rows(f"{_ADD_MONTHS} RETURNING month.id", asked)
