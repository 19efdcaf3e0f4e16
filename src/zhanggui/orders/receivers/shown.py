"""The receiver of an order on a page: masked, and in whole words once the look is on record."""

from collections.abc import Mapping, Sequence
from typing import Any

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.masking import mask_address, mask_name, mask_phone
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.hidden import HiddenText
from zhanggui.orders.receivers.sealed import is_forgotten
from zhanggui.orders.rules.hiding import HIDDEN
from zhanggui.orders.rules.looks import SEE_RECEIVER
from zhanggui.orders.rules.receiving import Difference
from zhanggui.orders.states import ASKED_PURPOSES

_PURPOSES = [(purpose.value, purpose.label) for purpose in ASKED_PURPOSES]


def masked_receiver(order: Order, actor: Actor) -> Mapping[str, Any]:
    """Nothing is unsealed for it. `purposes` offers the whole words, which the page asks for by themselves."""
    region = _joined(order.receiver_state, order.receiver_city, order.receiver_district)
    is_gone = is_forgotten(order.receiver_sealed)
    return {
        "order": order,
        "name": order.receiver_name_masked,
        "mobile": order.receiver_mobile_masked,
        "address": mask_address(region, "sealed" if order.receiver_sealed else ""),
        "buyer": mask_name(order.buyer),
        "purposes": _PURPOSES if actor.may(SEE_RECEIVER) and not is_gone else [],
        "is_forgotten": is_gone,
    }


def whole_receiver(order: Order, receiver: Receiver, texts: Sequence[HiddenText] = ()) -> Mapping[str, Any]:
    """Whole words, and those that `texts` of the order hide: only for a look that is on record."""
    region = _joined(receiver.state, receiver.city, receiver.district, receiver.town)
    return {
        "order": order,
        "name": receiver.name,
        "mobile": receiver.mobile,
        "phone": receiver.phone,
        "address": f"{region} {receiver.address} {receiver.postcode}".strip(),
        "buyer": order.buyer,
        "texts": texts,
    }


def masked_difference(row: Difference) -> Difference:
    """As anybody may read it: what differs is told, and only province, city and district in whole words."""
    return row._replace(**{side: _masked(row.part, getattr(row, side)) for side in ("base", "theirs", "mine")})


def _masked(part: str, text: str) -> str:
    match part:
        case "state" | "city" | "district":
            return text
        case "name":
            return mask_name(text)
        case "mobile" | "phone":
            return mask_phone(text)
    return HIDDEN if text else ""


def _joined(*places: str) -> str:
    return " ".join(dict.fromkeys(place for place in places if place))
