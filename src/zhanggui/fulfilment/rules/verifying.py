"""Why the verifying table says no, each with the sound that goes with it."""

from zhanggui.fulfilment.rules.parcels import ParcelStopped, UnknownWaybill, WaybillVoid, stop_words
from zhanggui.fulfilment.states import ScanResult
from zhanggui.kernel.refusal import Refusal

MOST_TIMES = 999
"""So many pieces one keyed count may stand for."""


class WrongBarcode(Refusal):
    """Barcode {barcode} does not belong in parcel {waybill}."""

    sound = "wrong_barcode"


class AlreadyScanned(Refusal):
    """Parcel {waybill} was verified already, by {detail}."""

    sound = "already_scanned"


class TooManyPieces(Refusal):
    """One too many: parcel {waybill} needs only {expected} of {barcode}. Put the piece back."""

    sound = "too_many"


class NotPickedYet(Refusal):
    """Parcel {waybill} is not picked yet."""


class OneByOne(Refusal):
    """{barcode} is scanned piece by piece: a count is not enough for these goods."""


class CodeDue(Refusal):
    """{barcode} is the barcode of goods with unique codes. Scan the code of the piece itself."""

    sound = "wrong_barcode"


class CodeGone(Refusal):
    """Unique code {barcode} is not in stock here: {state}. Put this piece aside."""

    sound = "already_scanned"


class CodeElsewhere(CodeGone):
    """Unique code {barcode} belongs to warehouse {state}. Put this piece aside."""

    sound = "wrong_barcode"


class LotDue(Refusal):
    """Scan the lot of {barcode}; picked was {lots}."""


class WrongLot(Refusal):
    """Lot {lot} was not picked for this parcel; picked was {lots}. Fetch the right lot."""

    sound = "wrong_barcode"


class InspectionDue(Refusal):
    """{barcode} is marked for the inspector, and not passed yet."""

    sound = "stopped"


class NoneWaiting(Refusal):
    """No parcel of this wave waits for {barcode} any more. Put the piece back on the shelf."""

    sound = "too_many"


class PieceOfStopped(NoneWaiting):
    """{barcode} was picked for parcel {number}, which was stopped. Key {waybill} at the stop basket, put it back."""

    sound = "stopped"


class PieceOfHeld(NoneWaiting):
    """Parcel {number} wants {barcode}, and is on hold. Keep the piece at the table until that is decided."""

    sound = "stopped"


class LabelElsewhere(Refusal):
    """The label of {waybill} does not come at the table. The print clerk prints it."""


class NothingToUndo(Refusal):
    """No piece of parcel {waybill} is scanned."""


class NothingOpen(Refusal):
    """No parcel lies open here. Scan its waybill first."""


class SeveralParcels(Refusal):
    """Order {number} has several parcels here. Scan the waybill: {waybills}."""


class NothingByHand(Refusal):
    """Parcel {waybill} has nothing left that may be counted by hand."""


class CountNotUnderstood(Refusal):
    """“{text}” is no count. Key a star and a number, such as *5."""


def refusal_of(result: str, *, waybill: str, barcode: str, lot: str, expected: int, detail: str) -> Refusal | None:
    """What the function of the database answered, as a sentence; None when pieces were counted."""
    match ScanResult(result):
        case ScanResult.PIECE_OK | ScanResult.PARCEL_DONE | ScanResult.UNDONE:
            return None
        case ScanResult.UNKNOWN_WAYBILL:
            return UnknownWaybill(waybill=waybill)
        case ScanResult.WRONG_BARCODE:
            return WrongBarcode(barcode=barcode, waybill=waybill)
        case ScanResult.ALREADY_SCANNED:
            return AlreadyScanned(waybill=waybill, detail=detail)
        case ScanResult.TOO_MANY:
            return TooManyPieces(waybill=waybill, barcode=barcode, expected=expected)
        case ScanResult.STOPPED:
            return ParcelStopped(waybill=waybill, reason=stop_words(detail))
        case ScanResult.VOID:
            return WaybillVoid(waybill=waybill)
        case ScanResult.NOT_PICKED:
            return NotPickedYet(waybill=waybill)
        case ScanResult.ONE_BY_ONE:
            return OneByOne(barcode=barcode)
        case ScanResult.CODE_DUE:
            return CodeDue(barcode=barcode)
        case ScanResult.CODE_GONE:
            return CodeGone(barcode=barcode, state=detail)
        case ScanResult.LOT_DUE:
            return LotDue(barcode=barcode, lots=detail)
        case ScanResult.WRONG_LOT:
            return WrongLot(lot=lot, lots=detail)
        case ScanResult.INSPECTION_DUE:
            return InspectionDue(barcode=barcode)
        case ScanResult.NONE_WAITING:
            return NoneWaiting(barcode=barcode)
