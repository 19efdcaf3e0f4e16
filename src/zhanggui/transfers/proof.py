"""Goods in transit are what the lines of transfers say, proved from the moves."""

from collections.abc import Iterator

from zhanggui.kernel.proof import Proof, Wrong, wrong_rows

PROMISE = "nothing is lost between warehouses"

_COUNTERS = """
SELECT line.id, line.sent, line.received, line.settled, coalesce(out.quantity, 0), coalesce(came.quantity, 0),
       coalesce(decided.quantity, 0)
FROM transfers_transferline AS line
LEFT JOIN inventory_move AS out ON out.cause = 'send_transfers' AND out.cause_id = line.id
LEFT JOIN inventory_move AS came ON came.cause = 'receive_transfers' AND came.cause_id = line.id
LEFT JOIN transfers_transfercase AS settled ON settled.line_id = line.id AND settled.missing > 0
LEFT JOIN inventory_move AS decided ON decided.cause = 'decide_cases' AND decided.cause_id = settled.id
WHERE (line.sent, line.received, line.settled)
      <> (coalesce(out.quantity, 0), coalesce(came.quantity, 0), coalesce(decided.quantity, 0))
ORDER BY line.id
"""

_MISSING = """
SELECT line.id, line.sent - line.received - line.settled, coalesce(missing.missing, 0)
FROM transfers_transferline AS line
JOIN transfers_transfer AS transfer ON transfer.id = line.transfer_id AND transfer.state = 'arrived'
LEFT JOIN transfers_transfercase AS missing ON missing.line_id = line.id AND missing.state = 'open'
WHERE line.sent - line.received - line.settled <> coalesce(missing.missing, 0)
ORDER BY line.id
"""


def transit_is_what_lines_say() -> Iterator[Wrong]:
    """What a line sent, received and settled are the moves made for it."""
    yield from wrong_rows(
        PROMISE, _COUNTERS, record="transfer line {0}", what="says {1}, {2}, {3}; moves say {4}, {5}, {6}"
    )


def missing_pieces_have_a_case() -> Iterator[Wrong]:
    """Pieces that have not arrived with their transfer wait for a decision."""
    yield from wrong_rows(PROMISE, _MISSING, record="transfer line {0}", what="misses {1} pieces; its case says {2}")


PROOFS: tuple[Proof, ...] = (transit_is_what_lines_say, missing_pieces_have_a_case)
