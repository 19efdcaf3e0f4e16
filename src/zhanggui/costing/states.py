from django.db import models
from django.utils.translation import gettext_lazy as _


class Method(models.TextChoices):
    """How the company finds the cost of what leaves."""

    AVERAGE = "average", _("Moving average")
    FIFO = "fifo", _("First in, first out")


class LineKind(models.TextChoices):
    """Why the value of stock changed."""

    RECEIPT = "receipt", _("Purchase")
    SUPPLIER_RETURN = "supplier_return", _("Back to the supplier")
    SALE = "sale", _("Sold and sent")
    SALE_RETURN = "sale_return", _("Back from the customer")
    SUPPLIES = "supplies", _("Used up for packing")
    GAIN = "gain", _("More was counted")
    LOSS = "loss", _("Less was counted")
    SCRAP = "scrap", _("Thrown away")
    LANDED = "landed", _("Freight, duty and the like")
    PRICE = "price", _("Price corrected")
    REVALUATION = "revaluation", _("Revalued")


ADJUSTMENTS = (LineKind.LANDED, LineKind.PRICE, LineKind.REVALUATION)
"""These change value alone; goods stay where they are."""
