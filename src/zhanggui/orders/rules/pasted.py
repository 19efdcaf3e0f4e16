"""What surely can be told from a pasted text before its address is read: labels, phones, postcode, names."""

import re
from collections.abc import Iterator
from typing import NamedTuple

BREAK = "\x1f"
"""Stands where something was taken out: what is on its two sides does not belong together."""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_WHOSE = "(?:收货人|收件人|联系人)?的?"
_LABELS = {
    "phone": (
        f"{_WHOSE}(?:手机号码|手机号|手机|联系电话|联系方式|电话号码|固定电话|收货电话|电话|座机)"
        "|号码|(?<![a-z])(?:tel|mobile|phone)"
    ),
    "address": f"{_WHOSE}(?:详细地址|收货地址|收件地址|街道地址|地址)|(?<![a-z])address",
    "name": "收货人姓名|收件人姓名|收货人|收件人|收货姓名|联系人|姓名|名字|收方",
    "region": "所在地区|所在区域|省市区|地区",
    "postcode": "邮政编码|邮编|(?<![a-z])postcode",
    "note": "买家留言|备注信息|备注|留言",
}
_GLUED = {
    "phone": rf"(?:{_LABELS['phone']})(?=[+(]?\d)",
    "address": rf"{_WHOSE}(?:详细地址|收货地址|收件地址|地址)(?=[\u3400-\u9fff])",
    "name": r"(?:收货人姓名|收件人姓名|收货人|收件人|联系人|姓名)(?=[\u3400-\u9fff])(?!的?(?:手机|电话|联系|地址))",
    "region": r"(?:所在地区|所在区域|省市区)(?=[\u3400-\u9fff])",
    "postcode": r"(?:邮政编码|邮编)(?=\d)",
    "note": r"备注(?=[\u3400-\u9fff])",
}
"""What follows a label at once, with no sign between, has to look like what it names: there is a 电话局路."""
_BEGINS = r"(?:(?<=^)|(?<=[\s,;。、|\]】)]))"
_LABEL = re.compile(
    "|".join(
        form.format(f"(?P<{kind}_{place}>{words})")
        for place, (form, labels) in enumerate(
            (
                (r"[【\[]\s*{}\s*[】\]]\s*:?\s*", _LABELS),
                (r"{}\s*:\s*", _LABELS),
                (_BEGINS + r"{}(?:\s+|$)", _LABELS),
                (_BEGINS + "{}", _GLUED),
            )
        )
        for kind, words in labels.items()
    ),
    re.IGNORECASE,
)
_COUNTRY = r"(?:\(?(?:\+|00)?86\)?[-\s]?)?"
_EXTENSION = r"(?:\s?(?:-|转|转接|分机|ext\.?)\s?(\d{1,6}))?"
_MOBILE = re.compile(
    rf"(?<![\d*]){_COUNTRY}(1[3-9]\d)[-\s]?([\d*]{{4}})[-\s]?(\d{{4}}){_EXTENSION}(?![\d*])", re.IGNORECASE
)
_LANDLINE = re.compile(
    rf"(?<![\d-])(?:{_COUNTRY}\(?(0\d{{2,3}})\)?[-\s]?(\d{{7,8}})|(400)-?(\d{{3}}-?\d{{4}})){_EXTENSION}(?!\d)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"[(\[]\s*(\d{6})\s*[)\]]|(?<!\S)(\d{6})(?!\S)", re.ASCII)


class Segment(NamedTuple):
    """A piece of the text, with the kind its label gives it; empty: it has none."""

    kind: str
    text: str


def plain(text: str) -> str:
    """Full-width letters, figures and signs as their narrow forms; everything else as it is."""
    return text.translate(_WIDE).replace("(收)", BREAK).strip()


def segments(text: str) -> Iterator[Segment]:
    """The text cut at its labels. What stands before the first label has none."""
    start, kind = 0, ""
    for found in _LABEL.finditer(text):
        if piece := text[start : found.start()].strip(" ,;。|[【"):
            yield Segment(kind, piece)
        start, kind = found.end(), str(found.lastgroup).partition("_")[0]
    if piece := text[start:].strip(" ,;。|"):
        yield Segment(kind, piece)


class Phones(NamedTuple):
    mobile: str
    phone: str
    rest: str


def take_phones(text: str) -> Phones:
    """The first mobile and the first landline, and the text without any of them."""
    mobiles: list[str] = []
    landlines: list[str] = []

    def mobile(found: re.Match[str]) -> str:
        digits = f"{found[1]}{found[2]}{found[3]}"
        mobiles.append(f"{digits}-{found[4]}" if found[4] else digits)
        return BREAK

    def landline(found: re.Match[str]) -> str:
        number = f"{found[1] or found[3]}-{(found[2] or found[4])}"
        landlines.append(f"{number}-{found[5]}" if found[5] else number)
        return BREAK

    rest = _LANDLINE.sub(landline, _MOBILE.sub(mobile, text))
    if not landlines and len(mobiles) > 1:
        landlines.append(mobiles[1])
    return Phones(mobiles[0] if mobiles else "", landlines[0] if landlines else "", rest)


def take_postcode(text: str) -> tuple[str, str]:
    """A postcode that stands by itself or in brackets, and the text without it."""
    found = _POSTCODE.search(text)
    if not found:
        return "", text
    code = found[1] or found[2]
    return "" if code == "000000" else code, f"{text[: found.start()]} {text[found.end() :]}"
