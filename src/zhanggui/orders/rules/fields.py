"""What a rule of the company's own may look at: one entry per field. To add one, add an entry.

`read` takes a `RuleCase` and says the same to every rule; a field with `read_as` says to each rule what that rule may
see. The kind says which operators fit. A field with `needs` is read by one more statement for the whole set, and only
when a rule names it. What is `meant` by a name is the same to “is one of”: 浙江 and 浙江省. `help` stands
below the field where somebody writes the rule.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from zhanggui.orders.rules.areas import Area, cities_meant, city_of, district_of, districts_meant
from zhanggui.orders.rules.marks import NONE, Chosen, Marks
from zhanggui.orders.rules.operators import UNREAD, Kind


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A line the buyer ordered and did not cancel, or one of ours that is sent in the place of such a line."""

    sku_code: str
    title: str
    category: str
    quantity: int
    amount: Decimal
    grams: int
    floor_price: Decimal
    is_replaced: bool = False
    is_refunding: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """What this buyer had done in this shop before this order, as it stood when a rule first asked about it, paid.

    `not_sent` are its other orders that were not sent yet, by shop. `is_of_now`: nobody asked then, so it is of now.
    """

    orders: int = 0
    cancelled: int = 0
    refunds: int = 0
    not_sent: Mapping[int, int] = field(default_factory=dict)
    is_of_now: bool = False


@dataclass(frozen=True, slots=True)
class RuleCase:
    """One version of one order, as a rule may see it: with what people chose, and without what rules asked for.

    `marks` are what rules asked for before; `is_marked_otherwise`: the order says so of things it carries no more.
    """

    order_id: int
    version: int
    shop_id: int
    channel: str
    placed_at: datetime
    paid_at: datetime | None
    hour: int
    cash_on_delivery: bool
    paid: Decimal
    freight: Decimal
    discount: Decimal
    buyer: str
    message: str
    memo: str
    flag: int
    state: str
    city: str
    district: str
    labels: tuple[str, ...]
    warehouse_id: int | None
    carrier: str
    lines: tuple[CaseLine, ...]
    history: History = History()
    marks: Marks = NONE
    is_marked_otherwise: bool = False
    order_state: str = ""
    own_lines: tuple[CaseLine, ...] = ()
    weekday: int = 1
    ship_by: datetime | None = None
    payment_mode: str = "paid"
    is_asked_again: bool = False
    address: str = field(default="", repr=False)

    @property
    def own(self) -> Chosen:
        """What people chose of the order."""
        return Chosen(self.labels, self.flag, self.warehouse_id, self.carrier)

    @property
    def sent(self) -> tuple[CaseLine, ...]:
        """What is sent: parts of bundles and exchanged goods in place of what was bought."""
        if not self.own_lines:
            return self.lines
        return (*(line for line in self.lines if not line.is_replaced), *self.own_lines)


Read = Callable[[RuleCase], Any]


class View(NamedTuple):
    """What decides how much of an order one rule sees: its shops, none for all, and its own words for the field."""

    shop_ids: frozenset[int]
    words: tuple[str, ...]


def _nothing(_case: RuleCase) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    title: Any
    group: Any
    kind: Kind
    read: Read = _nothing
    choices: str = ""
    needs: str = ""
    read_as: Callable[[View], Read] | None = None
    meant: Callable[[str], Collection[str]] | None = None
    """Names that mean the same share one of these."""
    help: Any = ""


_ORDER, _GOODS, _BUYER = _("Order"), _("Goods"), _("Buyer")
_RECEIVER, _MONEY, _REMARKS, _HISTORY = _("Receiver"), _("Money"), _("Remarks"), _("History")

_ZERO = Decimal(0)
_AS_IT_CAME = _(
    "Counted once, when a rule first asks about the paid order, and kept: what becomes of the other orders later, and "
    "orders that come later, change nothing."
)
_NOT_SENT = _(
    "Counted once, when a rule first asks about the paid order, and kept. The first of two orders is not asked again "
    "when the second comes, nor the second when the first has left: a hold says after how many hours it ends. Orders "
    "that wait for their money do not count."
)


def _lowest_share(case: RuleCase) -> Decimal:
    """The lowest price of a line as a share of its floor price, in percent; 100 where there is no floor."""
    shares = [
        100 * line.amount / (line.floor_price * line.quantity)
        for line in case.lines
        if line.floor_price and line.quantity
    ]
    return min(shares, default=Decimal(100))


def _categories(case: RuleCase) -> tuple[str, ...]:
    """Of what is sent; and of a bundle itself where it has one."""
    bundles = (line.category for line in case.lines if line.is_replaced and line.category)
    return (*(line.category for line in case.sent), *bundles)


NO_PROMISE = 9_999
"""Hours to send an order for which nothing is promised."""


def _hours_promised(case: RuleCase) -> int:
    """From the payment, or the order where it is not paid yet: the same whenever it is asked."""
    if case.ship_by is None:
        return NO_PROMISE
    return int((case.ship_by - (case.paid_at or case.placed_at)).total_seconds() // 3600)


def _words_in_address(view: View) -> Read:
    words = [(word, word.casefold()) for word in view.words]

    def read(case: RuleCase) -> tuple[str, ...]:
        text = case.address.casefold()
        found = tuple(word for word, folded in words if folded in text)
        return found if text and UNREAD not in text else (*found, UNREAD)

    return read


def _area(case: RuleCase) -> Area:
    return Area(case.state, case.city, case.district)


def _open_orders(view: View) -> Read:
    def read(case: RuleCase) -> int:
        shops = case.history.not_sent
        return sum(count for shop_id, count in shops.items() if not view.shop_ids or shop_id in view.shop_ids)

    return read


FIELDS: dict[str, Field] = {
    each.name: each
    for each in (
        Field("shop", _("Shop"), _ORDER, "choice", lambda case: str(case.shop_id), choices="shops"),
        Field("channel", _("Platform"), _ORDER, "choice", lambda case: case.channel, choices="channels"),
        Field("cod", _("Cash on delivery"), _ORDER, "flag", lambda case: case.cash_on_delivery),
        Field("payment", _("Way of paying"), _ORDER, "choice", lambda case: case.payment_mode, choices="payments"),
        Field("hour", _("Hour of the day it was placed"), _ORDER, "number", lambda case: case.hour),
        Field("weekday", _("Day of the week"), _ORDER, "choice", lambda case: str(case.weekday), choices="weekdays"),
        Field("promise", _("Hours from payment until it must leave"), _ORDER, "number", _hours_promised),
        Field("labels", _("Labels"), _ORDER, "words", lambda case: case.labels),
        Field("skus", _("Merchant codes"), _GOODS, "words", lambda case: tuple(x.sku_code for x in case.lines)),
        Field("titles", _("Titles of goods"), _GOODS, "words", lambda case: tuple(x.title for x in case.lines)),
        Field(
            "sent", _("Codes of what is sent, with the parts of bundles"), _GOODS, "words",
            lambda case: tuple(x.sku_code for x in case.sent),
        ),
        Field("categories", _("Categories"), _GOODS, "words", _categories),
        Field("units", _("Pieces"), _GOODS, "number", lambda case: sum(x.quantity for x in case.lines)),
        Field("kinds", _("Different SKUs"), _GOODS, "number", lambda case: len({x.sku_code for x in case.lines})),
        Field(
            "most", _("Most pieces on one line"), _GOODS, "number",
            lambda case: max((x.quantity for x in case.lines), default=0),
        ),
        Field("grams", _("Weight (g)"), _GOODS, "number", lambda case: sum(x.grams * x.quantity for x in case.sent)),
        Field(
            "refund", _("A line is being refunded"), _GOODS, "flag",
            lambda case: any(x.is_refunding for x in case.lines),
        ),
        Field("buyer", _("Buyer"), _BUYER, "text", lambda case: case.buyer),
        Field("state", _("Province"), _RECEIVER, "text", lambda case: case.state, meant=cities_meant),
        Field("city", _("City"), _RECEIVER, "text", lambda case: city_of(_area(case)), meant=cities_meant),
        Field(
            "district", _("District"), _RECEIVER, "text", lambda case: district_of(_area(case)), meant=districts_meant
        ),
        Field(
            "address", _("Words of the address"), _RECEIVER, "sealed", needs="address", read_as=_words_in_address
        ),
        Field("paid", _("Paid"), _MONEY, "money", lambda case: case.paid),
        Field(
            "amount", _("Amount of the goods"), _MONEY, "money",
            lambda case: sum((x.amount for x in case.lines), _ZERO),
        ),
        Field("freight", _("Freight"), _MONEY, "money", lambda case: case.freight),
        Field("discount", _("Discount"), _MONEY, "money", lambda case: case.discount),
        Field("floor_share", _("Lowest price in % of its floor"), _MONEY, "number", _lowest_share),
        Field("message", _("Buyer's message"), _REMARKS, "text", lambda case: case.message),
        Field("memo", _("Seller's memo"), _REMARKS, "text", lambda case: case.memo),
        Field("flag", _("Flag"), _REMARKS, "choice", lambda case: str(case.flag), choices="flags"),
        Field(
            "earlier_orders", _("Earlier orders of the buyer"), _HISTORY, "number",
            lambda case: case.history.orders, needs="history", help=_AS_IT_CAME,
        ),
        Field(
            "earlier_cancelled", _("Earlier cancelled orders"), _HISTORY, "number",
            lambda case: case.history.cancelled, needs="history", help=_AS_IT_CAME,
        ),
        Field(
            "earlier_refunds", _("Earlier orders with a refund"), _HISTORY, "number",
            lambda case: case.history.refunds, needs="history", help=_AS_IT_CAME,
        ),
        Field(
            "first_order", _("First order of the buyer"), _HISTORY, "flag",
            lambda case: case.history.orders == 0, needs="history", help=_AS_IT_CAME,
        ),
        Field(
            "open_orders", _("Other orders of the buyer not sent yet"), _HISTORY, "number", needs="history",
            read_as=_open_orders, help=_NOT_SENT,
        ),
    )
}  # fmt: skip


REST = "#"
"""After the key of a field: a digest of its whole value, kept where the trace keeps a part of it only."""


def seen_key(field_name: str, version_id: int) -> str:
    """Under which key a trace keeps what a rule version saw of a field."""
    known = FIELDS.get(field_name)
    return f"{field_name}@{version_id}" if known and known.read_as else field_name


def seen_values(read: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """What fields say, for the trace: enough to tell whether they say the same later."""
    saw: dict[str, Any] = {}
    for key, value in read:
        saw[key] = plain = plain_value(value)
        if isinstance(value, str | tuple) and plain != (list(value) if isinstance(value, tuple) else value):
            saw[f"{key}{REST}"] = blake2b(repr(value).encode(), digest_size=8).hexdigest()
    return saw


def plain_value(value: Any) -> Any:
    """A field's value as it is kept in the trace: short, and readable without the program."""
    if isinstance(value, tuple):
        return [word[:60] for word in value[:12]]
    if isinstance(value, Decimal):
        return format(value.normalize() if value == value.to_integral_value() else value.quantize(Decimal("0.01")), "f")
    return value[:80] if isinstance(value, str) else value
