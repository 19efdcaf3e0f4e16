"""What the platform shows of a receiver: masks, and a cipher for each field."""

import base64
import hashlib

from zhanggui.simulators.market.people import Receiver

MUNICIPALITIES = ("北京", "上海", "天津", "重庆")


def consignee(who: Receiver, order: str) -> dict[str, str]:
    """In a municipality every level of the place stands one higher: the city holds the district."""
    province, city, county, town = who.state, who.city, who.district, who.town
    short = who.state.removesuffix("市")
    if short in MUNICIPALITIES:
        province, city, county, town = short, who.district, who.town, ""
    return {
        "fullname": f"{who.name[:1]}*",
        "mobile": f"{who.mobile[:3]}****{who.mobile[-4:]}",
        "telephone": "",
        "fullAddress": f"{province}{city}{county}{town}{who.address[:2]}***",
        "province": province,
        "city": city,
        "county": county,
        "town": town,
        "provinceId": "1",
        "cityId": "72",
        "countyId": "2799",
        "townId": "0",
        "encrypt_fullname": cipher("name", who.name, order),
        "encrypt_mobile": cipher("mobile", who.mobile, order),
        "encrypt_telephone": cipher("telephone", who.phone, order),
        "encrypt_fullAddress": cipher("address", who.address, order),
    }


def cipher(kind: str, text: str, order: str) -> str:
    """Stands for the text in this order alone."""
    return base64.b64encode(hashlib.sha384(f"{order} {kind} {text}".encode()).digest()).decode() if text else ""
