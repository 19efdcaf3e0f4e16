"""Which parcel may take which step, and the sentence when it may not."""

from collections.abc import Sequence

from zhanggui.fulfilment.states import LIVE, ParcelState
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.states import PLANNING_HOLDS
from zhanggui.orders.rules.stops import stop_words
from zhanggui.orders.states import HoldReason, OrderState

CLAIM = "parcel_line"
"""The cause under which parcel lines claim stock."""


class OrderNotReviewed(Refusal):
    """Order {number} is not reviewed, so nothing is planned for it."""


class OrderOnHold(Refusal):
    """Order {number} is on hold: {reason}."""


class OrderHeld(Refusal):
    """Order {number} is on hold. Its sheet says why."""

    sound = "stopped"


class ReceiverHidden(Refusal):
    """The receiver of order {number} is encrypted: our label cannot show it. Ask for it, or ship on the platform."""

    sound = "stopped"


class OrderStopping(Refusal):
    """Order {number} has parcels that must stop first: {reason}."""

    sound = "stopped"


class OrderReviewDue(Refusal):
    """Order {number} changed after its review and is reviewed again first: {reason}."""

    sound = "stopped"


class PackingPlaceMissing(Refusal):
    """The warehouse of parcel {number} has no packing place. Open one first."""


class NothingLeftToSend(Refusal):
    """Order {number} has nothing left to send."""


class LinesUnmatched(Refusal):
    """Order {number} has lines without a SKU."""


class ParcelStopped(Refusal):
    """Parcel {waybill} was stopped: {reason}. Put it in the stop basket."""

    sound = "stopped"


class UnknownWaybill(Refusal):
    """No parcel has the waybill {waybill}."""

    sound = "wrong_barcode"


class WaybillDone(Refusal):
    """Waybill {waybill} is not to be cancelled any more: {state}."""


class WaybillVoid(Refusal):
    """Waybill {waybill} is void. Tear it up."""

    sound = "void"


class WaybillReplaced(WaybillVoid):
    """Waybill {waybill} is void. Tear it up and use the new label {new}."""


class PiecesMustLeave(Refusal):
    """Label {waybill} is void: the pieces of order {order} go to the stop basket, the others under label {new}."""

    sound = "stopped"


class ParcelNotThere(Refusal):
    """Parcel {number} is {state}; this needs {needed}."""


class ParcelLeft(Refusal):
    """Parcel {number} has left already, with waybill {waybill}. Ask the courier to bring it back."""


def check_step(
    *, number: str, waybill: str, state: str, needed: Sequence[str], reason: str = "", asked: str = ""
) -> None:
    """A stopped parcel says why, a void one what to do, any other what it is and should be.

    `asked` is why an order in the parcel is to be stopped: a parcel on its way is then as good as stopped.
    """
    if asked and state in LIVE:
        raise ParcelStopped(waybill=waybill or number, reason=stop_words(asked))
    if state in needed:
        return
    if state == ParcelState.STOPPED:
        raise ParcelStopped(waybill=waybill or number, reason=stop_words(reason))
    if state == ParcelState.VOID:
        raise WaybillVoid(waybill=waybill or number)
    raise ParcelNotThere(
        number=number, state=ParcelState(state).label, needed=" / ".join(str(ParcelState(one).label) for one in needed)
    )


def check_plannable(*, number: str, state: str, hold_reasons: Sequence[str], asked: str = "", review: str = "") -> None:
    """Only reviewed orders without a hold are planned; being out of stock, or without anybody who can send it, is no
    obstacle to trying again, also for the rest of an order that is shipped partly.

    While parcels of the order are still to be stopped (`asked` says why), no other one is planned; nor before it was
    reviewed again (`review` says why).
    """
    if asked:
        raise OrderStopping(number=number, reason=stop_words(asked))
    if review:
        raise OrderReviewDue(number=number, reason=stop_words(review))
    is_begun = state in {OrderState.IN_WAREHOUSE, OrderState.PARTLY_SHIPPED}
    if state != OrderState.REVIEWED and not (is_begun and PLANNING_HOLDS.intersection(hold_reasons)):
        raise OrderNotReviewed(number=number)
    others = [reason for reason in hold_reasons if reason not in PLANNING_HOLDS]
    if others:
        raise OrderOnHold(number=number, reason=", ".join(str(HoldReason(reason).label) for reason in others))
