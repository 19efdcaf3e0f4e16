"""The house form of a remark: 客户要求…，已修改妥当 — name."""

import re
from collections.abc import Mapping

DONE, WAITING = "已修改妥当", "待修改"
_HOUSE = re.compile(
    rf"^客户要求[:：]?\s*(?P<what>.+?)\s*(?:[,，]\s*(?P<word>{DONE}|{WAITING}))?\s*(?:(?:—|–|--|-){{1,2}}\s*(?P<by>[^—–\-,，]{{1,30}}))?$"
)


def split_house(sentence: str) -> tuple[str, str] | None:
    """What the customer asked and who signed; None when the sentence is not in the house form."""
    found = _HOUSE.match(sentence.strip())
    if found is None:
        return None
    return found["what"].strip(), (found["by"] or "").strip()


def house_sentence(kind: str, fields: Mapping[str, str], *, is_done: bool, by: str, words: str = "") -> str:
    """The sentence a colleague would write; `words` is the first word of the company's own template."""
    asked = _ASKED[kind](fields) if kind in _ASKED else " ".join(filter(None, [words, *fields.values()]))
    signature = re.sub(r"[—–\-,，。；;\s]+", " ", by).strip()[:30]
    return f"客户要求{asked}，{DONE if is_done else WAITING}" + (f" — {signature}" if signature else "")


def plain(text: str) -> str:
    """Text that stands in quotation marks and on one line without ending either."""
    return re.sub(r"[「」“”《》\"]", "", re.sub(r"\s+", " ", text)).strip()


def _invoice(fields: Mapping[str, str]) -> str:
    tax = fields.get("tax_no", "")
    return f"发票抬头：「{plain(fields.get('title', ''))}」" + (f" 税号：{tax}" if tax else "")


def _receiver(fields: Mapping[str, str]) -> str:
    name, phone = plain(fields.get("name", "")), fields.get("phone", "")
    return f"收件人改为「{name}」{phone}" if name else f"电话改为{phone}"


_ASKED = {
    "courier": lambda fields: f"发{fields.get('name', '')}",
    "address": lambda fields: f"改地址：「{plain(fields.get('address', ''))}」",
    "item": lambda fields: f"换货：「{plain(fields.get('old', ''))}」换成「{plain(fields.get('new', ''))}」",
    "card": lambda fields: f"写贺卡：「{plain(fields.get('text', ''))}」",
    "invoice": _invoice,
    "delivery": lambda fields: fields.get("text", ""),
    "quantity": lambda fields: f"数量改为{fields.get('quantity', '')}件",
    "receiver": _receiver,
    "together": lambda fields: f"和订单{fields['order']}一起发" if fields.get("order") else "和另一单一起发",
}
