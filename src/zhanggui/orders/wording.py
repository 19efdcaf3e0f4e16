"""Words for what other rooms store as plain codes: platform states, refunds, review rules, kinds of snapshots."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.doors.channel import GROUP, ChannelState, RefundState
from zhanggui.kernel.doors.finding import installed
from zhanggui.orders.rules.review import RULES
from zhanggui.ui.desk.columns import Tone

CHANNEL_STATES: dict[str, Promise] = {
    ChannelState.PENDING_PAYMENT: _("Waiting for payment"),
    ChannelState.ON_HOLD: _("Held by the platform"),
    ChannelState.AWAITING_SHIPMENT: _("Waiting for shipment"),
    ChannelState.PARTIALLY_SHIPPED: _("Partially shipped"),
    ChannelState.SHIPPED: _("Shipped"),
    ChannelState.DELIVERED: _("Delivered"),
    ChannelState.COMPLETED: _("Completed"),
    ChannelState.CLOSED_REFUNDED: _("Closed, refunded"),
    ChannelState.CANCELLED: _("Cancelled"),
}

REFUND_STATES: dict[str, Promise] = {
    RefundState.NONE: _("No refund"),
    RefundState.REQUESTED: _("Refund asked"),
    RefundState.AWAITING_RETURN: _("Waiting for the return"),
    RefundState.RETURNED_UNCHECKED: _("Returned, not inspected"),
    RefundState.REFUSED: _("Refund refused"),
    RefundState.CLOSED: _("Refund closed"),
    RefundState.SUCCEEDED: _("Refunded"),
}

RULE_TITLES: dict[str, Promise] = {
    "paid": _("It is paid"),
    "matched": _("Every line has a SKU"),
    "no_refund": _("No refund is open"),
    "no_platform_hold": _("The platform allows shipping"),
    "not_sent": _("Not shipped elsewhere"),
    "no_address_change": _("No address change asked"),
    "no_item_change": _("No item change asked"),
    "receiver": _("Receiver is complete"),
    "floor_price": _("At or above the floor price"),
    "buyer": _("Buyer is not on the black list"),
    "area": _("A carrier serves the area"),
    "stock": _("In stock"),
    "payment": _("Its payment releases it"),
    "requests": _("Requests are handled"),
    "remark": _("Remarks are handled"),
    "duplicate": _("No second order of the same"),
    "holds": _("Nothing else holds it"),
}

_REFUSALS = {rule.name: rule.refusal for rule in RULES}
_notes: dict[str, Callable[[str], str]] = {}


def words_notes(reason: str) -> Callable[[Callable[[str], str]], Callable[[str], str]]:
    """Notes of holds for this reason are kept free of language: this function says them to a reader."""

    def register(function: Callable[[str], str]) -> Callable[[str], str]:
        _notes[reason] = function
        return function

    return register


def note_words(reason: str, note: str) -> str:
    """The note of a hold, in the reader's language."""
    return _notes[reason](note) if note and reason in _notes else note


def came_by(source: str) -> str:
    """On which way a payload came in."""
    return str(_CAME_BY.get(source, source))


def check_words(check: str, seen: str) -> str:
    """What a check of review says no with, in the reader's language."""
    return _REFUSALS[check](seen=seen).sentence if check in _REFUSALS else seen


SNAPSHOT_KINDS: dict[str, tuple[Promise, Tone]] = {
    "first": (_("First seen"), "info"),
    "newer": (_("Newer version"), "neutral"),
    "older": (_("Came late"), "muted"),
    "conflict": (_("Disagrees"), "bad"),
}

_CAME_BY: dict[str, Promise] = {
    "poll": _("Regular pull"),
    "fetch": _("Asked for it alone"),
    "taken": _("Decided by a person"),
    "gap": _("Found missing"),
    "file": _("Order file"),
    "entered": _("Entered by hand"),
    "api": _("API"),
}

FLAGS: dict[int, tuple[Promise, Tone]] = {
    1: (_("Red flag"), "bad"),
    2: (_("Yellow flag"), "warn"),
    3: (_("Green flag"), "good"),
    4: (_("Blue flag"), "info"),
    5: (_("Purple flag"), "neutral"),
}
"""The colours in which platforms let a seller flag an order."""

PLATFORM_TONES: dict[str, Tone] = {
    "taobao": "warn",
    "jd": "bad",
    "douyin": "neutral",
    "pinduoduo": "bad",
    "woocommerce": "info",
    "oscar": "good",
    "medusa": "neutral",
    "vendure": "info",
    "shopify": "good",
    "saleor": "neutral",
    "shopex": "info",
    "ecshop": "info",
    "files": "muted",
}


def platform_name(channel: str) -> str:
    """What people call the platform: as its connector says, or else its key."""
    if channel == "files":
        return str(_("File"))
    connector = installed(GROUP).get(channel)
    return gettext(str(connector.label)) if connector else channel
