"""When the pool is looked at: whenever something was told of an order, and now and then as a whole."""

from collections.abc import Callable

from procrastinate.contrib.django import app

from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.facts import FactOf, subscriber
from zhanggui.kernel.outcome import in_chunks
from zhanggui.orders import facts
from zhanggui.orders.flows.escalate_exceptions import escalate_exceptions
from zhanggui.orders.flows.find_exceptions import find_exceptions
from zhanggui.orders.pool.facts import OrderCalmed, OrderRushed
from zhanggui.orders.pool.queries import orders_to_look_at
from zhanggui.orders.remarks import facts as request_facts

TELLING: tuple[type[FactOf], ...] = (
    facts.OrderImported,
    facts.OrderChanged,
    facts.OrderStopAsked,
    facts.OrderDataDisagree,
    facts.OrderLinesMatched,
    facts.OrderLineBound,
    facts.OrderReviewed,
    facts.OrderReviewRefused,
    facts.OrderHeld,
    facts.OrderReleased,
    facts.OrderCancelled,
    facts.OrderReopened,
    facts.RemarkHandled,
    request_facts.RequestsRead,
    request_facts.RequestHandled,
    request_facts.RequestRefused,
    request_facts.RequestReopened,
    facts.PaymentRecorded,
    facts.PaymentTakenBack,
    OrderRushed,
    OrderCalmed,
)
"""Facts of orders after which another cause may count, or none."""


def look_again(order_ids: list[int]) -> None:
    """However many, each chunk in a transaction of its own."""
    ids = sorted(set(order_ids))
    in_chunks(ids, lambda chunk: find_exceptions(order_ids=chunk, actor=system_actor("pool"), at=now()))


def _looking_after(fact: type[FactOf]) -> Callable[[list[int]], None]:
    def look(ids: list[int]) -> None:
        look_again(ids)

    look.__name__ = f"look_after_{fact.NAME.rpartition('orders.')[2].replace('.', '_')}"
    return look


LOOKS = [subscriber(fact)(_looking_after(fact)) for fact in TELLING]


@app.periodic(cron="*/5 * * * *")
@app.task(name="orders.look_at_the_pool", queue="default", queueing_lock="orders.look_at_the_pool")
def look_at_the_pool(timestamp: int) -> None:
    """What nobody tells (a stop that was carried out, a gate that opened by time) is seen within five minutes."""
    look_again(orders_to_look_at())


@app.periodic(cron="* * * * *")
@app.task(name="orders.escalate_exceptions", queue="default", queueing_lock="orders.escalate_exceptions")
def escalate_exceptions_job(timestamp: int) -> None:
    while escalate_exceptions(actor=system_actor("pool"), at=now()).done:
        pass
