from django.db import models
from django.utils.translation import gettext_lazy as _


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
    _S.TO_REVIEW: {_S.REVIEWED, _S.CANCELLED, _S.UNPAID, _S.SHIPPED, _S.COMPLETED},
    _S.REVIEWED: {_S.IN_WAREHOUSE, _S.TO_REVIEW, _S.CANCELLED, _S.SHIPPED, _S.COMPLETED},
    _S.IN_WAREHOUSE: {_S.PARTLY_SHIPPED, _S.SHIPPED, _S.REVIEWED, _S.TO_REVIEW, _S.CANCELLED},
    _S.PARTLY_SHIPPED: {_S.SHIPPED, _S.IN_WAREHOUSE, _S.TO_REVIEW, _S.REVIEWED, _S.COMPLETED, _S.CANCELLED},
    _S.SHIPPED: {_S.COMPLETED, _S.CANCELLED},
    _S.COMPLETED: set(),
    _S.CANCELLED: {_S.TO_REVIEW},
}
"""UNPAID, TO_REVIEW and REVIEWED → SHIPPED or COMPLETED: the platform shows an order that was sent without us.
SHIPPED → CANCELLED: such an order, refunded later. CANCELLED → TO_REVIEW: a cancellation of ours taken back."""


OPEN_STATES = (_S.UNPAID, _S.TO_REVIEW, _S.REVIEWED, _S.IN_WAREHOUSE, _S.PARTLY_SHIPPED)
"""Orders someone still has to do something about."""


class HoldReason(models.TextChoices):
    """Why an order waits."""

    BY_HAND = "by_hand", _("Held by hand")
    PLATFORM = "platform", _("Platform forbids shipping")
    REFUND = "refund", _("Refund asked")
    ADDRESS_CHANGE = "address_change", _("Address change asked")
    ITEM_CHANGE = "item_change", _("Item change asked")
    SHORTAGE = "shortage", _("Out of stock")
    REVIEW = "review", _("Review says no")
    CONFLICT = "conflict", _("Platform data disagree")
