from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.orders.states import HoldReason


class AskedChange(models.TextChoices):
    """What a buyer asks the platform to have changed before shipping."""

    ADDRESS = "address", _("Other address")
    ITEMS = "items", _("Other goods")


HOLD_OF = {AskedChange.ADDRESS: HoldReason.ADDRESS_CHANGE, AskedChange.ITEMS: HoldReason.ITEM_CHANGE}


class AnswerState(models.TextChoices):
    """Whether we answered a buyer's request. A platform may take a request back before we did."""

    OPEN = "open", pgettext_lazy("buyer's request", "To answer")
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", pgettext_lazy("buyer's request", "Refused")
    WITHDRAWN = "withdrawn", _("Settled on the platform")


ANSWER_STEPS: dict[str, set[str]] = {
    AnswerState.OPEN: {AnswerState.AGREED, AnswerState.REFUSED, AnswerState.WITHDRAWN},
    AnswerState.AGREED: {AnswerState.OPEN},
    AnswerState.REFUSED: set(),
    AnswerState.WITHDRAWN: set(),
}
"""What was agreed to is open again when what was done for it is taken back."""
