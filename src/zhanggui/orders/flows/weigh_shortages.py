"""Weigh who waits for which goods.

Afterwards each of these orders, and each that waits for one of these SKUs, stands on the shortage board with what is
missing and why, or is gone from it; the sums of every SKU they need are right; slips whose orders wait no more are
closed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

import orjson
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.steps import move_to
from zhanggui.orders.models import ShortageSlip, ShortLine, ShortOrder, ShortSku, SlipLine
from zhanggui.orders.rules.shortages import Judged, judge_wants
from zhanggui.orders.shortages.facts import ShortageSlipClosed
from zhanggui.orders.shortages.locking import GOODS, ORDERS, lock_board, lock_weighing
from zhanggui.orders.shortages.states import SlipState
from zhanggui.orders.shortages.weighing import Waiting, skus_wanted, stock_of, waiting_orders, wants_for
from zhanggui.people.models import Warehouse

_KEPT = '"ship_by" = EXCLUDED."ship_by", "paid_at" = EXCLUDED."paid_at", "money" = EXCLUDED."money"'


@transaction.atomic
def weigh_shortages(
    *, order_ids: Sequence[int] = (), sku_ids: Sequence[int] = (), actor: Actor, at: datetime
) -> Outcome[int]:
    """Answers the orders asked for, then the SKUs."""
    known = ShortLine.objects.filter(sku_id__among=set(sku_ids)).values_list("order_id", flat=True)
    concerned = {*order_ids, *known}
    lock_weighing(ORDERS, concerned)
    skus = skus_wanted(concerned) | set(sku_ids)
    lock_weighing(GOODS, skus)
    lock_board(concerned, skus)

    waiting = waiting_orders(concerned)
    _enter(waiting.values(), at=at)
    gone = concerned - set(waiting)
    ShortLine.objects.filter(order_id__among=set(gone)).delete()
    ShortOrder.objects.filter(pk__among=set(gone)).delete()

    warehouse_ids = list(Warehouse.objects.order_by("priority", "pk").values_list("pk", flat=True))
    wants = wants_for(skus, unmatched_of=waiting)
    judged = judge_wants(wants, stock_of(skus, at=at), warehouse_ids=warehouse_ids)
    _write_lines(judged, skus, waiting)
    _write_orders({one.want.order_id for one in judged} | set(waiting))
    _write_skus(judged, skus, at=at)

    closed = _slips_over(gone)
    announce([ShortageSlipClosed(slip.pk, slip.number) for slip in closed], actor=actor, at=at)
    move_to(ShortageSlip, [slip.pk for slip in closed], SlipState.CLOSED, closed_by=actor.name[:80], closed_at=at)
    return Outcome(done=[*order_ids, *sku_ids])


def _enter(waiting: Iterable[Waiting], *, at: datetime) -> None:
    insert_rows(
        ShortOrder,
        ("order_id", "shop_id", "ship_by", "paid_at", "short", "money", "since"),
        [(one.order_id, one.shop_id, one.ship_by, one.paid_at, 0, one.money, at) for one in waiting],
        on_conflict=f'("order_id") DO UPDATE SET {_KEPT}',
    )


def _write_lines(judged: Sequence[Judged], skus: set[int], waiting: Iterable[int]) -> None:
    ShortLine.objects.filter(sku_id__among=set(skus)).delete()
    without_sku = ShortLine.objects.filter(sku__isnull=True)
    without_sku.filter(order_id__among=set(waiting)).delete()
    without_sku.filter(pk__among={one.want.line_id for one in judged}).delete()  # it has found its SKU since
    copy_rows(
        ShortLine,
        ("line_id", "order_id", "sku_id", "wanted", "short", "place", "causes"),
        [
            (want.line_id, want.order_id, want.sku_id, want.wanted, short, place, orjson.dumps(causes).decode())
            for want, place, short, causes in judged
        ],
    )


def _write_orders(order_ids: set[int]) -> None:
    """The sums over all lines of these orders, also those that were weighed before."""
    short: dict[int, int] = dict.fromkeys(sorted(order_ids), 0)
    causes: dict[int, dict[str, None]] = defaultdict(dict)
    lines = ShortLine.objects.filter(order_id__among=set(short), short__gt=0).order_by("order_id", "pk")
    for order_id, pieces, found in lines.values_list("order_id", "short", "causes"):
        short[order_id] += pieces
        causes[order_id].update(dict.fromkeys(found))
    rows = [(pk, pieces, f"{{{','.join(causes[pk])}}}") for pk, pieces in short.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orders_shortorder SET short = given.short, causes = given.causes::varchar[] "
            "FROM unnest(%s::bigint[], %s::int[], %s::text[]) AS given(id, short, causes) WHERE order_id = given.id",
            [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], []],
        )


def _write_skus(judged: Sequence[Judged], skus: set[int], *, at: datetime) -> None:
    ShortSku.objects.filter(pk__among=set(skus)).delete()
    codes = dict(Sku.objects.filter(pk__among=set(skus)).values_list("pk", "code"))
    missing: dict[int, list[Judged]] = defaultdict(list)
    for one in judged:
        if one.short and one.want.sku_id is not None:
            missing[one.want.sku_id].append(one)
    orders = {one.want.order_id for found in missing.values() for one in found}
    money = dict(ShortOrder.objects.filter(pk__among=set(orders)).values_list("pk", "money"))
    copy_rows(
        ShortSku,
        ("sku_id", "code", "short", "orders", "first_ship_by", "money", "causes", "weighed_at"),
        [(sku_id, codes[sku_id], *_sums(found, money), at) for sku_id, found in sorted(missing.items())],
    )


def _sums(found: Sequence[Judged], money: dict[int, Decimal]) -> tuple[int, int, datetime | None, Decimal, str]:
    orders = {one.want.order_id for one in found}
    causes = dict.fromkeys(cause for one in found for cause in one.causes)
    return (
        sum(one.short for one in found),
        len(orders),
        min((one.want.ship_by for one in found if one.want.ship_by), default=None),
        sum((money[pk] for pk in orders), Decimal(0)),
        f"{{{','.join(causes)}}}",
    )


def _slips_over(gone: set[int]) -> list[ShortageSlip]:
    """Signed slips of which no order waits any more. Locked before that is asked: two may take their last orders."""
    still = SlipLine.objects.filter(slip=OuterRef("pk"), order__shortage__isnull=False)
    named = SlipLine.objects.filter(order_id__among=set(gone)).values_list("slip_id", flat=True)
    signed = locked(ShortageSlip.objects.filter(state=SlipState.SIGNED), named).values_list("pk", flat=True)
    return list(ShortageSlip.objects.filter(pk__among=set(signed)).exclude(Exists(still)).order_by("pk"))
