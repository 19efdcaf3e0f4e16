from django.db import models
from django.utils.translation import gettext_lazy as _


class CarryKind(models.TextChoices):
    """Why goods were carried from one place to another."""

    PUT_AWAY = "put_away", _("Put away")
    MOVED = "move_stock", _("Moved between bins")


class Turnover(models.TextChoices):
    """How fast a SKU leaves for customers."""

    FAST = "fast", _("Fast")
    MIDDLE = "middle", _("Middling")
    SLOW = "slow", _("Slow")
