"""One recogniser per kind of request. Each knows a closed set of phrases and answers None for anything else."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from zhanggui.orders.rules.remarks.asking_for_changes import read_quantity, read_receiver, read_together
from zhanggui.orders.rules.remarks.receiver_words import ELSEWHERE

Fields = dict[str, str]

COURIERS = {
    "sf": ("顺丰", "顺风", "SF"),
    "zto": ("中通",),
    "yto": ("圆通",),
    "sto": ("申通",),
    "yunda": ("韵达",),
    "jt": ("极兔",),
    "jd": ("京东",),
    "ems": ("EMS", "邮政EMS", "中国邮政", "邮政"),
    "deppon": ("德邦",),
}
"""Our key of each carrier, and how people call it; the first word is the one we write."""

_KEY_OF = {word: key for key, words in COURIERS.items() for word in words}
_NAMES = "|".join(sorted(_KEY_OF, key=len, reverse=True))
_SUFFIX = "(?:快递|速运|速递|物流|特快)?"
_COURIER = re.compile(
    rf"(?:(?:快递)?(?:改成|改为|改用|改发|改走|改|换成|换为|换用|换发|换|指定|用|走|发|寄)+)(?P<name>{_NAMES}){_SUFFIX}(?:发货|发出|寄出|寄|发|配送)?"
    rf"|快递[:：]?(?P<named>{_NAMES}){_SUFFIX}",
    re.IGNORECASE,
)
_QUOTED = r"(?:「(?P<q>[^」]*)」|“(?P<q2>[^”]*)”|\"(?P<q3>[^\"]*)\"|(?P<q4>[^「」“”\"]*))"
_ADDRESS = re.compile(rf"{ELSEWHERE}[:：]?\s*{_QUOTED}")
_CARD = re.compile(
    rf"(?:代?写|放|附|加|送)*(?:一?[张个份])?(?:生日|祝福|节日)?(?:贺卡|卡片)(?:上|里)?(?:内容|写|文字|写上|写明)*[:：]?\s*{_QUOTED}"
)
_INVOICE = re.compile(
    rf"(?:(?:开|要|开具)+)?(?:电子|纸质|普通|增值税)*(?:发票|开票)(?:抬头|名称|信息)?(?:是|为)?[:：]?\s*(?:抬头[:：]?\s*)?{_QUOTED}"
    r"(?:\s*(?:税号|纳税人识别号|信用代码)[:：]?\s*(?P<tax>[0-9A-Za-z]{15,20}))?"
)
_TAX = re.compile(r"\s*(?:税号|纳税人识别号|信用代码)[:：]?\s*(?P<tax>[0-9A-Za-z]{15,20})\s*$")
_THING = r"[一-鿿A-Za-z0-9]{0,6}?(?:色|码|号|款|味|装)|[XS]{0,3}[SML]|\d{2,3}|[黑白红蓝绿黄灰粉紫橙棕]"
_ITEM = re.compile(
    rf"(?:(?:颜色|尺码|尺寸|规格|款式|型号))?(?P<old>{_THING})?(?:改|换)(?:成|为|到)?(?P<new>{_THING})", re.IGNORECASE
)
_ITEM_QUOTED = re.compile(r"换货：「(?P<old>[^」]*)」换成「(?P<new>[^」]+)」")
_SEND = "(?:(?P<leave>发货|发出|寄出|发|寄)|送货|送到|配送|派送|送)"
_FARTHEST = timedelta(days=90)
_DAY = (
    r"(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})[日号]"
    r"|(?P<next>下)?(?:周|星期|礼拜)(?P<week>[一二三四五六日天])"
    r"|(?P<near>明天|后天|大后天)"
)
_DELIVERY = re.compile(
    rf"(?:{_DAY})(?P<when>以后|之后|后|以前|之前|前)?(?:再|才)?{_SEND}|(?P<loose>周末|工作日|非工作日)(?:发货|送货|配送|派送|送|发)"
)
_NEAR = {"明天": 1, "后天": 2, "大后天": 3}
_WEEK = "一二三四五六日"


def read_courier(text: str, on: date) -> Fields | None:
    found = _COURIER.fullmatch(text)
    if found is None:
        return None
    word = (found["name"] or found["named"]).upper()
    key = _KEY_OF[word]
    return {"carrier": key, "name": COURIERS[key][0]}


def read_address(text: str, on: date) -> Fields | None:
    found = _ADDRESS.fullmatch(text)
    return None if found is None else {"address": _unquoted(found)}


def read_card(text: str, on: date) -> Fields | None:
    found = _CARD.fullmatch(text)
    return {"text": _unquoted(found)} if found and _unquoted(found) else None


def read_invoice(text: str, on: date) -> Fields | None:
    found = _INVOICE.fullmatch(text)
    if found is None:
        return None
    title, tax = _unquoted(found), found["tax"] or ""
    if inside := _TAX.search(title):
        title, tax = title[: inside.start()].strip(), inside["tax"]
    if not title:
        return None
    return {"title": title, "tax_no": tax.upper()} if tax else {"title": title}


def read_item(text: str, on: date) -> Fields | None:
    found = _ITEM_QUOTED.fullmatch(text) or _ITEM.fullmatch(text)
    return None if found is None else {"old": found["old"] or "", "new": found["new"]}


def read_delivery(text: str, on: date) -> Fields | None:
    """`not_before` is the first day on which it may leave; a wish for the day of arrival, or a loose one, is words."""
    found = _DELIVERY.fullmatch(text)
    if found is None:
        return None
    if found["loose"]:
        return {"text": text}
    day = _day_of(found, on)
    if day is None or day - on > _FARTHEST:
        return None
    if not found["leave"]:
        return {"text": text}
    match found["when"]:
        case "前" | "以前" | "之前":
            return {"text": text, "before": day.isoformat()}
        case "后" | "以后" | "之后":
            day += timedelta(days=1)
    return {"text": text, "not_before": day.isoformat()}


RECOGNISERS: dict[str, Callable[[str, date], Fields | None]] = {
    "courier": read_courier,
    "address": read_address,
    "card": read_card,
    "invoice": read_invoice,
    "item": read_item,
    "delivery": read_delivery,
    "quantity": read_quantity,
    "receiver": read_receiver,
    "together": read_together,
}
WHOLE = ("address", "card", "invoice", "receiver")
"""Kinds whose words go on to the end of the sentence, commas and all."""


def _unquoted(found: re.Match[str]) -> str:
    return next((found[name] for name in ("q", "q2", "q3", "q4") if found[name]), "").strip()


def _day_of(found: re.Match[str], on: date) -> date | None:
    """The day meant, the next one of its name from `on`; None when no such day exists."""
    if near := found["near"]:
        return on + timedelta(days=_NEAR[near])
    if week := found["week"]:
        ahead = _WEEK.index(week.replace("天", "日")) - on.weekday()
        return on + timedelta(days=ahead + 7 if found["next"] else ahead % 7)
    month, day = int(found["month"] or on.month), int(found["day"])
    for year, of in ((on.year, month), (on.year, month % 12 + 1) if not found["month"] else (on.year + 1, month)):
        try:
            meant = date(year + (1 if of < month and not found["month"] else 0), of, day)
        except ValueError:
            continue
        if meant >= on:
            return meant
    return None
