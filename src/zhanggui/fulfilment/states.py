from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ParcelState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    WAVED = "waved", _("In wave")
    PRINTED = "printed", _("Printed")
    PICKED = "picked", _("Picked")
    VERIFIED = "verified", _("Verified")
    WEIGHED = "weighed", _("Weighed")
    SHIPPED = "shipped", _("Shipped")
    STOPPED = "stopped", _("Stopped")
    VOID = "void", _("Void")
    MERGED = "merged", _("Merged")


_P = ParcelState

PARCEL_STEPS: dict[str, set[str]] = {
    _P.PLANNED: {_P.WAVED, _P.VOID, _P.MERGED},
    _P.WAVED: {_P.PRINTED, _P.PLANNED, _P.VOID},
    _P.PRINTED: {_P.PICKED, _P.STOPPED, _P.PLANNED},
    _P.PICKED: {_P.VERIFIED, _P.STOPPED},
    _P.VERIFIED: {_P.WEIGHED, _P.STOPPED, _P.PICKED},
    _P.WEIGHED: {_P.SHIPPED, _P.STOPPED, _P.PICKED},
    _P.STOPPED: {_P.VOID},
    _P.SHIPPED: {_P.WEIGHED},
    _P.VOID: set(),
    _P.MERGED: {_P.PLANNED, _P.VOID},
}
"""Before paper exists a stopped plan is simply void. From print on it is STOPPED, and only the stop basket makes it
VOID, by a scan: paper and goods are somewhere on the floor. What was shipped by mistake is WEIGHED again.
What an account numbered is PLANNED again when a part of it leaves with the printed label: it needs another number.
A box that is opened to take a piece out is PICKED again. A MERGED parcel is PLANNED again when its merge is undone."""

LIVE = frozenset({_P.PLANNED, _P.WAVED, _P.PRINTED, _P.PICKED, _P.VERIFIED, _P.WEIGHED})
"""Parcels still on their way out."""

UNPRINTED = frozenset({_P.PLANNED, _P.WAVED})
"""Live parcels of which no paper exists."""

ON_PAPER = (_P.PRINTED, _P.PICKED, _P.VERIFIED, _P.WEIGHED)
"""Live parcels that have a label."""

AT_TABLE = (_P.PICKED, _P.VERIFIED)
"""Live parcels whose goods lie at the verifying tables."""

HAD_PAPER = (*ON_PAPER, _P.SHIPPED)
"""Parcels that have a waybill which is good. A stopped or void one never gets another paper."""

WITHOUT_WAYBILL = (_P.PLANNED, _P.WAVED, _P.VOID, _P.MERGED)
"""Only these may have none."""


class Numbering(models.TextChoices):
    """Where the waybill of a parcel comes from, and how far it is."""

    OWN = "own", _("Carrier's own number")
    AWAITED = "awaited", _("Waybill is being asked for")
    REFUSED = "refused", _("Waybill refused")
    GIVEN = "given", _("Waybill of an account")


NUMBERLESS = (Numbering.AWAITED, Numbering.REFUSED)
"""An account is to give the number and has not: nothing is printed."""


class WaveState(models.TextChoices):
    OPEN = "open", _("Open")
    PRINTED = "printed", _("Printed")
    PICKED = "picked", _("Picked")
    CANCELLED = "cancelled", _("Cancelled")


WAVE_STEPS: dict[str, set[str]] = {
    WaveState.OPEN: {WaveState.PRINTED, WaveState.CANCELLED},
    WaveState.PRINTED: {WaveState.PICKED, WaveState.CANCELLED},
    WaveState.PICKED: set(),
    WaveState.CANCELLED: set(),
}


class WaveKind(models.TextChoices):
    SINGLE = "single", _("Single item")
    MULTI = "multi", _("Several items")
    HOT = "hot", _("Hot item")


ONE_SKU_EACH = (WaveKind.SINGLE, WaveKind.HOT)
"""In these waves every parcel holds one SKU: an item alone may say which parcel it is for."""


class PickMeans(models.TextChoices):
    """What the picker walks with."""

    BOTH = "both", _("Paper or phone")
    PAPER = "paper", _("Paper")
    PHONE = "phone", _("Phone")


class PickState(models.TextChoices):
    TO_PICK = "to_pick", _("To pick")
    TAKEN = "taken", _("On the cart")
    PICKED = "picked", _("Picked")
    PUT_BACK = "put_back", _("Put back")
    CANCELLED = "cancelled", _("Cancelled")


PICK_STEPS: dict[str, set[str]] = {
    PickState.TO_PICK: {PickState.TAKEN, PickState.PICKED, PickState.CANCELLED},
    PickState.TAKEN: {PickState.PICKED, PickState.CANCELLED},
    PickState.PICKED: {PickState.PUT_BACK},
    PickState.PUT_BACK: set(),
    PickState.CANCELLED: set(),
}
"""What is on a cart is in its bin for the books until the whole wave is confirmed as picked."""

UNPICKED = (PickState.TO_PICK, PickState.TAKEN)
"""Their pieces are promised in their bins."""


class ScanResult(models.TextChoices):
    """What the verifying station answered. The first two count pieces, UNDONE takes one scan's pieces back."""

    PIECE_OK = "piece_ok", _("Piece accepted")
    PARCEL_DONE = "parcel_done", _("Parcel complete")
    UNKNOWN_WAYBILL = "unknown_waybill", _("Unknown waybill")
    WRONG_BARCODE = "wrong_barcode", _("Barcode does not match")
    ALREADY_SCANNED = "already_scanned", _("Already scanned")
    TOO_MANY = "too_many", _("Quantity differs")
    STOPPED = "stopped", _("Stopped")
    VOID = "void", _("Void waybill")
    NOT_PICKED = "not_picked", _("Not picked yet")
    UNDONE = "undone", _("Scan taken back")
    ONE_BY_ONE = "one_by_one", _("Counted instead of scanned")
    CODE_DUE = "code_due", _("Unique code not scanned")
    CODE_GONE = "code_gone", _("Unique code is not in stock")
    LOT_DUE = "lot_due", _("Lot asked for")
    WRONG_LOT = "wrong_lot", _("Another lot than picked")
    INSPECTION_DUE = "inspection_due", _("Waits for the inspector")
    NONE_WAITING = "none_waiting", _("No parcel waits for it")


ACCEPTED = (ScanResult.PIECE_OK, ScanResult.PARCEL_DONE)
"""These counted pieces, until undone."""


class SortResult(models.TextChoices):
    """What the put wall answered. The first three gave the piece its place, UNDONE takes one of them back."""

    PIECE_SORTED = "piece_sorted", _("Put into its cell")
    CELL_COMPLETE = "cell_complete", _("Cell complete")
    TO_BASKET = "to_basket", _("To the stop basket")
    ALREADY_SORTED = "already_sorted", _("Sorted already")
    EXTRA = "extra", _("One too many")
    WRONG_GOODS = "wrong_goods", _("Not of this wave")
    UNKNOWN_BARCODE = "unknown_barcode", _("Unknown barcode")
    PACK_TOO_BIG = "pack_too_big", _("Pack to be opened")
    NOT_PICKED = "not_picked", _("Not picked yet")
    UNKNOWN_WAVE = "unknown_wave", _("Unknown wave")
    UNDONE = "undone", _("Scan taken back")


SORTED = (SortResult.PIECE_SORTED, SortResult.CELL_COMPLETE, SortResult.TO_BASKET)


class RecallState(models.TextChoices):
    """Whether the carrier knows that a number of its is void."""

    TO_CANCEL = "to_cancel", _("To cancel")
    CANCELLED = "cancelled", _("Number cancelled")
    TO_RECOVER = "to_recover", _("To recover")
    SETTLED = "settled", _("Settled by hand")


RECALL_STEPS: dict[str, set[str]] = {
    RecallState.TO_CANCEL: {RecallState.CANCELLED, RecallState.TO_RECOVER, RecallState.SETTLED},
    RecallState.TO_RECOVER: {RecallState.CANCELLED, RecallState.SETTLED},
    RecallState.CANCELLED: set(),
    RecallState.SETTLED: set(),
}


class InterceptState(models.TextChoices):
    """How far the calling back of a parcel that has left is."""

    OPEN = "open", _("To ask the carrier")
    ASKED = "asked", _("Carrier asked")
    ACCEPTED = "accepted", _("Carrier brings it back")
    REFUSED = "refused", _("Carrier refused")
    RETURNED = "returned", _("Returned")
    DELIVERED = "delivered", _("Delivered all the same")


_I = InterceptState
_ENDS = {_I.RETURNED, _I.DELIVERED}

INTERCEPT_STEPS: dict[str, set[str]] = {
    _I.OPEN: {_I.ASKED, _I.ACCEPTED, _I.REFUSED, *_ENDS},
    _I.ASKED: {_I.ACCEPTED, _I.REFUSED, *_ENDS},
    _I.ACCEPTED: {_I.REFUSED, *_ENDS},
    _I.REFUSED: {_I.ASKED, _I.ACCEPTED, *_ENDS},
    _I.RETURNED: set(),
    _I.DELIVERED: set(),
}
"""A carrier that accepted may still miss the parcel, and one that refused may be asked again. Only the parcel itself,
back in the house or with the buyer, ends the case."""

UNANSWERED = (_I.OPEN, _I.ASKED)
"""The carrier has not said yet whether it brings the parcel back."""

OPEN_INTERCEPTS = (_I.OPEN, _I.ASKED, _I.ACCEPTED, _I.REFUSED)


class BatchState(models.TextChoices):
    """Whether a print batch may still take parcels."""

    OPEN = "open", _("Batch open")
    CLOSED = "closed", _("Batch closed")


BATCH_STEPS: dict[str, set[str]] = {BatchState.OPEN: {BatchState.CLOSED}, BatchState.CLOSED: set()}


class WallState(models.TextChoices):
    """Whether goods may be sorted into a put wall."""

    OPEN = "open", _("In use")
    CLOSED = "closed", _("Closed")


WALL_STEPS: dict[str, set[str]] = {WallState.OPEN: {WallState.CLOSED}, WallState.CLOSED: {WallState.OPEN}}


class ManifestState(models.TextChoices):
    """How far the hand-over of one coming of the carrier's van is."""

    OPEN = "open", _("Being scanned")
    CLOSED = "closed", _("Closed")
    LEFT = "left", _("Left with the van")


MANIFEST_STEPS: dict[str, set[str]] = {
    ManifestState.OPEN: {ManifestState.CLOSED},
    ManifestState.CLOSED: {ManifestState.OPEN, ManifestState.LEFT},
    ManifestState.LEFT: set(),
}
"""Until the van has left it may be opened again; afterwards nothing on it changes."""


class DifferenceKind(models.TextChoices):
    """Why a parcel is not both scanned and shipped."""

    NOT_SCANNED = "not_scanned", _("Weighed, not scanned")
    UNLISTED = "unlisted", _("Shipped, not scanned")
    NOT_SHIPPED = "not_shipped", _("Scanned, not shipped")
    STOPPED = "stopped", _("Scanned, but stopped")
    VOID = "void", _("Scanned, but void")


class CollectionSource(models.TextChoices):
    """Where we know from that the carrier collected a parcel."""

    FILE = "file", _("Carrier's list")
    TRACKING = "tracking", _("Tracking")


class Post(models.TextChoices):
    """What work in the warehouse is counted by."""

    PRINT = "print", _("Print")
    PICK = "pick", _("Pick")
    SORT = "sort", _("Sort")
    VERIFY = "verify", _("Verify")
    WEIGH = "weigh", _("Weigh")
    SHIP = "ship", _("Hand over")


class ShiftState(models.TextChoices):
    """Who has signed the sheet by which a shift is handed over."""

    WRITTEN = "written", _("To sign")
    GIVEN = "given", _("Signed by who leaves")
    TAKEN = "taken", _("Signed by both")


SHIFT_STEPS: dict[str, set[str]] = {
    ShiftState.WRITTEN: {ShiftState.GIVEN},
    ShiftState.GIVEN: {ShiftState.TAKEN},
    ShiftState.TAKEN: set(),
}


class OddState(models.TextChoices):
    """How it went on with a weight at which the scale stopped."""

    OPEN = "open", pgettext_lazy("odd weight", "Open")
    ACCEPTED = "accepted", _("Accepted")
    REOPENED = "reopened", _("Box opened")
    SETTLED = "settled", _("Weighed right afterwards")


ODD_STEPS: dict[str, set[str]] = {
    OddState.OPEN: {OddState.ACCEPTED, OddState.REOPENED, OddState.SETTLED},
    OddState.ACCEPTED: set(),
    OddState.REOPENED: set(),
    OddState.SETTLED: set(),
}


class OverrideKind(models.TextChoices):
    """What two people let through against a check."""

    BY_HAND = "by_hand", _("Verified by hand")
    WEIGHT = "weight", _("Odd weight accepted")
    LOST = "lost", _("Given up as lost")
    UNSCANNED = "unscanned", _("Put back without scans")


class OddCause(models.TextChoices):
    """What probably is wrong with a parcel of an odd weight."""

    MISSING = "missing", _("Pieces missing")
    EXTRA = "extra", _("Pieces too many")
    BOX = "box", _("Another box")
    NO_BOX = "no_box", _("Box not on the scale")
    EMPTY = "empty", _("Box is empty")
    UNKNOWN = "unknown", _("Not explained")


class CrateState(models.TextChoices):
    NEEDED = "needed", _("Crate needed")
    OUT = "out", _("Out at the crate maker")
    BACK = "back", _("Back in its crate")
    DROPPED = "dropped", _("No crate after all")


CRATE_STEPS: dict[str, set[str]] = {
    CrateState.NEEDED: {CrateState.OUT, CrateState.DROPPED},
    CrateState.OUT: {CrateState.BACK},
    CrateState.BACK: {CrateState.OUT},
    CrateState.DROPPED: {CrateState.NEEDED},
}
"""A crate that is not right goes out again."""


class FreightState(models.TextChoices):
    LISTED = "listed", _("On the list")
    SIGNED = "signed", _("Driver has signed")


FREIGHT_STEPS: dict[str, set[str]] = {FreightState.LISTED: {FreightState.SIGNED}, FreightState.SIGNED: set()}


class PaperKind(models.TextChoices):
    """What a printer is chosen for at a table: labels are on rolls, lists and notes on sheets."""

    LABEL = "label", _("Waybill labels")
    LIST = "list", _("Pick lists and sort sheets")
    NOTE = "note", _("Delivery notes")


class PrintState(models.TextChoices):
    """How far one label of a print job is. Only the printer's program, or whoever stood there, says PRINTED."""

    WAITING = "waiting", _("To send")
    SENT = "sent", _("Sent to the printer")
    PRINTED = "printed", _("Label is out")
    FAILED = "failed", _("Not printed")
    UNKNOWN = "unknown", _("Not known")
    DROPPED = "dropped", _("Left out")


_D = PrintState

PRINT_STEPS: dict[str, set[str]] = {
    _D.WAITING: {_D.SENT, _D.DROPPED, _D.PRINTED},
    _D.SENT: {_D.PRINTED, _D.FAILED, _D.UNKNOWN, _D.WAITING, _D.DROPPED},
    _D.FAILED: {_D.PRINTED, _D.WAITING, _D.DROPPED},
    _D.UNKNOWN: {_D.PRINTED, _D.FAILED, _D.WAITING, _D.DROPPED},
    _D.PRINTED: {_D.WAITING},
    _D.DROPPED: set(),
}
"""WAITING again is a print more, with the same number. A label that was said to have failed may come out late."""

UNPROVEN = (_D.WAITING, _D.SENT, _D.FAILED, _D.UNKNOWN)
"""Labels of which nobody has said that they are out."""


class JobState(models.TextChoices):
    OPEN = "open", _("Being printed")
    DONE = "done", _("All out")


JOB_STEPS: dict[str, set[str]] = {JobState.OPEN: {JobState.DONE}, JobState.DONE: {JobState.OPEN}}
