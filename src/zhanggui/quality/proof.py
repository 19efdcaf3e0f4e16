"""What is rejected never becomes sellable: inspections and defects proved from the moves.

Each function reads whole tables once, in one statement, and yields the first wrong records by id.
"""

from collections.abc import Iterator

from zhanggui.inventory.states import HELD_KINDS, WAITS_FOR_INSPECTOR
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.proof import MOST, Wrong

PROMISE = "what is rejected is never sold"

_JUDGED = """
SELECT lot.id, lot.passed, lot.failed, coalesce(good.quantity, 0), coalesce(bad.quantity, 0)
FROM quality_inspection AS lot
JOIN inventory_location AS place ON place.id = lot.location_id
LEFT JOIN inventory_move AS good ON good.cause = 'pass_inspected' AND good.cause_id = lot.id
LEFT JOIN inventory_move AS bad ON bad.cause = 'reject_inspected' AND bad.cause_id = lot.id
WHERE lot.failed <> coalesce(bad.quantity, 0)
   OR (lot.passed <> coalesce(good.quantity, 0) AND (good.id IS NOT NULL OR place.code = %s))
ORDER BY lot.id
"""

_LEFT = """
SELECT defect.id, defect.quantity, defect.left, coalesce(sum(taken.quantity), 0)
FROM quality_defect AS defect
LEFT JOIN quality_disposal AS taken ON taken.defect_id = defect.id AND taken.state <> 'refused'
GROUP BY defect.id
HAVING defect.quantity - defect.left <> coalesce(sum(taken.quantity), 0)
ORDER BY defect.id
"""

_ZONE = """
WITH documented AS (
    SELECT defect.location_id, defect.sku_id, defect.lot, min(defect.id) AS id,
           sum(defect.left + coalesce(pending.quantity, 0)) AS pieces
    FROM quality_defect AS defect
    LEFT JOIN LATERAL (
        SELECT sum(taken.quantity) AS quantity FROM quality_disposal AS taken
        WHERE taken.defect_id = defect.id AND taken.state IN ('planned', 'asked')
    ) AS pending ON true
    GROUP BY defect.location_id, defect.sku_id, defect.lot
)
SELECT documented.id, documented.pieces, coalesce(balance.on_hand, 0)
FROM documented
LEFT JOIN inventory_balance AS balance
    ON balance.location_id = documented.location_id AND balance.sku_id = documented.sku_id
   AND balance.lot = documented.lot
WHERE documented.pieces > coalesce(balance.on_hand, 0)
ORDER BY documented.id
"""

_WAYS = """
SELECT move.id, origin.code, target.code, move.quantity
FROM inventory_move AS move
JOIN inventory_location AS origin ON origin.id = move.origin_id
JOIN inventory_location AS target ON target.id = move.target_id
WHERE origin.kind = ANY(%s) AND target.warehouse_id IS NOT NULL AND NOT target.kind = ANY(%s)
  AND NOT (target.kind = 'receiving' AND target.code = %s)
ORDER BY move.id
"""


def judged_pieces_moved() -> Iterator[Wrong]:
    """Of each inspection the pieces that passed and failed are those that moved on its account."""
    for number, passed, failed, good, bad in fetch_rows(f"{_JUDGED} LIMIT {MOST}", [WAITS_FOR_INSPECTOR]):
        what = f"{passed} passed and {failed} failed, {good} and {bad} moved"
        yield Wrong(PROMISE, f"quality_inspection {number}", what)


def defects_add_up() -> Iterator[Wrong]:
    """Of each defect the pieces that are not left are those that were decided on."""
    for number, quantity, left, taken in fetch_rows(f"{_LEFT} LIMIT {MOST}"):
        yield Wrong(PROMISE, f"quality_defect {number}", f"{left} of {quantity} left, {taken} decided on")


def defects_lie_where_they_say() -> Iterator[Wrong]:
    """What documents stand for in a defective place lies there."""
    for number, pieces, there in fetch_rows(f"{_ZONE} LIMIT {MOST}"):
        yield Wrong(PROMISE, f"quality_defect {number}", f"{pieces} pieces on documents there, {there} on hand")


def nothing_rejected_went_back() -> Iterator[Wrong]:
    """No move ever led from defective, blocked or spare goods to a place from which goods are sold or put away."""
    held = sorted(HELD_KINDS)
    for number, origin, target, pieces in fetch_rows(f"{_WAYS} LIMIT {MOST}", [held, held, WAITS_FOR_INSPECTOR]):
        yield Wrong(PROMISE, f"inventory_move {number}", f"{pieces} pieces from {origin} to {target}")


PROOFS = (judged_pieces_moved, defects_add_up, defects_lie_where_they_say, nothing_rejected_went_back)
