"""Who gets an order: the masks as text, the ciphers by which the platform knows the words."""

from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.selling.reading import Fields
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.doors.ciphers import join_ciphers

_MUNICIPALITIES = {"北京", "上海", "天津", "重庆"}
_CIPHERS = {
    "address": "encrypt_fullAddress",
    "mobile": "encrypt_mobile",
    "name": "encrypt_fullname",
    "phone": "encrypt_telephone",
}


def read_receiver(payload: Mapping[str, Any]) -> Receiver:
    """JD says no word by which orders may be merged. The full address begins with the place, which stands by itself."""
    fields = Fields(payload, number="")
    province, city, county, town = (fields.text(name) for name in ("province", "city", "county", "town"))
    address = fields.text("fullAddress")
    for level in (province, city, county, town):
        address = address.removeprefix(level)
    if province.removesuffix("市") in _MUNICIPALITIES and city.removesuffix("市") != province.removesuffix("市"):
        city, county, town = f"{province.removesuffix('市')}市", city, county or town
    return Receiver(
        name=fields.text("fullname"),
        mobile=fields.text("mobile"),
        phone=fields.text("telephone"),
        state=province,
        city=city,
        district=county,
        town=town,
        address=address,
        cipher=join_ciphers({name: fields.text(field) for name, field in _CIPHERS.items()}),
    )
