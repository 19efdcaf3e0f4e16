"""What the platform shows of a receiver: masks, and a cipher for each field."""

import base64
import hashlib
from typing import Any

from zhanggui.simulators.market.people import Receiver

KEPT = "省市区县镇乡村路街道巷弄号栋幢座楼单元室"


def masked_name(name: str) -> str:
    return f"{name[:1]}*" if name else ""


def masked_tel(tel: str) -> str:
    return f"{tel[:1]}*******{tel[-3:]}" if tel else ""


def masked_address(address: str) -> str:
    """The words that say what kind of place it is; the rest is stars."""
    shown = ""
    for letter in address:
        if letter in KEPT:
            shown += letter
        elif not shown.endswith("**"):
            shown += "**"
    return shown


def cipher(kind: str, text: str, order: str) -> str:
    """Stands for the text in this order alone; telephones between `$$`, other words between `##`."""
    mark = "$$" if kind == "tel" else "##"
    sealed = base64.b64encode(hashlib.sha384(f"{order} {kind} {text}".encode()).digest()).decode()
    return f"{mark}{sealed}*CgYIASAHKAE={mark}" if text else ""


def address_id(who: Receiver) -> str:
    """The same for the same person at the same place: orders with it may travel together."""
    return "#" + base64.b64encode(hashlib.sha384(repr(who).encode()).digest()).decode()


def shown(who: Receiver, order: str) -> dict[str, Any]:
    """The fields of an order that say who gets it."""
    area = {
        "province": {"name": who.state, "id": "32"},
        "city": {"name": who.city, "id": "320100"},
        "town": {"name": who.district, "id": "320102"},
        "street": {"name": who.town, "id": "320102001"},
    }
    return {
        "encrypt_post_receiver": cipher("name", who.name, order),
        "encrypt_post_tel": cipher("tel", who.mobile, order),
        "mask_post_receiver": masked_name(who.name),
        "mask_post_tel": masked_tel(who.mobile),
        "post_addr": area | {"encrypt_detail": cipher("address", who.address, order)},
        "mask_post_addr": area | {"detail": masked_address(who.address)},
        "open_address_id": address_id(who),
    }
