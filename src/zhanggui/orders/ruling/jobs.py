"""When orders are reviewed again by themselves: what they waited for has been settled, or someone asks the rules anew.

Nothing told here is told by a review itself but the end of a rule's hold and a rule's flag; after those the rules know
the version already, so a review that follows a review finds nothing to do.
"""

from collections.abc import Callable

from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.facts import FactOf, subscriber
from zhanggui.kernel.outcome import in_chunks
from zhanggui.orders import facts
from zhanggui.orders.changes.facts import ChangeAnswered
from zhanggui.orders.flows.review_arrivals import review_arrivals
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.remarks.facts import RequestHandled, RequestRefused
from zhanggui.orders.ruling.decided import refused_for_what_ends
from zhanggui.orders.ruling.facts import RulesToAskAgain

SETTLING: tuple[type[FactOf], ...] = (
    facts.OrderLinesMatched,
    facts.OrderLineBound,
    facts.OrderLineExchanged,
    facts.OrderReleased,
    facts.PaymentRecorded,
    facts.RemarkHandled,
    facts.SellerMemoWritten,
    RequestHandled,
    RequestRefused,
    ChangeAnswered,
    RulesToAskAgain,
)
"""Facts after which an order may wait for nothing any more."""


def review_again(order_ids: list[int]) -> None:
    """What was refused only for what can end by itself is reviewed again; of the rest, what a rule passes now."""
    ids = sorted(set(order_ids))
    actor = system_actor("rules")
    refused = refused_for_what_ends(ids)
    in_chunks(refused, lambda chunk: review_orders(order_ids=chunk, actor=actor, at=now()))
    others = [pk for pk in ids if pk not in set(refused)]
    in_chunks(others, lambda chunk: review_arrivals(order_ids=chunk, actor=actor, at=now()))


def _reviewing_after(fact: type[FactOf]) -> Callable[[list[int]], None]:
    def look(ids: list[int]) -> None:
        review_again(ids)

    look.__name__ = f"review_after_{fact.NAME.rpartition('orders.')[2].replace('.', '_')}"
    return look


REVIEWS = [subscriber(fact)(_reviewing_after(fact)) for fact in SETTLING]
