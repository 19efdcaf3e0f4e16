"""Which refusals are incidents, of what cause, and how soon somebody must have seen to them."""

from datetime import datetime, timedelta

from zhanggui.fulfilment.incidents.states import IncidentCause as Cause
from zhanggui.kernel.refusal import Refusal

_CAUSES: dict[str, Cause] = {
    "wrong_barcode": Cause.WRONG_BARCODE,
    "wrong_goods": Cause.WRONG_BARCODE,
    "goods_unknown": Cause.WRONG_BARCODE,
    "unknown_waybill": Cause.WRONG_BARCODE,
    "already_scanned": Cause.ALREADY_SCANNED,
    "weighed_already": Cause.ALREADY_SCANNED,
    "shipped_already": Cause.ALREADY_SCANNED,
    "too_many_pieces": Cause.TOO_MANY,
    "extra_piece": Cause.EXTRA_PIECE,
    "pack_to_open": Cause.EXTRA_PIECE,
    "wrong_place": Cause.WRONG_BARCODE,
    "other_bin": Cause.WRONG_BARCODE,
    "not_of_this_parcel": Cause.WRONG_BARCODE,
    "all_back": Cause.TOO_MANY,
    "not_all_there": Cause.TOO_MANY,
    "taken_already": Cause.ALREADY_SCANNED,
    "pick_gone": Cause.WRONG_STEP,
    "parcel_stopped": Cause.STOPPED,
    "pieces_must_leave": Cause.STOPPED,
    "waybill_void": Cause.VOID,
    "parcel_too_light": Cause.WEIGHT,
    "parcel_too_heavy": Cause.WEIGHT,
    "parcel_not_there": Cause.WRONG_STEP,
    "not_picked_yet": Cause.WRONG_STEP,
    "wave_not_picked": Cause.WRONG_STEP,
}
_NOTHING_WRONG = frozenset(
    {
        "confirm_too_soon", "no_such_wave", "unknown_wave", "wave_not_printed", "not_in_stop_basket", "not_allowed",
        "pieces_not_back", "never_on_paper", "label_good", "taker_first", "torn_already", "lot_due", "inspection_due",
        "not_the_same_person", "second_may_not", "wrong_sign_in", "sign_in_locked", "reason_missing",
        "loss_without_reason", "nothing_missing", "count_not_understood", "request_not_understood", "nothing_to_undo",
        "nothing_open", "nothing_by_hand", "not_found",
    }
)  # fmt: skip
"""The station asks for something else; nobody has to see to it."""
_HANDING_OVER = frozenset({"ship", "hand-over", "manifest"})
_SOON = timedelta(hours=2)
_LATER = timedelta(hours=8)
_LONG: frozenset[str] = frozenset({Cause.TORN_LABEL, Cause.REPORTED, Cause.DAMAGED})


def cause_of(refusal: Refusal, *, station: str) -> Cause | None:
    """None: nothing went wrong. A refusal that says an old one in more words has its cause."""
    codes = [kind.code() for kind in type(refusal).__mro__ if issubclass(kind, Refusal)]
    if _NOTHING_WRONG.intersection(codes):
        return None
    known = next((_CAUSES[code] for code in codes if code in _CAUSES), None)
    if known in {Cause.STOPPED, Cause.VOID, Cause.ALREADY_SCANNED}:
        return known
    return Cause.HAND_OVER if station in _HANDING_OVER else known or Cause.OTHER


def due_of(cause: str, *, at: datetime) -> datetime:
    """By when somebody must have seen to it."""
    return at + (_LATER if cause in _LONG else _SOON)
