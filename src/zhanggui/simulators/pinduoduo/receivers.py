"""What the platform shows of a receiver: always masks, and ciphers only while the order waits to be shipped."""

import base64
import hashlib

from zhanggui.simulators.market.people import Receiver


def masked(text: str, shown: int) -> str:
    """The beginning, and stars for the rest."""
    return text[:shown] + "*" * max(len(text) - shown, 1) if text else ""


def address_id(who: Receiver) -> str:
    """The same for the same person at the same place: orders with it may travel together."""
    return base64.b64encode(hashlib.sha256(repr(who).encode()).digest()).decode()


def cipher(kind: str, text: str, order: str) -> str:
    """Stands for the text in this order alone; telephones between dollars, other words between tildes."""
    sealed = base64.b64encode(hashlib.sha384(f"{order} {kind} {text}".encode()).digest()).decode()
    return f"$AgAA{sealed}$MTIz$1$$" if kind == "phone" else f"~AgAA{sealed}~0~"


def shown(who: Receiver, order: str, *, ciphered: bool) -> dict[str, object]:
    """The fields of an order that say who gets it."""
    words = {"receiver_name": who.name, "receiver_phone": who.mobile, "receiver_address": who.address}
    whole = f"{who.state}{who.city}{who.district}{who.address}"
    ciphers = {name: cipher(name.removeprefix("receiver_"), text, order) for name, text in words.items()}
    ciphers["address"] = cipher("address", whole, order)
    return (ciphers if ciphered else dict.fromkeys(ciphers, "")) | {
        "receiver_name_mask": masked(who.name, 1),
        "receiver_phone_mask": masked(who.mobile, 1),
        "receiver_address_mask": masked(who.address, 2),
        "address_mask": masked(whole, 8),
        "open_address_id": address_id(who),
        "country": "中国",
        "province": who.state,
        "city": who.city,
        "town": who.district,
        "country_id": 0,
        "province_id": 12,
        "city_id": 178,
        "town_id": 1564,
    }
