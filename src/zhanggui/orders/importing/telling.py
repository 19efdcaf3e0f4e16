"""What a version of an order would change, in the reader's words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from zhanggui.orders.changes.states import AskedChange
from zhanggui.orders.wording import CHANNEL_STATES, FLAGS, REFUND_STATES
from zhanggui.papers.captions import moment

LINE = "line "
_FIELDS: Mapping[str, str | Promise] = {
    "channel_state": _("Platform state"),
    "placed_at": _("Placed at"),
    "paid_at": _("Paid at"),
    "ship_by": _("Ship by"),
    "collect_by": _("Collect by"),
    "buyer": _("Buyer"),
    "buyer_message": _("Buyer's message"),
    "seller_memo": _("Seller's memo"),
    "seller_flag": _("Flag"),
    "currency": _("Currency"),
    "paid": _("Paid"),
    "freight": _("Freight"),
    "discount": _("Discount"),
    "cash_on_delivery": _("Cash on delivery"),
    "receiver_name": _("Receiver"),
    "receiver_mobile": _("Mobile"),
    "receiver_phone": _("Landline"),
    "receiver_state": _("Province"),
    "receiver_city": _("City"),
    "receiver_district": _("District"),
    "receiver_town": _("Town"),
    "receiver_address": _("Address"),
    "receiver_postcode": _("Postcode"),
    "change_asked": _("The buyer asks for"),
}
_VALUES: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(("placed_at", "paid_at", "ship_by", "collect_by"), lambda text: moment(_moment(text))),
    "channel_state": CHANNEL_STATES.__getitem__,
    "seller_flag": lambda text: FLAGS[int(text)][0] if int(text) else "",
    "change_asked": lambda kind: AskedChange(kind).label,
}


class Told(NamedTuple):
    """One difference as the page shows it."""

    field: str
    before: str
    after: str


def told_differences(differences: Iterable[Sequence[str]]) -> list[Told]:
    """Differences (field, before, after), which are kept by their codes, as a page shows them."""
    return [_told(*each) for each in differences]


def _told(field: str, before: str, after: str) -> Told:
    if field.startswith(LINE):
        name = _t("Line {number}").format(number=field.removeprefix(LINE))
        return Told(name, _line(before), _line(after))
    return Told(str(_FIELDS.get(field, field)), _value(field, before), _value(field, after))


def _value(field: str, text: str) -> str:
    """A value that nobody has a word for is shown as it is."""
    try:
        return str(_VALUES[field](text)) if text and field in _VALUES else text
    except (KeyError, ValueError):
        return text


def _line(text: str) -> str:
    """A line with its refund in words."""
    goods, comma, refund = text.rpartition(", ")
    return f"{goods}{comma}{REFUND_STATES[refund]}" if comma and refund in REFUND_STATES else text


def _moment(text: str) -> Any:
    if (found := parse_datetime(text)) is None:
        raise ValueError(text)
    return found
