"""The receiver of an order on a page: masked, and in whole words once the look is on record."""

from collections.abc import Mapping
from typing import Any

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.masking import mask_address, mask_name
from zhanggui.orders.rules.looks import SEE_RECEIVER
from zhanggui.orders.states import ASKED_PURPOSES


def masked_receiver(order: Order, actor: Actor) -> Mapping[str, Any]:
    """Nothing is unsealed for it. `purposes` offers the whole words, which the page asks for by themselves."""
    region = _joined(order.receiver_state, order.receiver_city, order.receiver_district)
    return {
        "order": order,
        "name": order.receiver_name_masked,
        "mobile": order.receiver_mobile_masked,
        "address": mask_address(region, "sealed" if order.receiver_sealed else ""),
        "buyer": mask_name(order.buyer),
        "purposes": [(purpose.value, purpose.label) for purpose in ASKED_PURPOSES] if actor.may(SEE_RECEIVER) else [],
    }


def whole_receiver(order: Order, receiver: Receiver) -> Mapping[str, Any]:
    """Whole words: only for a look that is on record."""
    region = _joined(receiver.state, receiver.city, receiver.district, receiver.town)
    return {
        "order": order,
        "name": receiver.name,
        "mobile": receiver.mobile,
        "phone": receiver.phone,
        "address": f"{region} {receiver.address} {receiver.postcode}".strip(),
        "buyer": order.buyer,
    }


def _joined(*places: str) -> str:
    return " ".join(dict.fromkeys(place for place in places if place))
