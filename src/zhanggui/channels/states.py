from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkState(models.TextChoices):
    WORKING = "working", _("Working")
    PAUSED = "paused", _("Paused")
    EXPIRED = "expired", _("Authorisation expired")


LINK_STEPS: dict[str, set[str]] = {
    LinkState.WORKING: {LinkState.PAUSED, LinkState.EXPIRED},
    LinkState.PAUSED: {LinkState.WORKING, LinkState.EXPIRED},
    LinkState.EXPIRED: {LinkState.WORKING, LinkState.PAUSED},
}


class UnreadKind(models.TextChoices):
    """What a payload that could not be understood was to be."""

    ORDER = "order", _("Order")
    REFUND = "refund", _("Refund")


class NoticeState(models.TextChoices):
    QUEUED = "queued", _("To be told")
    TOLD = "told", _("Told")
    REFUSED = "refused", _("Platform refused")
    IN_VAIN = "in_vain", _("Told in vain")


NOTICE_STEPS: dict[str, set[str]] = {
    NoticeState.QUEUED: {NoticeState.TOLD, NoticeState.REFUSED},
    NoticeState.REFUSED: {NoticeState.QUEUED},
    NoticeState.TOLD: {NoticeState.IN_VAIN},
    NoticeState.IN_VAIN: {NoticeState.TOLD},
}


class FileState(models.TextChoices):
    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Stopped")


FILE_STEPS: dict[str, set[str]] = {
    FileState.CHECKED: {FileState.RUNNING},
    FileState.RUNNING: {FileState.DONE, FileState.FAILED},
    FileState.FAILED: {FileState.RUNNING},
}


class MatchedBy(models.TextChoices):
    """By what a listing is known to mean its SKU."""

    NOBODY = "nobody", _("Not matched")
    CODE = "code", _("Merchant code")
    BARCODE = "barcode", _("Barcode")
    HAND = "hand", _("By hand")


class AuditState(models.TextChoices):
    ASKED = "asked", _("Waits for its turn")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    FAILED = "failed", _("Stopped")


AUDIT_STEPS: dict[str, set[str]] = {
    AuditState.ASKED: {AuditState.RUNNING},
    AuditState.RUNNING: {AuditState.DONE, AuditState.FAILED},
}


class TroubleKind(models.TextChoices):
    DOWN = "down", _("Did not answer")
    THROTTLED = "throttled", _("Asked to wait")
    EXPIRED = "expired", _("Authorisation expired")
    REFUSED = "refused", _("Refused")
    OTHER = "other", _("Other trouble")
