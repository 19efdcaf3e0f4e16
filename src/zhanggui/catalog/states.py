from django.db import models
from django.utils.translation import gettext_lazy as _


class Tracking(models.TextChoices):
    """What tells the pieces of a SKU apart."""

    NONE = "none", _("Barcode only")
    LOT = "lot", _("Lot")
    CODE = "code", _("Unique code")
