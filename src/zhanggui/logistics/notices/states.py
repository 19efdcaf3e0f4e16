from django.db import models
from django.utils.translation import pgettext_lazy


class NoticeEvent(models.TextChoices):
    """What a buyer may be told of."""

    SHIPPED = "shipped", pgettext_lazy("notice", "Shipped")
    OUT_FOR_DELIVERY = "out_for_delivery", pgettext_lazy("notice", "Out for delivery")
    DELIVERED = "delivered", pgettext_lazy("notice", "Delivered")
    DELAYED = "delayed", pgettext_lazy("notice", "Delayed")
    ANOMALY = "anomaly", pgettext_lazy("notice", "Delivery trouble")
    MESSAGE = "message", pgettext_lazy("notice", "Message we write")


class NoticeLanguage(models.TextChoices):
    """In which language a buyer is told."""

    CHINESE = "zh-hans", pgettext_lazy("language", "Chinese")
    ENGLISH = "en", pgettext_lazy("language", "English")


class NoticeStep(models.TextChoices):
    """What became of one notice."""

    WAITING = "waiting", pgettext_lazy("notice", "To send")
    SENDING = "sending", pgettext_lazy("notice", "Being sent")
    SENT = "sent", pgettext_lazy("notice", "Sent")
    DRY = "dry", pgettext_lazy("notice", "Dry run")
    SKIPPED = "skipped", pgettext_lazy("notice", "Left out")
    FAILED = "failed", pgettext_lazy("notice", "Not sent")


_N = NoticeStep
NOTICE_STEPS: dict[str, set[str]] = {
    _N.WAITING: {_N.SENDING, _N.DRY, _N.SKIPPED},
    _N.SENDING: {_N.SENT, _N.FAILED, _N.WAITING},
    _N.FAILED: {_N.WAITING},
    _N.SENT: set(),
    _N.DRY: set(),
    _N.SKIPPED: set(),
}
"""A notice that a killed worker was sending may have gone out: it is FAILED, and only a person sends it again."""
