from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.kernel.doors.tracking import TrackState


class Stage(models.TextChoices):
    """Where a parcel is on its way to the buyer."""

    HANDED_OVER = "handed_over", _("Handed over")
    COLLECTED = "collected", pgettext_lazy("parcel", "Collected")
    IN_TRANSIT = "in_transit", _("On the way")
    OUT_FOR_DELIVERY = "out_for_delivery", _("Out for delivery")
    AT_PICKUP_POINT = "at_pickup_point", _("At the pick-up point")
    DELIVERED = "delivered", _("Delivered")
    RETURNING = "returning", _("Coming back")
    RETURNED = "returned", _("Come back")
    CANCELLED = "cancelled", _("Cancelled by the carrier")
    WITHDRAWN = "withdrawn", _("Taken back before it left")


STAGES: dict[TrackState | None, Stage] = {
    None: Stage.HANDED_OVER,
    TrackState.CREATED: Stage.HANDED_OVER,
    TrackState.AWAITING_PICKUP: Stage.HANDED_OVER,
    TrackState.PICKED_UP: Stage.COLLECTED,
    TrackState.IN_TRANSIT: Stage.IN_TRANSIT,
    TrackState.CUSTOMS: Stage.IN_TRANSIT,
    TrackState.OUT_FOR_DELIVERY: Stage.OUT_FOR_DELIVERY,
    TrackState.AT_PICKUP_POINT: Stage.AT_PICKUP_POINT,
    TrackState.DELIVERED: Stage.DELIVERED,
    TrackState.RETURNING: Stage.RETURNING,
    TrackState.RETURNED: Stage.RETURNED,
    TrackState.CANCELLED: Stage.CANCELLED,
}

MOVING = (Stage.COLLECTED, Stage.IN_TRANSIT, Stage.OUT_FOR_DELIVERY, Stage.AT_PICKUP_POINT, Stage.RETURNING)
"""The carrier has it and should be heard of."""
UNDER_WAY = (Stage.HANDED_OVER, *MOVING)
ENDED = (Stage.DELIVERED, Stage.RETURNED, Stage.CANCELLED, Stage.WITHDRAWN)


class What(models.TextChoices):
    """What one scan says; the words of the door, for the database and for people."""

    CREATED = "created", _("Order received")
    AWAITING_PICKUP = "awaiting_pickup", _("To be collected")
    PICKED_UP = "picked_up", pgettext_lazy("parcel", "Collected")
    IN_TRANSIT = "in_transit", _("On the way")
    CUSTOMS = "customs", _("At customs")
    OUT_FOR_DELIVERY = "out_for_delivery", _("Out for delivery")
    AT_PICKUP_POINT = "at_pickup_point", _("At the pick-up point")
    EXCEPTION = "exception", _("Trouble")
    DELIVERED = "delivered", _("Delivered")
    RETURNING = "returning", _("Coming back")
    RETURNED = "returned", _("Come back")
    CANCELLED = "cancelled", _("Cancelled by the carrier")


class AnomalyKind(models.TextChoices):
    """What is wrong with a parcel's way."""

    UNCOLLECTED = "uncollected", _("Not collected")
    STUCK = "stuck", _("Does not move")
    UNFETCHED = "unfetched", _("Not fetched by the buyer")
    RETURNING = "returning", _("Comes back unasked")
    REFUSED = "refused", _("Refused by the buyer")
    OTHER_SIGNED = "other_signed", _("Signed by another")
    DAMAGED = "damaged", pgettext_lazy("parcel", "Damaged")
    LOST = "lost", _("Lost")
    TROUBLE = "trouble", _("Delivery trouble")
    CONTRADICTED = "contradicted", _("Scanned after its end")


STICKY = (
    AnomalyKind.OTHER_SIGNED, AnomalyKind.DAMAGED, AnomalyKind.LOST, AnomalyKind.CONTRADICTED,
)  # fmt: skip
"""These do not pass by themselves: somebody must have looked."""


class AnomalyState(models.TextChoices):
    OPEN = "open", _("Open")
    RESOLVED = "resolved", _("Settled")
    PASSED = "passed", _("Passed by itself")


ANOMALY_STEPS: dict[str, set[str]] = {
    AnomalyState.OPEN: {AnomalyState.RESOLVED, AnomalyState.PASSED},
    AnomalyState.RESOLVED: set(),
    AnomalyState.PASSED: set(),
}


class Resolution(models.TextChoices):
    """How a person ended it."""

    ARRIVED = "arrived", _("The buyer has it")
    CARRIER_ACTS = "carrier_acts", _("The carrier sees to it")
    CALLED_BACK = "called_back", _("Called back")
    SENT_AGAIN = "sent_again", _("Sent again")
    REFUNDED = "refunded", _("Refunded")
    CLAIMED = "claimed", _("Claimed from the carrier")
    FALSE_ALARM = "false_alarm", _("False alarm")
