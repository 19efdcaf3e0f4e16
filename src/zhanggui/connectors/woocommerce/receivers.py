"""Where the goods go. WooCommerce gives it in plain text, with codes for countries and provinces."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from zhanggui.connectors.asking.tables import table
from zhanggui.connectors.selling.places import HERE, full_name, mobile_number, region, street
from zhanggui.connectors.selling.reading import Fields
from zhanggui.kernel.doors.channel import Receiver

Row = Mapping[str, Any]


def read_receiver(order: Row, *, number: str) -> Receiver:
    """The address of delivery, or that of the bill when there is none. Telephone and e-mail may stand with the bill."""
    bill = _block(order, "billing", number)
    goods = _block(order, "shipping", number)
    place = goods if goods.text("address_1") or goods.text("city") else bill
    country = place.text("country")
    state = place.text("state")
    is_here = country in HERE
    return Receiver(
        name=full_name(place.text("first_name"), place.text("last_name")) or place.text("company"),
        mobile=mobile_number(goods.text("phone") or bill.text("phone")),
        state=region(_provinces().get(state, state) if is_here else state, country),
        city=place.text("city"),
        address=street(place.text("address_1"), place.text("address_2"), country=country),
        postcode=place.text("postcode"),
        email=bill.text("email"),
    )


def _block(order: Row, name: str, number: str) -> Fields:
    block = order.get(name)
    return Fields(block if isinstance(block, dict) else {}, number=number)


@cache
def _provinces() -> Mapping[str, str]:
    return {row["code"]: row["name"] for row in table(__package__, "provinces.csv")}
