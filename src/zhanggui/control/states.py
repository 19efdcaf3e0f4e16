from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Signal(models.TextChoices):
    """What the figures of a SKU in a warehouse ask for."""

    OUT = "out", _("Out of stock")
    SHORT = "short", _("Comes too late")
    LOW = "low", _("Order now")
    FINE = "fine", pgettext_lazy("stock", "Fine")
    SLOW = "slow", pgettext_lazy("stock", "Slow")
    DEAD = "dead", _("Does not sell")


AGES = (30, 60, 90, 180)
"""The last day of each age band but the oldest, which has no end."""
