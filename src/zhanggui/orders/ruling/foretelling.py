"""What the checks of the program would say, were rules to pass these orders. Nothing is locked, nothing is written."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.orders.queries import review_cases
from zhanggui.orders.rules.rehearsing import passes_checks
from zhanggui.orders.ruling.thresholds import duplicates_of, thresholds_now
from zhanggui.orders.shortages.shelves import StockSeen
from zhanggui.orders.states import OrderState

_WAITING = frozenset({OrderState.TO_REVIEW, OrderState.UNPAID})


def would_pass(order_ids: Sequence[int], *, actor: Actor, at: datetime) -> set[int]:
    """Those of these orders that no check stands against; among them the last piece counts for one."""
    if not order_ids:
        return set()
    thresholds = thresholds_now()
    rows = review_cases(order_ids, locks=False, actor=actor, at=at)
    waiting = {case.order_id for case, state, _ in rows if state in _WAITING}
    twins = duplicates_of(sorted(waiting), hours=thresholds.duplicate_hours, actor=actor)
    stock = StockSeen(case for case, _, _ in rows if case.order_id in waiting)
    passing: set[int] = set()
    for asked, _, _ in rows:
        is_waiting = asked.order_id in waiting
        case = replace(asked, floor_percent=thresholds.floor_percent, duplicates=twins.get(asked.order_id, ()))
        if is_waiting:
            case = stock.look(case)
        if not passes_checks(case, is_waiting=is_waiting):
            continue
        passing.add(case.order_id)
        if is_waiting:
            stock.take(case)
    return passing
