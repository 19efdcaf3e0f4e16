"""Whether anybody goes to a receiver: orders ask, the storey that has warehouses and carriers answers.

A room `reaching.py` of any app names its answer; `OrdersConfig.ready` reads them all.
"""

from collections.abc import Callable, Sequence, Set
from datetime import datetime

Answer = Callable[[Sequence[int], datetime], Set[int]]
"""Those of these orders that nobody goes to at this moment, in one statement."""

_answers: list[Answer] = []


def answers_reach(function: Answer) -> Answer:
    """Ask this function which orders nobody goes to."""
    _answers.append(function)
    return function


def unreachable_orders(order_ids: Sequence[int], *, at: datetime) -> set[int]:
    """Those of these orders that nobody goes to."""
    return {order_id for answer in _answers for order_id in answer(order_ids, at)}
