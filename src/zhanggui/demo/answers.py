"""How the demo staff answers whatever keeps an order from going on, so that nothing in the demo waits for ever.

Every check of the review, every hold and every refusal of a plan stands here: with what somebody of the house does
about it, or with the page or the other side that ends it.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from django.db import transaction

from zhanggui.demo.deeds import (
    Staff,
    cancel,
    find_another_way,
    force,
    match_or_cancel,
    read_remarks,
    refuse_asked,
    release,
    restock,
    settle_requests,
)
from zhanggui.fulfilment.rules.choices import NoPlace, NoWarehouse
from zhanggui.fulfilment.rules.parcels import (
    LinesUnmatched,
    NothingLeftToSend,
    OrderNotReviewed,
    OrderOnHold,
    OrderReviewDue,
    OrderStopping,
)
from zhanggui.inventory.rules.claims import StockShort
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.models import Hold
from zhanggui.orders.rules.review import RULES, ReviewRefused
from zhanggui.orders.states import OPEN_STATES, HoldReason

PATIENCE = timedelta(seconds=60)
"""So long a hold stands before it is answered: a visitor sees it, and a run without a person does not give up."""


class Ends(StrEnum):
    """What ends by itself, or by somebody else than the staff."""

    BUYER = "the buyer pays, or the platform closes the order"
    PLATFORM = "the platform's next version of the order says what is true"
    VISITOR = "who placed it takes it away: only a visitor of the demo does such a thing"
    CLOCK = "the day comes"
    BASKET = "the exception handler clears the stopped parcel"
    HOLD = "the hold is answered"
    REVIEW = "the review is answered"
    NOTHING = "nothing waits"


Deed: TypeAlias = Callable[[Sequence[int], Staff, datetime], None]

REVIEW: Mapping[str, Deed | Ends] = {
    "paid": Ends.BUYER,
    "matched": match_or_cancel,
    "no_refund": Ends.HOLD,
    "no_platform_hold": Ends.PLATFORM,
    "not_sent": Ends.PLATFORM,
    "no_address_change": Ends.HOLD,
    "no_item_change": Ends.HOLD,
    "receiver": cancel,
    "floor_price": force,
    "buyer": cancel,
    "area": cancel,
    "stock": restock,
    "payment": Ends.BUYER,
    "requests": settle_requests,
    "remark": read_remarks,
    "duplicate": force,
    "holds": Ends.HOLD,
}
"""By check."""

HOLDS: Mapping[HoldReason, Deed | Ends] = {
    HoldReason.BY_HAND: Ends.VISITOR,
    HoldReason.PLATFORM: Ends.PLATFORM,
    HoldReason.REFUND: cancel,
    HoldReason.ADDRESS_CHANGE: refuse_asked,
    HoldReason.ITEM_CHANGE: refuse_asked,
    HoldReason.SHORTAGE: restock,
    HoldReason.NO_PLACE: find_another_way,
    HoldReason.CHANGE_WAITS: Ends.BASKET,
    HoldReason.REVIEW: release,
    HoldReason.RULE: Ends.VISITOR,
    HoldReason.RULE_CIRCLE: Ends.VISITOR,
    HoldReason.WISHED_TIME: Ends.CLOCK,
    HoldReason.CONFLICT: release,
}

PLAN: Mapping[type[Refusal], HoldReason | Ends] = {
    OrderNotReviewed: Ends.REVIEW,
    OrderReviewDue: Ends.REVIEW,
    OrderOnHold: Ends.HOLD,
    OrderStopping: Ends.BASKET,
    LinesUnmatched: Ends.REVIEW,
    NothingLeftToSend: Ends.NOTHING,
    NotFound: Ends.NOTHING,
    StockShort: HoldReason.SHORTAGE,
    NoPlace: HoldReason.NO_PLACE,
    NoWarehouse: HoldReason.NO_PLACE,
}
"""What a plan refuses, and the hold by which the order then waits."""

_CHECK_OF = {rule.refusal: rule.name for rule in RULES}


def checks_in(refusal: Refusal) -> list[str]:
    """The checks that say no to an order; of an order that is not to be reviewed, none."""
    reasons = refusal.data["reasons"] if isinstance(refusal, ReviewRefused) else []
    return [_CHECK_OF[type(reason)] for reason in reasons]


@transaction.atomic
def answer_refusals(refused: Mapping[int, Refusal], staff: Staff, at: datetime) -> None:
    """Whatever the staff can do about each is done. Forced is only what nothing else is in the way of."""
    todo: dict[Deed, list[int]] = defaultdict(list)
    for order_id, refusal in refused.items():
        answers = dict.fromkeys(REVIEW[check] for check in checks_in(refusal))
        for answer in answers:
            if callable(answer) and (answer is not force or len(answers) == 1):
                todo[answer].append(order_id)
    for deed, order_ids in todo.items():
        deed(order_ids, staff, at)


@transaction.atomic
def answer_holds(staff: Staff, at: datetime, limit: int) -> int:
    """Holds that stood for long enough are answered; how many."""
    answered = {reason: deed for reason, deed in HOLDS.items() if callable(deed)}
    old = Hold.objects.filter(reason__in=answered, placed_at__lte=at - PATIENCE, order__state__in=OPEN_STATES)
    todo: dict[Deed, list[int]] = defaultdict(list)
    for order_id, reason in old.order_by("?").values_list("order_id", "reason")[:limit]:
        todo[answered[HoldReason(reason)]].append(order_id)
    for deed, order_ids in todo.items():
        deed(order_ids, staff, at)
    return sum(map(len, todo.values()))
