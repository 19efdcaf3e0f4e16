"""Why an order does not move: the causes in their declared order, whose work each is, and how long it may take.

Of several causes an order counts under the first one only, so that the counts of the pool add up to its total.
"""

from datetime import timedelta
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cause(models.TextChoices):
    """Why an order does not move. The order of these lines decides which of several counts."""

    IN_BASKET = "in_basket", _("Stopped parcel in the basket")
    STOPPING = "stopping", _("Stop being carried out")
    CONFLICT = "conflict", _("Platform data disagree")
    REFUND = "refund", _("Refund asked")
    PLATFORM = "platform", _("Platform forbids shipping")
    ADDRESS_CHANGE = "address_change", _("Address change asked")
    ITEM_CHANGE = "item_change", _("Item change asked")
    CHANGE_WAITS = "change_waits", _("Change waits for its parcel")
    RULE_CIRCLE = "rule_circle", _("Rules run in circles")
    RULE = "rule", _("Held by a rule")
    REVIEW = "review", _("Review says no")
    BY_HAND = "by_hand", _("Held by hand")
    WISHED_TIME = "wished_time", _("Buyer wants it later")
    UNMATCHED = "unmatched", _("Line without a SKU")
    RECEIVER = "receiver", _("Receiver incomplete")
    SHORTAGE = "shortage", _("Out of stock")
    NO_PLACE = "no_place", _("Nobody can send it")
    PAYMENT = "payment", _("Payment gate")
    REQUEST = "request", _("Request not settled")
    REMARK = "remark", _("Remark not handled")
    REFUSED = "refused", _("Review refused")
    PASSABLE = "passable", _("Nothing in the way any more")
    NOTICE = "notice", _("Platform refused the shipment")
    IN_VAIN = "in_vain", _("Told in vain")


class Kind(models.TextChoices):
    """What sort of work a cause is: the tabs of the pool."""

    BUYER = "buyer", _("Buyer and platform")
    OURS = "ours", _("Held by us")
    REVIEW = "review", _("Review")
    GOODS = "goods", _("Goods and way")
    FLOOR = "floor", _("On the floor")


class Terms(NamedTuple):
    """Of one cause: the sort of work, the post it falls to, whom time running out hands it to, how long it takes."""

    kind: Kind
    post: str
    lead: str
    within: timedelta


def _terms(kind: Kind, post: str, lead: str, hours: float) -> Terms:
    return Terms(kind, post, lead, timedelta(hours=hours))


TERMS: dict[str, Terms] = {
    Cause.IN_BASKET: _terms(Kind.FLOOR, "exception_handler", "warehouse_manager", 2),
    Cause.STOPPING: _terms(Kind.FLOOR, "exception_handler", "warehouse_manager", 0.25),
    Cause.CONFLICT: _terms(Kind.BUYER, "service_lead", "service_lead", 4),
    Cause.REFUND: _terms(Kind.BUYER, "aftersale", "service_lead", 24),
    Cause.PLATFORM: _terms(Kind.BUYER, "aftersale", "service_lead", 24),
    Cause.ADDRESS_CHANGE: _terms(Kind.BUYER, "aftersale", "service_lead", 6),
    Cause.ITEM_CHANGE: _terms(Kind.BUYER, "aftersale", "service_lead", 6),
    Cause.CHANGE_WAITS: _terms(Kind.FLOOR, "exception_handler", "warehouse_manager", 2),
    Cause.RULE_CIRCLE: _terms(Kind.OURS, "service_lead", "service_lead", 4),
    Cause.RULE: _terms(Kind.OURS, "reviewer", "service_lead", 8),
    Cause.REVIEW: _terms(Kind.OURS, "reviewer", "service_lead", 8),
    Cause.BY_HAND: _terms(Kind.OURS, "reviewer", "service_lead", 24),
    Cause.WISHED_TIME: _terms(Kind.OURS, "reviewer", "service_lead", 24),
    Cause.UNMATCHED: _terms(Kind.REVIEW, "reviewer", "service_lead", 4),
    Cause.RECEIVER: _terms(Kind.REVIEW, "presale", "service_lead", 8),
    Cause.SHORTAGE: _terms(Kind.GOODS, "buyer", "warehouse_manager", 24),
    Cause.NO_PLACE: _terms(Kind.GOODS, "print_clerk", "warehouse_manager", 8),
    Cause.PAYMENT: _terms(Kind.REVIEW, "presale", "service_lead", 24),
    Cause.REQUEST: _terms(Kind.REVIEW, "presale", "service_lead", 8),
    Cause.REMARK: _terms(Kind.REVIEW, "reviewer", "service_lead", 8),
    Cause.REFUSED: _terms(Kind.REVIEW, "reviewer", "service_lead", 8),
    Cause.PASSABLE: _terms(Kind.REVIEW, "reviewer", "service_lead", 2),
    Cause.NOTICE: _terms(Kind.FLOOR, "operations_lead", "operations_lead", 4),
    Cause.IN_VAIN: _terms(Kind.FLOOR, "operations_lead", "operations_lead", 4),
}

PLACES: dict[str, int] = {cause: place for place, cause in enumerate(Cause.values)}
"""Which cause counts before which."""


def causes_of(kind: Kind) -> list[str]:
    return [str(cause) for cause, terms in TERMS.items() if terms.kind == kind]
