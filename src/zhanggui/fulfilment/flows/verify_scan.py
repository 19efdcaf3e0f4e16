"""Verify one scanned piece at the packing table: the hottest path of the day, one statement.

Afterwards the scan is on record, good or refused, exactly once per `client_id`; a good one counts its piece, and the
last piece makes the parcel verified. The statement commits by itself, so that a refused scan is remembered too.
"""

from datetime import datetime
from uuid import UUID

from zhanggui.fulfilment.verifying.answered import ScanAnswer, ask_database, scan_answer, who
from zhanggui.kernel.actor import Actor

COUNT = "verify_by_count"
"""The right to key a count for goods that are usually scanned one by one."""

_SQL = """
SELECT * FROM fulfilment_verify_scan(
    %s, %s, %s, %s, %s, %s, %s, %s, %s::bigint[], %s::bigint[], %s, %s, %s, %s)
"""


def verify_scan(
    *,
    waybill: str,
    barcode: str,
    client_id: UUID,
    times: int = 1,
    lot: str = "",
    checked_by: str = "",
    actor: Actor,
    at: datetime,
) -> ScanAnswer:
    """`times` is a keyed count, `lot` what is asked for where lots are kept, `checked_by` the inspector who passed the
    goods just now; without one the verifier has looked at them himself.
    """
    more = (max(times, 1), actor.may(COUNT), lot, checked_by)
    row = ask_database(_SQL, [client_id, waybill, barcode, *who(actor, at=at), *more])
    return scan_answer(row, waybill=waybill, barcode=barcode, lot=lot)
