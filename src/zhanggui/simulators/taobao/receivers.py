"""What the platform shows of a receiver: masks, and the `oaid` that stands for the whole block."""

import base64
import hashlib
from datetime import datetime

from .moments import GMT8
from .store import Doc, Trade

# Asking for all five makes the platform produce an oaid.
OAID_FIELDS = frozenset({"receiver_name", "receiver_address", "created", "receiver_mobile", "receiver_phone"})
KEPT = "省市区县镇乡村路街道巷弄号栋幢座楼单元室"


def masked_name(name: str) -> str:
    return f"{name[:1]}**" if name else ""


def masked_mobile(mobile: str) -> str:
    return "*******" + mobile[-4:] if mobile else ""


def masked_address(address: str) -> str:
    """The first character and the words that say what kind of place it is; the rest is stars."""
    shown = address[:1]
    for letter in address[1:]:
        if letter in KEPT:
            shown += letter
        elif not shown.endswith("**"):
            shown += "**"
    return shown


def oaid(receiver: dict[str, str], *, app_key: str, nick: str, at: datetime) -> str:
    """Stands for this receiver, in this shop, for this app, in this natural week, and for nothing else."""
    year, week, _ = at.astimezone(GMT8).isocalendar()
    block = "\x1f".join([app_key, nick, f"{year}-{week}", *(receiver[key] for key in sorted(receiver))])
    return "1" + base64.urlsafe_b64encode(hashlib.sha512(block.encode()).digest()).decode().rstrip("=")


def shown(trade: Trade) -> Doc:
    """The trade with its receiver and buyer as the API shows them."""
    who = trade.receiver
    return trade.doc | {
        "buyer_nick": masked_name(trade.doc["buyer_nick"]),
        "receiver_name": masked_name(who["name"]),
        "receiver_mobile": masked_mobile(who["mobile"]),
        "receiver_phone": masked_mobile(who["phone"]),
        "receiver_country": "中国",
        "receiver_state": who["state"],
        "receiver_city": who["city"],
        "receiver_district": who["district"],
        "receiver_town": who["town"],
        "receiver_address": masked_address(who["address"]),
        "receiver_zip": who["zip"],
    }
