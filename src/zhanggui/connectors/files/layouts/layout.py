"""A layout: which header of a file holds which field of ours.

Layouts are data, so that a new platform is a table and not a program.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise

from zhanggui.connectors.files.cells import unwrap
from zhanggui.kernel.doors.channel import ChannelState, RefundState


class Kind(StrEnum):
    """What a row of the file is."""

    ORDERS = "orders"  # one row is one order, goods not told apart
    ITEMS = "items"  # one row is one line, receiver and freight in another file
    LINES = "lines"  # one row is one line, or an order with all its lines; with the fields of its order


class Field(StrEnum):
    """What a column can hold."""

    NUMBER = "number"
    STATE = "state"
    PLACED_AT = "placed_at"
    PAID_AT = "paid_at"
    SHIPPED_AT = "shipped_at"
    FINISHED_AT = "finished_at"
    MODIFIED_AT = "modified_at"
    SHIP_BY = "ship_by"
    BUYER = "buyer"
    BUYER_MESSAGE = "buyer_message"
    SELLER_MEMO = "seller_memo"
    SELLER_NOTE = "seller_note"
    SELLER_FLAG = "seller_flag"
    RECEIVER_NAME = "receiver_name"
    RECEIVER_MOBILE = "receiver_mobile"
    RECEIVER_PHONE = "receiver_phone"
    RECEIVER_STATE = "receiver_state"
    RECEIVER_CITY = "receiver_city"
    RECEIVER_DISTRICT = "receiver_district"
    RECEIVER_TOWN = "receiver_town"
    RECEIVER_ADDRESS = "receiver_address"
    RECEIVER_POSTCODE = "receiver_postcode"
    RECEIVER_EMAIL = "receiver_email"
    CHANGED_ADDRESS = "changed_address"
    IS_ADDRESS_CHANGED = "is_address_changed"
    CHANGED_GOODS = "changed_goods"
    IS_EXAMINED = "is_examined"
    GOODS_AMOUNT = "goods_amount"
    FREIGHT = "freight"
    PAID = "paid"
    PAYMENT_MODE = "payment_mode"
    FULL_AMOUNT = "full_amount"
    DISCOUNT_SELLER = "discount_seller"
    DISCOUNT_PLATFORM = "discount_platform"
    DISCOUNT_PAYMENT = "discount_payment"
    REFUND_AMOUNT = "refund_amount"
    KINDS = "kinds"
    PIECES = "pieces"
    LINE_NUMBER = "line_number"
    LINE_STATE = "line_state"
    SKU_CODE = "sku_code"
    ITEM_CODE = "item_code"
    TITLE = "title"
    SPEC = "spec"
    QUANTITY = "quantity"
    PRICE = "price"
    AMOUNT = "amount"
    REFUND_STATE = "refund_state"
    LISTING = "listing"


LINE_FIELDS = frozenset(
    {
        Field.LINE_NUMBER,
        Field.LINE_STATE,
        Field.SKU_CODE,
        Field.ITEM_CODE,
        Field.SPEC,
        Field.QUANTITY,
        Field.PRICE,
        Field.AMOUNT,
        Field.REFUND_STATE,
        Field.LISTING,
        Field.TITLE,
    }
)


@dataclass(frozen=True, slots=True)
class Layout:
    """`headers` is the file as the platform writes it; `fields` names the headers, best first, that hold a field.

    `of_rows` are fields of the order that each of its rows tells for itself: they are added up. `number_tells_day`: the
    order's number begins with the day it was placed, where the file does not tell the moment. `between`: one row is one
    order, and this stands between its lines in each of their cells. `is_free`: its goods cost nothing.
    """

    name: str
    title: str | Promise
    kind: Kind
    headers: tuple[str, ...]
    fields: Mapping[Field, tuple[str, ...]]
    required: frozenset[Field]
    states: Mapping[str, ChannelState] = field(default_factory=lambda: MappingProxyType({}))
    refunds: Mapping[str, RefundState] = field(default_factory=lambda: MappingProxyType({}))
    of_rows: frozenset[Field] = frozenset()
    number_tells_day: bool = False
    between: str = ""
    is_free: bool = False

    def positions(self, headers: Sequence[str]) -> dict[Field, int]:
        """Where each field of this layout is among these headers."""
        places = {plain(header): place for place, header in reversed(list(enumerate(headers)))}
        found = {}
        for name, choices in self.fields.items():
            place = next((places[plain(choice)] for choice in choices if plain(choice) in places), None)
            if place is not None:
                found[name] = place
        return found

    def missing(self, headers: Sequence[str]) -> tuple[str, ...]:
        """The headers this layout cannot do without and that are not there."""
        found = self.positions(headers)
        return tuple(choices[0] for name, choices in self.fields.items() if name in self.required and name not in found)

    def likeness(self, headers: Sequence[str]) -> float:
        """How much of both header lists is common, between 0 and 1."""
        ours, theirs = {plain(header) for header in self.headers}, {plain(header) for header in headers} - {""}
        return len(ours & theirs) / (len(ours | theirs) or 1)


def plain(header: str) -> str:
    """A header as compared: without blanks round it, unit of money, letter case and full-width forms."""
    text = unicodedata.normalize("NFKC", unwrap(header)).strip().casefold()
    return text.removesuffix("(元)").strip()
