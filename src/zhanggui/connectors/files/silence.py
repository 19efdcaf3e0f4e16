"""What the columns of a file cannot say of an order, so that a file without a column changes nothing by it."""

from collections.abc import Iterable, Mapping

from zhanggui.connectors.files.binding import BoundTable
from zhanggui.connectors.files.layouts.layout import Field, Kind
from zhanggui.kernel.doors.channel import ChannelOrder

PLACE = ("state", "city", "district", "town", "address", "postcode")
NEVER = frozenset({"currency", "collect_by", "discount", "payment_mode", "payments"})
"""No file names them: a discount is reckoned, and of ways of paying a file only knows whether the courier collects."""

_OF_ORDERS: Mapping[str, tuple[Field, ...]] = {
    "state": (Field.STATE, Field.LINE_STATE),
    "paid_at": (Field.PAID_AT,),
    "ship_by": (Field.SHIP_BY,),
    "buyer": (Field.BUYER,),
    "buyer_message": (Field.BUYER_MESSAGE,),
    "seller_memo": (Field.SELLER_MEMO, Field.SELLER_NOTE),
    "seller_flag": (Field.SELLER_FLAG,),
    "freight": (Field.FREIGHT,),
    "paid": (Field.PAID,),
    "cash_on_delivery": (Field.PAYMENT_MODE,),
    "address_change_asked": (Field.CHANGED_ADDRESS, Field.IS_ADDRESS_CHANGED),
    "item_change_asked": (Field.CHANGED_GOODS,),
    "receiver_name": (Field.RECEIVER_NAME,),
    "receiver_mobile": (Field.RECEIVER_MOBILE,),
    "receiver_phone": (Field.RECEIVER_PHONE,),
    **{f"receiver_{part}": (Field(f"receiver_{part}"),) for part in PLACE},
    "line_number": (Field.LINE_NUMBER,),
    "line_refund": (Field.REFUND_STATE, Field.REFUND_AMOUNT),
    "line_amount": (Field.AMOUNT, Field.GOODS_AMOUNT, Field.FULL_AMOUNT),
    "line_price": (Field.PRICE, Field.FULL_AMOUNT),
    "line_sku_code": (Field.SKU_CODE, Field.ITEM_CODE),
    "line_listing": (Field.LISTING,),
    "line_title": (Field.TITLE,),
    "line_spec": (Field.SPEC,),
}
"""What of an order which columns tell; any one of them will do."""


def untold_of(order: ChannelOrder, untold: frozenset[str], *, is_dated: bool) -> frozenset[str]:
    """The same for one order: what its address told of parts that have no column is told."""
    told = untold - {f"receiver_{part}" for part in PLACE if getattr(order.receiver, part)}
    return told if is_dated else told | {"modified_at"}


def untold_by(tables: Iterable[BoundTable]) -> frozenset[str]:
    """Names of what these tables, which belong together, have no column for."""
    tables = list(tables)
    places = {field for table in tables for field in table.places}
    untold = {name for name, fields in _OF_ORDERS.items() if places.isdisjoint(fields)}
    if any(table.layout.between or Field.PAID in table.layout.of_rows for table in tables) and Field.PAID in places:
        untold.discard("line_amount")
    if Field.AMOUNT not in places and not any(Field.PAID in table.layout.of_rows for table in tables):
        untold.add("line_share")
    if any(Field.IS_EXAMINED in table.layout.fields for table in tables) and Field.IS_EXAMINED not in places:
        untold.add("examined")
    if all(table.layout.kind is Kind.ORDERS for table in tables):
        untold |= {"line_sku_code", "line_listing", "line_spec"}
    return NEVER | untold
