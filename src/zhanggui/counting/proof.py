"""What counts say of stock, proved from the moves.

Each function reads whole tables once, in one statement, and yields the first wrong records by id.
"""

from collections.abc import Iterator

from zhanggui.kernel.proof import Proof, Wrong, wrong_rows

PROMISE = "every count is explained"

_LEGS = """
legs AS (
    SELECT id, origin_id AS place, sku_id, lot, -quantity AS pieces FROM inventory_move
    WHERE id > (SELECT coalesce(min(snapshot_after), 0) FROM counting_countsheet)
    UNION ALL
    SELECT id, target_id, sku_id, lot, quantity FROM inventory_move
    WHERE id > (SELECT coalesce(min(snapshot_after), 0) FROM counting_countsheet)
)
"""

_BOOKS = f"""
WITH {_LEGS}
SELECT line.id, line.book, line.snapshot + coalesce(sum(legs.pieces), 0) - line.later
FROM counting_countline AS line
JOIN counting_countbin AS bin ON bin.id = line.bin_id
JOIN counting_countsheet AS sheet ON sheet.id = bin.sheet_id
LEFT JOIN legs ON legs.place = bin.location_id AND legs.sku_id = line.sku_id AND legs.lot = line.lot
    AND legs.id > sheet.snapshot_after AND legs.id <= bin.counted_after
WHERE line.book IS NOT NULL AND bin.counted_after IS NOT NULL
GROUP BY line.id, line.book, line.snapshot, line.later
HAVING line.book <> line.snapshot + coalesce(sum(legs.pieces), 0) - line.later
ORDER BY line.id
"""

_POSTED = """
SELECT line.id, CASE WHEN bin.state = 'posted' THEN line.counted - line.book ELSE 0 END, coalesce(moved.pieces, 0)
FROM counting_countline AS line
JOIN counting_countbin AS bin ON bin.id = line.bin_id
LEFT JOIN (
    SELECT cause_id, CASE WHEN target.kind = 'loss' THEN -quantity ELSE quantity END AS pieces
    FROM inventory_move JOIN inventory_location AS target ON target.id = target_id WHERE cause = 'count_bins'
) AS moved ON moved.cause_id = line.id
WHERE coalesce(CASE WHEN bin.state = 'posted' THEN line.counted - line.book ELSE 0 END, 0) <> coalesce(moved.pieces, 0)
ORDER BY line.id
"""

_SELVES = """
SELECT bin.id, bin.decided_by FROM counting_countbin AS bin
JOIN counting_countturn AS turn ON turn.bin_id = bin.id AND turn.counted_at IS NOT NULL
WHERE bin.state = 'posted' AND turn.counter = bin.decided_by
ORDER BY bin.id
"""

_BLIND = """
SELECT coalesce(bin.location_id, blind.location_id), CASE WHEN blind.location_id IS NULL THEN 'shown' ELSE 'hidden' END
FROM inventory_blindplace AS blind
FULL JOIN (
    SELECT location_id FROM counting_countbin WHERE state IN ('to_count', 'counting', 'recount', 'recounting')
) AS bin ON bin.location_id = blind.location_id
WHERE bin.location_id IS NULL OR blind.location_id IS NULL
ORDER BY 1
"""


def counters_are_blind() -> Iterator[Wrong]:
    """What the book says is hidden from counters exactly where somebody still has to count."""
    yield from wrong_rows(PROMISE, _BLIND, record="place {0}", what="is {1} from counters, against its count")


def books_of_counts_are_replayed() -> Iterator[Wrong]:
    """What the book said when a bin was counted is its snapshot and the moves until then."""
    yield from wrong_rows(
        PROMISE, _BOOKS, record="count line {0}", what="says the book was {1}; snapshot and moves make {2}"
    )


def differences_moved_goods() -> Iterator[Wrong]:
    """Each approved difference moved goods once, and no other did."""
    yield from wrong_rows(PROMISE, _POSTED, record="count line {0}", what="found {1} more; moves brought {2}")


def nobody_approved_their_own_count() -> Iterator[Wrong]:
    """Nobody approved what they counted."""
    yield from wrong_rows(PROMISE, _SELVES, record="count bin {0}", what="was counted and approved by {1}")


PROOFS: tuple[Proof, ...] = (
    books_of_counts_are_replayed,
    differences_moved_goods,
    nobody_approved_their_own_count,
    counters_are_blind,
)
