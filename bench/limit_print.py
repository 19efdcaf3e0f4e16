"""The limit of `print`: a waybill for each parcel, and facts. Its wave is closed when the labels are seen, later."""

from collections.abc import Callable, Sequence
from typing import Any

import psycopg

from bench.limit import draw, write_facts
from bench.world import AT, Side
from zhanggui.connectors.testcarrier.checkdigit import write_waybill

_KNOWN = """
SELECT p.id FROM fulfilment_parcel p JOIN orders_order o ON o.id = p.order_id
WHERE o.shop_id = %s AND o.number = ANY(%s) ORDER BY p.wave_id, p.cell
"""
_PRINTED = """
UPDATE fulfilment_parcel p SET state = 'printed', waybill = given.waybill, printed_at = %s, prints = 1
FROM unnest(%s::bigint[], %s::text[]) AS given(id, waybill) WHERE p.id = given.id
"""


def prepare(connection: psycopg.Connection[Any], side: Side, places: Sequence[int]) -> Callable[[], None]:
    known = connection.execute(_KNOWN, [side.shop.pk, side.numbers(places)]).fetchall()
    connection.rollback()
    parcel_ids = [row[0] for row in known]

    def write() -> None:
        with connection.transaction(), connection.cursor() as cursor:
            waybills = [write_waybill(n) for n in draw(cursor, "testcarrier_waybill_seq", len(parcel_ids))]
            cursor.execute(_PRINTED, [AT, parcel_ids, waybills])
            facts = [
                (parcel_id, f'{{"waybill":"{waybill}","prints":1}}')
                for parcel_id, waybill in zip(parcel_ids, waybills, strict=True)
            ]
            write_facts(cursor, "fulfilment.parcel.printed", "parcel", facts)

    return write
