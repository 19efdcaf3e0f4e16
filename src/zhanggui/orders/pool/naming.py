"""The one cause of each order of a set, worked out from what every storey knows, and written where it changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.locks import locked
from zhanggui.orders.models import Order, StuckOrder
from zhanggui.orders.pool.sources import sources
from zhanggui.orders.pool.states import TERMS
from zhanggui.orders.rules.pool import Found, deadline_of, first_of, level_of, next_escalation

DETAIL = 200
_COLUMNS = (
    "order_id", "shop_id", "cause", "detail", "since", "due_at", "post", "person_id", "assigned_by", "assigned_at",
    "level", "escalates_at",
)  # fmt: skip
_CHANGED = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in _COLUMNS[1:])


class Written(NamedTuple):
    """The row of an order in the pool, in the order of its columns."""

    order_id: int
    shop_id: int
    cause: str
    detail: str
    since: datetime
    due_at: datetime
    post: str
    person_id: int | None
    assigned_by: str
    assigned_at: datetime | None
    level: int
    escalates_at: datetime | None


def differing(order_ids: Sequence[int], *, at: datetime) -> list[int]:
    """Those of these orders whose rows are not what keeps them now: a look without locks.

    Whoever changes an order meanwhile tells of it, and so has it looked at again.
    """
    found, before = _found(order_ids), _rows(order_ids)
    wanted = _wanted(found, before, at=at)
    return sorted(pk for pk in {*wanted, *before} if before.get(pk) != wanted.get(pk))


def name_locked(order_ids: Sequence[int], *, at: datetime) -> list[int]:
    """The rows of these orders are what keeps them now. Answers the orders that are in the pool.

    Locks the orders, so that whoever changes one of them meanwhile is seen or comes after.
    """
    ids = list(locked(Order.objects.all(), order_ids).values_list("pk", flat=True))
    found, before = _found(ids), _rows(ids)

    wanted = _wanted(found, before, at=at)
    changed = [row for pk, row in wanted.items() if before.get(pk) != row]
    insert_rows(StuckOrder, _COLUMNS, changed, on_conflict=f'("order_id") DO UPDATE SET {_CHANGED}')
    if moving := sorted(set(before) - set(wanted)):
        StuckOrder.objects.filter(pk__among=moving).delete()
    return list(wanted)


def _rows(order_ids: Sequence[int]) -> dict[int, Written]:
    rows = StuckOrder.objects.filter(pk__among=set(order_ids)).values_list(*_COLUMNS)
    return {row[0]: Written(*row) for row in rows}


def _wanted(found: Mapping[int, Sequence[Found]], before: Mapping[int, Written], *, at: datetime) -> dict[int, Written]:
    """The row of each order that something keeps."""
    if not found:
        return {}
    orders = Order.objects.filter(pk__among=set(found)).order_by("pk").values_list("pk", "shop_id", "ship_by", "urgent")
    return {
        pk: _written(pk, shop_id, ship_by, urgent, first_of(found[pk]), before.get(pk), at=at)
        for pk, shop_id, ship_by, urgent in orders
    }


def _found(order_ids: Sequence[int]) -> dict[int, list[Found]]:
    found: dict[int, list[Found]] = {}
    if order_ids:
        for ask in sources():
            for pk, each in ask(order_ids).items():
                found.setdefault(pk, []).extend(each)
    return {pk: each for pk, each in found.items() if each}


def _written(
    pk: int, shop_id: int, ship_by: datetime | None, urgent: bool, found: Found, before: Written | None, *, at: datetime
) -> Written:
    """While the cause stays, who has it and since when stays too; its deadline follows the order's."""
    old = before if before and before.cause == found.cause else None
    since = old.since if old else min(found.since or at, at)
    due = deadline_of(found, since=since, ship_by=ship_by, is_urgent=urgent)
    level = min(level_of(since=since, due=due, at=at), old.level) if old else 0
    return Written(
        order_id=pk,
        shop_id=shop_id,
        cause=str(found.cause),
        detail=found.detail[:DETAIL],
        since=since,
        due_at=due,
        post=old.post if old else TERMS[found.cause].post,
        person_id=old.person_id if old else None,
        assigned_by=old.assigned_by if old else "",
        assigned_at=old.assigned_at if old else None,
        level=level,
        escalates_at=next_escalation(since=since, due=due, level=level),
    )
