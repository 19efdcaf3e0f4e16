from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrderState(models.TextChoices):
    """Where an order is with us. Derived from payment, review and line counters; no one types it."""

    UNPAID = "unpaid", _("Unpaid")
    TO_REVIEW = "to_review", _("To review")
    REVIEWED = "reviewed", _("Reviewed")
    IN_WAREHOUSE = "in_warehouse", _("In warehouse")
    PARTLY_SHIPPED = "partly_shipped", _("Partly shipped")
    SHIPPED = "shipped", _("Shipped")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")


_S = OrderState

ORDER_STEPS: dict[str, set[str]] = {
    _S.UNPAID: {_S.TO_REVIEW, _S.CANCELLED, _S.SHIPPED, _S.COMPLETED},
    _S.TO_REVIEW: {
        _S.REVIEWED, _S.CANCELLED, _S.UNPAID, _S.SHIPPED, _S.COMPLETED, _S.IN_WAREHOUSE, _S.PARTLY_SHIPPED,
    },
    _S.REVIEWED: {
        _S.IN_WAREHOUSE, _S.TO_REVIEW, _S.CANCELLED, _S.UNPAID, _S.SHIPPED, _S.COMPLETED, _S.PARTLY_SHIPPED,
    },
    _S.IN_WAREHOUSE: {
        _S.PARTLY_SHIPPED, _S.REVIEWED, _S.TO_REVIEW, _S.CANCELLED, _S.UNPAID, _S.SHIPPED, _S.COMPLETED,
    },
    _S.PARTLY_SHIPPED: {_S.SHIPPED, _S.IN_WAREHOUSE, _S.TO_REVIEW, _S.REVIEWED, _S.COMPLETED, _S.CANCELLED},
    _S.SHIPPED: {_S.COMPLETED, _S.CANCELLED, _S.TO_REVIEW, _S.UNPAID, _S.IN_WAREHOUSE, _S.PARTLY_SHIPPED},
    _S.COMPLETED: {_S.CANCELLED, _S.TO_REVIEW, _S.UNPAID, _S.SHIPPED},
    _S.CANCELLED: {_S.TO_REVIEW, _S.UNPAID, _S.SHIPPED, _S.COMPLETED},
}  # fmt: skip
"""Without work of ours an order is where its platform has it, and platforms also take back what was final: so UNPAID,
TO_REVIEW, SHIPPED, COMPLETED and CANCELLED all lead to one another. Work of ours only goes the way of the warehouse,
and back when a parcel that was shipped by mistake is taken back."""


OPEN_STATES = (_S.UNPAID, _S.TO_REVIEW, _S.REVIEWED, _S.IN_WAREHOUSE, _S.PARTLY_SHIPPED)
"""Orders someone still has to do something about."""
AWAITING_REVIEW = (_S.UNPAID, _S.TO_REVIEW)
"""Orders whose review is still to come: rules look at them as they are."""
FINISHED_STATES = tuple(state for state in OrderState if state not in OPEN_STATES)
"""Orders that have left or never will."""


class LineOrigin(models.TextChoices):
    """Who put a line on the order: the channel, or we, to serve what the channel's line asks for or to add to it."""

    CHANNEL = "channel", _("Bought")
    PART = "part", _("Bundle part")
    GIFT = "gift", _("Gift")
    EXCHANGE = "exchange", _("Exchanged")


class HoldReason(models.TextChoices):
    """Why an order waits."""

    BY_HAND = "by_hand", _("Held by hand")
    PLATFORM = "platform", _("Platform forbids shipping")
    REFUND = "refund", _("Refund asked")
    ADDRESS_CHANGE = "address_change", _("Address change asked")
    ITEM_CHANGE = "item_change", _("Item change asked")
    SHORTAGE = "shortage", _("Out of stock")
    NO_PLACE = "no_place", _("Nobody can send it")
    CHANGE_WAITS = "change_waits", _("Change waits for its parcel")
    REVIEW = "review", _("Review says no")
    RULE = "rule", _("Held by a rule")
    RULE_CIRCLE = "rule_circle", _("Rules run in circles")
    WISHED_TIME = "wished_time", _("Buyer wants it later")
    CONFLICT = "conflict", _("Platform data disagree")


class Change(models.TextChoices):
    """What a newer version of an order changed, as the reason why its parcels stop."""

    ADDRESS = "address", _("Address changed")
    ITEMS = "items", _("Items changed")
    MESSAGE = "message", _("Buyer's message changed")
    MEMO = "memo", _("Seller's memo changed")
    MONEY = "money", _("Amount changed")
    PAYMENT = "payment", _("Payment taken back")
    CASH = "cash", _("Cash to collect changed")
    REQUEST = "request", _("Something is asked for")
    LINES = "lines", _("Lines taken out")


class LookPurpose(models.TextChoices):
    """Why someone sees the whole words of a receiver."""

    DELIVERY = "delivery", _("Delivery question")
    ADDRESS_CHANGE = "address_change", _("Address change")
    AFTER_SALES = "after_sales", _("After-sales")
    CARE = "care", _("Call to the buyer")
    CHECK = "check", _("Check of a suspicious order")
    REQUEST = "request", _("Request of the person concerned")
    ENTRUSTED = "entrusted", _("Hand-over to a partner we entrust")
    PRINT = "print", _("Print of labels")


ASKED_PURPOSES = tuple(purpose for purpose in LookPurpose if purpose != LookPurpose.PRINT)
"""Purposes a person names; a print has its own."""


class LookWay(models.TextChoices):
    """How whole words left the database."""

    SHOWN = "shown", _("Shown")
    PRINTED = "printed", pgettext_lazy("look", "Printed")
    EXPORTED = "exported", _("Exported")
