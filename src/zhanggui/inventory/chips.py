"""Words of stock for its desks."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhanggui.inventory.states import LocationKind
from zhanggui.ui.desk.columns import Tone

KIND_TONES: dict[str, Tone] = {
    LocationKind.STORAGE: "info",
    LocationKind.PICKING: "good",
    LocationKind.RECEIVING: "neutral",
    LocationKind.PACKING: "neutral",
    LocationKind.DEFECTIVE: "bad",
    LocationKind.QUARANTINE: "warn",
    LocationKind.PARTS: "neutral",
}

CLAIM_TONES: dict[str, Tone] = {"held": "warn", "used": "good", "released": "muted"}

CAUSES: dict[str, Promise] = {
    "receive_goods": _("Received"),
    "adjust_stock": _("Stock count"),
    "count_bins": _("Stock count"),
    "put_away": _("Put away"),
    "move_stock": _("Moved between bins"),
    "send_transfers": _("Transfer sent"),
    "receive_transfers": _("Transfer arrived"),
    "decide_cases": _("Transfer difference decided"),
    "transfer_line": _("Transfer line"),
    "lot_hold": _("Lot kept from sale"),
    "plan_parcels": _("Planned parcel"),
    "parcel_line": _("Parcel line"),
    "pick_waves": _("Picked"),
    "ship_parcels": _("Shipped"),
    "take_back_parcels": _("Taken back"),
    "put_back": _("Back on the shelf"),
    "write_off_pieces": _("Written off"),
    "pass_inspected": _("Passed by the inspector"),
    "reject_inspected": _("Found wanting by the inspector"),
    "set_aside_defects": _("Set aside as defective"),
    "answer_spot_checks": _("Found defective on the shelf"),
    "rework_defects": _("To be reworked"),
    "scrap_defects": _("Scrapped"),
    "return_defects": _("Returned to supplier"),
    "take_parts": _("Taken apart"),
    "keep_parts": _("Parts kept"),
    "issue_parts": _("Spare part for a buyer"),
}


def cause_words(cause: str) -> str:
    """A cause in the reader's words; a new one shows its own name until it has some. Made again it is the same."""
    return str(CAUSES.get(cause.partition(":")[0], cause))
