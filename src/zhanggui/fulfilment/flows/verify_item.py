"""Verify a piece before its parcel is known: of those in the wave that want it, the one due first is chosen.

Afterwards the scan is on record and counted as by `verify_scan`, in a parcel that nobody else works at: stations that
scan the same SKU at the same moment get a parcel each. The same `client_id` comes to the same parcel again.
"""

from datetime import datetime
from uuid import UUID

from zhanggui.fulfilment.verifying.answered import ScanAnswer, ask_database, scan_answer, who
from zhanggui.kernel.actor import Actor

_SQL = "SELECT * FROM fulfilment_verify_item(%s, %s, %s, %s, %s, %s, %s, %s, %s::bigint[], %s::bigint[], %s)"


def verify_item(
    *, wave_id: int, barcode: str, client_id: UUID, checked_by: str = "", actor: Actor, at: datetime
) -> ScanAnswer:
    """Its waybill is empty when no parcel wants the piece."""
    *row, waybill = ask_database(_SQL, [client_id, wave_id, barcode, *who(actor, at=at), checked_by])
    return scan_answer(row, waybill=waybill, barcode=barcode)
