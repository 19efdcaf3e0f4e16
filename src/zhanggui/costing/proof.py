"""What stock is worth, proved from its lines; its lines, from the moves they stand for; the books, from both."""

from collections.abc import Iterator

from zhanggui.costing.reading import theirs
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.proof import MOST, Wrong, wrong_rows

PROMISE = "every yuan of stock is explained"

_VALUES = """
WITH sums AS (SELECT sku_id, sum(quantity) AS quantity, sum(value) AS value FROM costing_costline GROUP BY sku_id)
SELECT sku_id, coalesce(kept.quantity, 0), coalesce(kept.value, 0), coalesce(sums.quantity, 0), coalesce(sums.value, 0)
FROM costing_stockvalue AS kept FULL JOIN sums USING (sku_id)
WHERE (coalesce(kept.quantity, 0), coalesce(kept.value, 0)) <> (coalesce(sums.quantity, 0), coalesce(sums.value, 0))
ORDER BY sku_id
"""

_RUNNING = """
SELECT id, quantity_after, value_after, quantity_sum, value_sum FROM (
    SELECT id, quantity_after, value_after, sum(quantity) OVER run AS quantity_sum, sum(value) OVER run AS value_sum
    FROM costing_costline WINDOW run AS (PARTITION BY sku_id ORDER BY id)
) AS line
WHERE (quantity_after, value_after) <> (quantity_sum, value_sum) ORDER BY id
"""

_LAYERS = """
WITH sums AS (
    SELECT layer_id, sum(quantity) AS quantity, sum(value) AS value FROM costing_costline
    WHERE layer_id IS NOT NULL GROUP BY layer_id
), due AS (
    SELECT layer.id, layer.quantity_left, layer.value_left,
           coalesce(sums.quantity, 0) + CASE WHEN layer.move_id IS NULL THEN layer.quantity ELSE 0 END AS quantity,
           coalesce(sums.value, 0) + CASE WHEN layer.move_id IS NULL THEN layer.value ELSE 0 END AS value
    FROM costing_layer AS layer LEFT JOIN sums ON sums.layer_id = layer.id
)
SELECT id, quantity_left, value_left, quantity, value FROM due
WHERE (quantity_left, value_left) <> (quantity, value) ORDER BY id
"""

_PILES = """
WITH piles AS (
    SELECT sku_id, sum(quantity_left) AS quantity, sum(value_left) AS value FROM costing_layer
    WHERE closed_at IS NULL GROUP BY sku_id
)
SELECT sku_id, kept.quantity, kept.value, coalesce(piles.quantity, 0), coalesce(piles.value, 0)
FROM costing_stockvalue AS kept LEFT JOIN piles USING (sku_id)
WHERE EXISTS (SELECT FROM costing_costbook WHERE method = 'fifo')
  AND (kept.quantity, kept.value) <> (coalesce(piles.quantity, 0), coalesce(piles.value, 0))
ORDER BY sku_id
"""

_MOVES = """
WITH valued AS (
    SELECT move_id, sum(quantity) AS quantity FROM costing_costline WHERE move_id IS NOT NULL GROUP BY move_id
), due AS (
    SELECT move.id, CASE WHEN move.origin_id = ANY(%(theirs)s) THEN move.quantity ELSE -move.quantity END AS quantity
    FROM inventory_move AS move
    WHERE (move.origin_id = ANY(%(theirs)s)) <> (move.target_id = ANY(%(theirs)s))
      AND (move.id <= coalesce((SELECT valued_through FROM costing_costbook), 0)
           OR EXISTS (SELECT FROM valued WHERE valued.move_id = move.id))
      AND NOT EXISTS (SELECT FROM costing_waitingmove AS waits WHERE waits.move_id = move.id)
)
SELECT coalesce(due.id, valued.move_id), coalesce(due.quantity, 0), coalesce(valued.quantity, 0)
FROM due FULL JOIN valued ON valued.move_id = due.id
WHERE coalesce(due.quantity, 0) <> coalesce(valued.quantity, 0) ORDER BY 1 LIMIT %(most)s
"""

_MONTHS = """
WITH sums AS (
    SELECT sku_id, date_trunc('month', booked_on)::date AS first_on, sum(quantity) AS quantity, sum(value) AS value
    FROM costing_costline GROUP BY 1, 2
), due AS (
    SELECT sku_id, first_on, sum(quantity) OVER run AS quantity, sum(value) OVER run AS value
    FROM sums WINDOW run AS (PARTITION BY sku_id ORDER BY first_on)
)
SELECT sku_id, first_on, coalesce(kept.quantity, 0), coalesce(kept.value, 0), coalesce(due.quantity, 0),
       coalesce(due.value, 0)
FROM costing_monthend AS kept FULL JOIN due USING (sku_id, first_on)
WHERE (kept.quantity, kept.value) IS DISTINCT FROM (due.quantity, due.value) ORDER BY first_on, sku_id
"""

_ADJUSTMENTS = """
SELECT adjustment.id, adjustment.in_stock, adjustment.sold, coalesce(sums.value, 0), coalesce(sums.beside, 0)
FROM costing_adjustment AS adjustment
LEFT JOIN (
    SELECT adjustment_id, sum(value) AS value, sum(beside) AS beside FROM costing_costline
    WHERE adjustment_id IS NOT NULL GROUP BY adjustment_id
) AS sums ON sums.adjustment_id = adjustment.id
WHERE (adjustment.in_stock, adjustment.sold) IS DISTINCT FROM (sums.value, sums.beside)
ORDER BY adjustment.id
"""

_BATCHES = """
WITH sums AS (
    SELECT batch_id, sum(value) AS value, sum(beside) AS beside, count(*) AS lines
    FROM costing_costline GROUP BY batch_id
)
SELECT batch.id, batch.value, batch.beside, coalesce(sums.value, 0), coalesce(sums.beside, 0)
FROM costing_costbatch AS batch LEFT JOIN sums ON sums.batch_id = batch.id
WHERE (batch.value, batch.beside, batch.lines)
      IS DISTINCT FROM (coalesce(sums.value, 0), coalesce(sums.beside, 0), coalesce(sums.lines, 0))
ORDER BY batch.id
"""

_ENTRIES = """
SELECT batch.id, batch.entry_id, coalesce(entry.cause, '-'), coalesce(entry.cause_id, 0)
FROM costing_costbatch AS batch LEFT JOIN books_entry AS entry ON entry.id = batch.entry_id
WHERE batch.entry_id IS NOT NULL AND (
    (entry.cause, entry.cause_id) IS DISTINCT FROM ('post_costs', batch.id)
    OR batch.value <> (
        SELECT coalesce(sum(leg.amount), 0) FROM books_posting AS leg
        JOIN books_account AS account ON account.id = leg.account_id AND account.kind = 'asset'
        WHERE leg.entry_id = batch.entry_id AND leg.amount = batch.value
    )
)
ORDER BY batch.id
"""

_UNKNOWN = """
SELECT entry.id, entry.cause_id FROM books_entry AS entry
WHERE entry.cause = 'post_costs'
  AND NOT EXISTS (SELECT FROM costing_costbatch AS batch WHERE batch.entry_id = entry.id)
ORDER BY entry.id
"""

_STOCK = """
SELECT batches.newest, kept.value, batches.value
FROM (SELECT coalesce(sum(value), 0) AS value FROM costing_stockvalue) AS kept,
     (SELECT coalesce(max(id), 0) AS newest, coalesce(sum(value), 0) AS value FROM costing_costbatch) AS batches
WHERE kept.value <> batches.value
"""


def values_are_lines() -> Iterator[Wrong]:
    """What each SKU is worth is the sum of its lines."""
    record, what = "costing_stockvalue (sku {0})", "{1} pieces worth {2}, the lines sum to {3} worth {4}"
    yield from wrong_rows(PROMISE, _VALUES, record=record, what=what)


def lines_run_on() -> Iterator[Wrong]:
    """Each line says what was there after it: the sum of all lines up to it."""
    what = "{1} pieces worth {2} after it, the lines up to it sum to {3} worth {4}"
    yield from wrong_rows(PROMISE, _RUNNING, record="costing_costline {0}", what=what)


def layers_are_lines() -> Iterator[Wrong]:
    """What is left of each layer is the sum of the lines that changed it."""
    what = "{1} pieces worth {2} left, the lines sum to {3} worth {4}"
    yield from wrong_rows(PROMISE, _LAYERS, record="costing_layer {0}", what=what)


def layers_are_the_value() -> Iterator[Wrong]:
    """First in, first out: the layers of a SKU sum to what it is worth."""
    record, what = "costing_stockvalue (sku {0})", "{1} pieces worth {2}, its layers sum to {3} worth {4}"
    yield from wrong_rows(PROMISE, _PILES, record=record, what=what)


def lines_are_moves() -> Iterator[Wrong]:
    """Each move across our border that was looked at is valued once, in full, or waits."""
    asked = {"theirs": theirs(), "most": MOST}
    for move, moved, valued in fetch_rows(_MOVES, asked):
        yield Wrong(PROMISE, f"inventory_move {move}", f"{moved} pieces moved, {valued} valued")


def months_are_lines() -> Iterator[Wrong]:
    """What a SKU was worth at the end of each month is the sum of its lines up to then."""
    record, what = "costing_monthend (sku {0}, {1})", "{2} pieces worth {3}, the lines sum to {4} worth {5}"
    yield from wrong_rows(PROMISE, _MONTHS, record=record, what=what)


def adjustments_are_lines() -> Iterator[Wrong]:
    """What freight, a price or a revaluation made of stock, and of what was sold, is the sum of its lines."""
    what = "{1} in stock and {2} sold, its lines sum to {3} and {4}"
    yield from wrong_rows(PROMISE, _ADJUSTMENTS, record="costing_adjustment {0}", what=what)


def batches_are_lines() -> Iterator[Wrong]:
    """Each batch is the sum of its lines."""
    what = "{1} and {2} beside, its lines sum to {3} and {4}"
    yield from wrong_rows(PROMISE, _BATCHES, record="costing_costbatch {0}", what=what)


def entries_are_batches() -> Iterator[Wrong]:
    """The entry of each batch is its own and moves its value on the account of stock; no entry is without a batch."""
    what = "its entry {1} is of {2} {3}, or moves another sum on the account of stock"
    yield from wrong_rows(PROMISE, _ENTRIES, record="costing_costbatch {0}", what=what)
    yield from wrong_rows(PROMISE, _UNKNOWN, record="books_entry {0}", what="no batch {1} has it")


def books_are_the_value() -> Iterator[Wrong]:
    """All batches together are what stock is worth."""
    record, what = "costing_costbatch (all up to {0})", "stock is worth {1} in all, the batches sum to {2}"
    yield from wrong_rows(PROMISE, _STOCK, record=record, what=what)


PROOFS = (
    values_are_lines,
    lines_run_on,
    layers_are_lines,
    layers_are_the_value,
    lines_are_moves,
    months_are_lines,
    adjustments_are_lines,
    batches_are_lines,
    entries_are_batches,
    books_are_the_value,
)
