"""Recognisers of other changes of an order: how many pieces, who gets them, and with which other order they travel."""

import re
from datetime import date

from zhanggui.orders.rules.remarks.receiver_words import CALL, CALLED, CHANGE, ONCE, PERSON, TO

Fields = dict[str, str]

_DIGITS = {word: number for number, word in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
_COUNT = r"(?:\d{1,4}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
UNIT = "(?:件|个|套|份|盒|包|瓶|袋|箱|双|条|只|支|块|本|台|罐|把|枚|串|桶|提|组|对)"
_QUANTITY = re.compile(
    rf"(?:把|将)?(?:数量|件数|个数){CHANGE}(?:一下)?{TO}?[:：]?\s*(?P<stated>{_COUNT})\s*{UNIT}?"
    rf"|(?:由|从|把|将)?(?:{_COUNT}\s*{UNIT})?(?:改{TO}?|{CHANGE}{TO})\s*(?P<changed>{_COUNT})\s*{UNIT}"
    rf"|(?:我|我们)?(?:一共|总共|只|就|其实)*(?:想要|需要|要)\s*(?P<wanted>{_COUNT})\s*{UNIT}"
)
WANTED = rf"{_COUNT}\s*{UNIT}"
"""How many pieces somebody wants, after the word for wanting."""

PHONE = r"(?:1[3-9]\d{9}(?:-\d{1,6})?|0\d{2,3}-?\d{7,8}(?:-\d{1,6})?)"
_NAME = r"(?:「(?P<quoted>[^」]+)」|(?P<name>[一-鿿]{2,4}?|[一-鿿]{1,8}[·•][一-鿿]{1,8}?|[A-Za-z][A-Za-z .'-]{1,39}?))"
_WHO = rf"{_NAME}?[，,、\s]*(?:{CALL}?(?:是|为)?[:：]?\s*(?P<phone>{PHONE}))?"
_RECEIVER = re.compile(
    rf"(?:{PERSON}{CALLED}?{CHANGE}{ONCE}{TO}?|{CHANGE}{ONCE}{PERSON}{TO}?)[:：]?\s*{_WHO}"
    rf"|(?:{PERSON}|收货|收件)?{CALL}{CHANGE}{ONCE}{TO}?[:：]?\s*(?P<number>{PHONE})?"
    rf"|{CHANGE}{ONCE}(?:{PERSON}|收货|收件)?{CALL}{TO}?[:：]?\s*(?P<another>{PHONE})?"
)
_NO_NAME = re.compile(
    "[我你他她它]|自己|本人|朋友|同事|家人|公司|别人|其他|另外|一下|妈|爸|老婆|老公|电话|手机|号码|联系|地址|谢谢"
)

_NUMBER = r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}"
_LONG_NUMBER = r"(?=(?:[A-Za-z_-]*\d){4})[A-Za-z0-9_-]{4,40}"
_BEFORE = "(?:上|前|另|另外|之前|刚才|刚刚|前面|昨天|早上|今天)的?(?:那|这|一|两)?个?(?:订单|单子|单)"
_ALONG = "(?:合在一起|放在一起|一起|一并|一块儿?|合并|合单|同时)"
_GO = "(?:成一单|到一起|发货|发出|寄出|打包|发|寄|走)"
_WITH = "(?:和|跟|与|同)(?:我的?)?"


def _named(prefixed: str, bare: str) -> str:
    """A number after the word for order, or one so long that it can be nothing else; the groups have these names."""
    number = rf"(?:(?:订单号?|单号|单子)[:：]?\s*(?P<{prefixed}>{_NUMBER})|(?P<{bare}>{_LONG_NUMBER}))"
    return rf"{number}(?:的?(?:这个|那个)?(?:订单|单子|单))?"


_TOGETHER = re.compile(
    rf"{_WITH}(?:{_named('a', 'b')}|{_BEFORE}){_ALONG}{_GO}?"
    rf"|(?:合并|并)(?:到|入|进)?(?:{_named('c', 'd')}|{_BEFORE}){_ALONG}?{_GO}?"
    rf"|(?:这|我)?(?:两|2|二|三|3|几)个?(?:订单|单子|单){_ALONG}{_GO}?"
)


def read_quantity(text: str, on: date) -> Fields | None:
    found = _QUANTITY.fullmatch(text)
    if found is None:
        return None
    count = _count(found["stated"] or found["changed"] or found["wanted"])
    return {"quantity": str(count)} if count else None


def read_receiver(text: str, on: date) -> Fields | None:
    """Empty fields: he wants another one, and does not say who."""
    found = _RECEIVER.fullmatch(text)
    if found is None:
        return None
    name = (found["quoted"] or found["name"] or "").strip()
    if not found["quoted"] and _NO_NAME.search(name):
        return None
    return {"name": name, "phone": found["phone"] or found["number"] or found["another"] or ""}


def read_together(text: str, on: date) -> Fields | None:
    """Without a number it is the buyer's other order."""
    found = _TOGETHER.fullmatch(text)
    return None if found is None else {"order": next(filter(None, found.groups()), "")}


def _count(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (10 * _DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(ones, 0)
