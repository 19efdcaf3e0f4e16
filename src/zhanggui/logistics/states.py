from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    """How far the asking for one number is, and what becomes of the number."""

    WAITING = "waiting", _("To ask")
    ASKED = "asked", _("Asked")
    GIVEN = "given", _("Number given")
    REFUSED = "refused", _("Provider refused")
    TO_CANCEL = "to_cancel", _("Number to cancel")
    TO_RECOVER = "to_recover", _("Number to recover")
    CANCELLED = "cancelled", _("Cancelled")
    GIVEN_UP = "given_up", _("Given up")


_R = RequestState

REQUEST_STEPS: dict[str, set[str]] = {
    _R.WAITING: {_R.ASKED, _R.REFUSED, _R.CANCELLED},
    _R.ASKED: {_R.WAITING, _R.GIVEN, _R.REFUSED, _R.TO_CANCEL, _R.CANCELLED},
    _R.REFUSED: {_R.WAITING, _R.CANCELLED},
    _R.GIVEN: {_R.TO_CANCEL, _R.CANCELLED},
    _R.TO_CANCEL: {_R.TO_RECOVER, _R.CANCELLED},
    _R.TO_RECOVER: {_R.TO_CANCEL, _R.CANCELLED, _R.GIVEN_UP},
    _R.CANCELLED: set(),
    _R.GIVEN_UP: set(),
}
"""From ASKED on a number may exist that we do not know: only the provider's answer ends it."""

OPEN = (_R.WAITING, _R.ASKED, _R.REFUSED, _R.GIVEN)
"""A parcel has at most one of these."""
UNUSED = (_R.TO_CANCEL, _R.TO_RECOVER)
"""Numbers that nobody prints, and that the provider has not taken back."""
