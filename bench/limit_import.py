"""The limit of `import`: orders, lines, sealed snapshots and facts, their values ready in memory."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import orjson
import psycopg

from bench.limit import copy, draw, write_facts
from bench.world import AT, Side
from zhanggui.kernel.seal import seal
from zhanggui.orders.importing.incoming import NEW_LINE, NEW_ORDER, SNAPSHOT, content_row, line_row, payload_hash
from zhanggui.orders.receivers.sealed import receiver_row, receiver_tokens
from zhanggui.orders.rules.deadlines import clock_of, mark_of

_ORDERS = f"orders_order ({', '.join(NEW_ORDER)})"
_LINES = f"orders_orderline ({', '.join(NEW_LINE)})"
_WORDS = "orders_receiverword (token, order_id, shop_id)"
_SNAPSHOTS = f"orders_ordersnapshot ({', '.join(SNAPSHOT)})"


def prepare(connection: psycopg.Connection[Any], side: Side, places: Sequence[int]) -> Callable[[], None]:
    orders, lines, words, snapshots, data = [], [], [], [], []
    for order in side.orders(places):
        digest = payload_hash(order)
        within = timedelta(hours=side.shop.ship_within_hours)
        mark = mark_of(order, channel=side.shop.channel, within=within)
        clock = clock_of(order, mark, channel=side.shop.channel)
        content = content_row(order, digest=digest, clock=clock, receiver=receiver_row(order.receiver))
        orders.append((side.shop.pk, order.number, "to_review", 1, False, 0, 0, 0, AT, *content))
        lines.append(
            [
                (line.number, *line_row(order, line, sku_id=side.skus[line.sku_code]), 0, 0, 0, 0, 0)
                for line in order.lines
            ]
        )
        words.append(receiver_tokens(order.receiver))
        purge_on = (AT + timedelta(days=180)).date()
        snapshots.append((order.modified_at, digest, "first", "bench", *mark, seal(order.raw), purge_on))
        data.append(orjson.dumps({"number": order.number, "state": "to_review", "source": "bench"}).decode())

    def write() -> None:
        with connection.transaction(), connection.cursor() as cursor:
            ids = draw(cursor, "orders_order_id_seq", len(orders))
            copy(cursor, _ORDERS, ((pk, *row) for pk, row in zip(ids, orders, strict=True)))
            copy(cursor, _LINES, ((pk, *row) for pk, rows in zip(ids, lines, strict=True) for row in rows))
            found_by = ((token, pk, side.shop.pk) for pk, tokens in zip(ids, words, strict=True) for token in tokens)
            copy(cursor, _WORDS, sorted(found_by))
            copy(cursor, _SNAPSHOTS, ((AT, pk, *row) for pk, row in zip(ids, snapshots, strict=True)))
            write_facts(cursor, "orders.order.imported", "order", list(zip(ids, data, strict=True)))

    return write
