"""Words of shortages: why goods are missing, and where slips, wishes and messages stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ShortCause(models.TextChoices):
    """Why pieces of a line are missing where the line is sent from."""

    NOT_RECEIVED = "not_received", _("Not enough received")
    CLAIMED_OLDER = "claimed_older", _("Claimed by earlier orders")
    CLAIMED_NEWER = "claimed_newer", _("Claimed by later orders")
    QUARANTINE = "quarantine", _("In quarantine")
    DEFECTIVE = "defective", _("Defective")
    NOT_PUT_AWAY = "not_put_away", _("Not put away yet")
    ELSEWHERE = "elsewhere", _("In another warehouse")
    LOST = "lost", _("Lost on the shelf")
    PART = "part", _("Bundle part missing")
    UNMATCHED = "unmatched", _("Unmatched line")


class SlipState(models.TextChoices):
    """A shortage slip is signed by a lead before anything is decided by it."""

    OPEN = "open", pgettext_lazy("slip", "Open")
    SIGNED = "signed", pgettext_lazy("slip", "Signed off")
    CLOSED = "closed", pgettext_lazy("slip", "Closed")


SLIP_STEPS: dict[str, set[str]] = {
    SlipState.OPEN: {SlipState.SIGNED, SlipState.CLOSED},
    SlipState.SIGNED: {SlipState.OPEN, SlipState.CLOSED},
    SlipState.CLOSED: set(),
}


class WishState(models.TextChoices):
    """What became of a purchase suggestion."""

    OPEN = "open", pgettext_lazy("wish", "Open")
    WITHDRAWN = "withdrawn", pgettext_lazy("wish", "Withdrawn")


WISH_STEPS: dict[str, set[str]] = {WishState.OPEN: {WishState.WITHDRAWN}, WishState.WITHDRAWN: set()}


class MessageState(models.TextChoices):
    """Whether the buyer was told."""

    QUEUED = "queued", pgettext_lazy("message", "To send")
    SENT = "sent", pgettext_lazy("message", "Sent")
    WITHDRAWN = "withdrawn", pgettext_lazy("message", "Withdrawn")


MESSAGE_STEPS: dict[str, set[str]] = {
    MessageState.QUEUED: {MessageState.SENT, MessageState.WITHDRAWN},
    MessageState.SENT: {MessageState.QUEUED},
    MessageState.WITHDRAWN: set(),
}
