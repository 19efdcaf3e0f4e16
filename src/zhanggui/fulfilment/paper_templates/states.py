"""The papers whose looks a company decides."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TemplatePaper(models.TextChoices):
    """A paper whose looks a company decides."""

    NOTE = "note", _("Delivery note")
    LIST = "list", _("Pick list")
    SORT = "sort", _("Second-sort sheet")
    HAND = "hand", _("Hand-over sheet")
    LABEL = "label", _("Own label and its slip")
