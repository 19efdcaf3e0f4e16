from django.db import models
from django.utils.translation import gettext_lazy as _


class CountKind(models.TextChoices):
    """Why these bins are counted."""

    FULL = "full", _("Full count")
    ZONE = "zone", _("Zone count")
    CYCLE = "cycle", _("Cycle count")
    BIN_CHECK = "bin_check", _("Bin check")


class SheetState(models.TextChoices):
    OPEN = "open", _("Being counted")
    ENDED = "ended", _("Count ended")


SHEET_STEPS: dict[str, set[str]] = {SheetState.OPEN: {SheetState.ENDED}, SheetState.ENDED: set()}


class BinState(models.TextChoices):
    """How far the count of one bin is."""

    TO_COUNT = "to_count", _("To count")
    COUNTING = "counting", _("Counting")
    RECOUNT = "recount", _("To count again")
    RECOUNTING = "recounting", _("Counting again")
    DIFFERS = "differs", _("Difference to approve")
    AGREED = "agreed", _("No difference")
    POSTED = "posted", _("Difference posted")
    LEFT_OUT = "left_out", _("Left out")


BIN_STEPS: dict[str, set[str]] = {
    BinState.TO_COUNT: {BinState.COUNTING, BinState.LEFT_OUT},
    BinState.COUNTING: {
        BinState.TO_COUNT,
        BinState.RECOUNT,
        BinState.DIFFERS,
        BinState.AGREED,
        BinState.LEFT_OUT,
    },
    BinState.RECOUNT: {BinState.RECOUNTING},
    BinState.RECOUNTING: {BinState.RECOUNT, BinState.DIFFERS, BinState.AGREED},
    BinState.DIFFERS: {BinState.POSTED, BinState.RECOUNT},
    BinState.AGREED: set(),
    BinState.POSTED: set(),
    BinState.LEFT_OUT: set(),
}
"""A difference that was seen once is never left out: it is counted again or posted."""

WAITING = (BinState.TO_COUNT, BinState.RECOUNT)
"""Someone has to go there."""
IN_HAND = (BinState.COUNTING, BinState.RECOUNTING)
UNSEEN = (*WAITING, *IN_HAND)
"""Nobody who counts may see what the book says of these."""
UNDECIDED = (*UNSEEN, BinState.DIFFERS)
FINISHED = (BinState.AGREED, BinState.POSTED)
"""The bin was counted, and the book agrees now."""


class BinClass(models.TextChoices):
    """How fast what lies in a bin goes out: A the few fast ones, C the many slow ones."""

    A = "A", _("A · fast")
    B = "B", _("B · medium")
    C = "C", _("C · slow")
