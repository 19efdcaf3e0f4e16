"""Contact data in free text: which words of a remark or a note nobody may read in passing. Pure.

What is found is hidden as `masking` hides it elsewhere: a number keeps its ends, a name its first character, an address
its province, city and district. What somebody asks as another receiver or address is hidden because it is asked, by
the words and the reading of requests themselves, whatever it looks like. Rather one word too many than one too few:
the whole text is kept sealed beside it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.masking import mask_bank_card, mask_email, mask_id_card, mask_name, mask_phone
from zhanggui.orders.rules.remarks.reading import read_remark
from zhanggui.orders.rules.remarks.receiver_words import CALL, CALLED, CHANGE, ELSEWHERE, ONCE, PERSON, TO
from zhanggui.orders.rules.surnames import DOUBLE, SINGLE

HIDDEN = "****"
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20, 0x3010: 0x5B, 0x3011: 0x5D}
_MAY_HOLD = re.compile(
    rf"\d[\d\s-]{{5}}|@|[路街巷弄胡村镇乡苑栋幢厦寓省县区室座屯庄组号]|[^城超门]市|大道|花园|家园|广场|{PERSON}|{CALLED}"
)
_MAY_ASK = re.compile(rf"{PERSON}|收货|收件|地址|{CALL}")
_N = r"[\d一二三四五六七八九十百零〇]+"
_HAN = r"[\u3400-\u9fff]"

_MOBILE = re.compile(
    r"(?<!\d)(?:(?:\+|00)?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?:\s?(?:-|转|转接|分机)\s?\d{1,6})?(?!\d)"
)
_LANDLINE = re.compile(
    r"(?<![\d-])(?:\(?0\d{2,3}\)?[-\s]?\d{7,8}|400-?\d{3}-?\d{4})(?:\s?(?:-|转|分机)\s?\d{1,6})?(?!\d)"
    r"|(?:(?<=电话)|(?<=座机)|(?<=电话:)|(?<=座机:))\s?\d{7,8}(?![\dA-Za-z])"
)
_ID_CARD = re.compile(r"(?<!\d)[1-8]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
_BANK_CARD = re.compile(r"(?<=[卡账帐户]号)[:\s]*\d{12,19}(?!\d)")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_NUMBERS = (
    (_EMAIL, mask_email),
    (_ID_CARD, mask_id_card),
    (_BANK_CARD, lambda found: mask_bank_card(found.strip(": "))),
    (_MOBILE, lambda found: mask_phone(_digits(found))),
    (_LANDLINE, lambda found: mask_phone(re.sub(r"[()\s]", "", found))),
)

_STATES = (
    "北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|"
    "四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|台湾|香港|澳门"
)
_STATE = rf"(?:{_STATES})(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?"
_PLAIN = r"[^\W\d_路街巷弄道村苑园栋幢镇乡小]"
_REGION = re.compile(
    rf"(?P<state>{_STATE})?(?P<city>{_PLAIN}{{1,7}}?(?:市|自治州|地区|盟))?(?P<district>{_PLAIN}{{1,8}}?(?:(?<![校社厂院景])区|县|旗|市))?"
)
_BEGINS = re.compile(rf"{_STATE}|{_HAN}{{2,4}}市(?={_HAN})")
_DIGIT_OF_A_DAY = r"(?<![月\d])(?<!个)"
_STREET_WORDS = r"路|街|大道|巷|弄|胡同|新村|小区|花园|家园|苑|大厦|广场|公寓|村|屯|庄"
_SURELY = re.compile(
    rf"{_HAN}(?:{_STREET_WORDS})\s*{_N}\s*(?:号|弄|巷|栋|幢|座|楼|单元|室|-|$|\s)|{_N}(?:号楼|栋|幢|单元|号院)"
    rf"|(?:{_STATE}){_HAN}{{1,7}}(?:市|州|区|县|旗){_HAN}{{2,}}|{_HAN}{{2,4}}市{_HAN}{{1,7}}(?:区|县|旗){_HAN}{{2,}}"
)
_PERHAPS = re.compile(
    rf"{_HAN}(?:{_STREET_WORDS}|镇|乡|街道|里|坊|厂|学校|大学|中学|小学|医院|驿站|组)|{_N}(?:号楼|栋|幢|单元|室|弄|巷|座|楼|组)"
    rf"|{_DIGIT_OF_A_DAY}{_N}号(?!发|寄|送|到|前|后|之|再|码|以)|^[\dA-Za-z]+-[\dA-Za-z-]+$|^\d+$"
)

_LABELS = rf"(?:{PERSON}|收货)的?{CALLED}|{PERSON}|{CALLED}"
_SAYS = rf"(?:{CHANGE}{ONCE})++{TO}?+|{TO}(?={_HAN}{{2}})|是|叫"
_NAME_LABELLED = re.compile(
    rf"(?:{_LABELS})\s*(?:{_SAYS})?+\s*[:\]]*\s*"
    rf"(?:[「“\"](?P<quoted>[^」”\"]+)|(?P<name>{_HAN}[\u3400-\u9fff·•]{{1,14}}|[A-Za-z][A-Za-z .'-]{{1,39}}))"
)
_ADDRESS_ASKED = re.compile(rf"{ELSEWHERE}[:：]?\s*(?:[「“\"](?P<quoted>[^」”\"]+)|(?P<bare>[^「“\"，,。；;\n]+))")
_TOLD = re.compile(r"\d*\*{2,}[\d-]*|.\*+")
_ANY_DAY = date(2000, 1, 1)
_AHEAD_OF_PLACE = re.compile(r"^.*(?:地址|改到|改成|改为|换成|换到|寄到|发到|送到|寄往|发往|寄去|[改到至往是为寄发送])")
_AHEAD_OF_NAME = re.compile(
    rf"^(?:请|麻烦|帮忙|帮|客户要求|(?:新|改|换|收货)?地址|电话|手机号?|{_LABELS}|联系|打电话给|打给|转交|转给|交给|寄给|发给|送给|通知|找|给|收|{_SAYS})+"
)
_TITLE = re.compile(rf"(?:先生|女士|小姐|老师|同学|经理|老板|阿姨|师傅|收|签收|代收|亲收|本人|{CALL})+$")
_NAME = re.compile(rf"{_HAN}{{2,4}}|{_HAN}{{1,8}}[·•]{_HAN}{{1,8}}")
_NO_NAME_ENDS = tuple("省市区县旗州盟路街镇乡村号址话机证码")
_TOKEN = re.compile(r"[^\s,，。;；、:：!！?？|/\\\x1f「」“”\"'《》<>()\[\]—–~～]+")
_NO_NAME = re.compile(
    "开票|开发票|电话|手机|号码|手机号|座机|地址|改地址|新地址|换地址|收货地址|邮编|谢谢|多谢|"
    "感谢|麻烦|你好|您好|客户|客户要求|快递|顺丰|中通|圆通|申通|韵达|极兔|京东|"
    "邮政|德邦|加急|尽快|急用|发货|改成|改为|改到|请改|方便|周末|周一|周二|周三|"
    "周四|周五|周六|周日|安排|待修改|已修改妥当|颜色|尺码|白色|黄色|红色|黑色|"
    "蓝色|联系|备注|收货人|收件人|联系人|姓名|名字|老板|掌柜|亲|原地址|高兴|时间|"
    "本人|代收|单位|公司|发票|抬头|和|或|请|打|或者|以及|注意|务必|保密|易碎"
)


class _Piece(NamedTuple):
    """Something that stands in the text from `start` to `end`, and what of it may be read."""

    start: int
    end: int
    shown: str


def hidden_words(texts: Iterable[str], *, known: Receiver | None = None) -> dict[str, str]:
    """What of these texts is contact data, each with its mask. `known` is the receiver they may speak of."""
    found: dict[str, str] = {}
    for text in texts:
        if text:
            found |= _known_words(text, known) if known else {}
            found |= _asked(text) | _looks(text)
    return {word: shown for word, shown in found.items() if word != shown and len(word) > 1}


def carried_words(kind: str, fields: Mapping[str, str]) -> dict[str, str]:
    """What a request of this kind says of who gets the goods, or where, each with its mask; of other kinds nothing."""
    match kind:
        case "receiver":
            name, phone = str(fields.get("name", "")), str(fields.get("phone", ""))
            words = {name: mask_name(name), phone: mask_phone(phone)}
        case "address":
            address = str(fields.get("address", ""))
            words = {address: _region_of(address)}
        case _:
            return {}
    return {word: shown for word, shown in words.items() if word != shown and len(word) > 1}


def hide(text: str, words: Mapping[str, str]) -> str:
    """The text with these words masked, the longest first."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, words[word])
    return text


def masked(text: str, *, known: Receiver | None = None) -> str:
    """A text as anybody may read it."""
    return hide(text, hidden_words([text], known=known))


def _looks(text: str) -> dict[str, str]:
    """What can be told by its look."""
    if not _MAY_HOLD.search(text):
        return {}
    return {text[piece.start : piece.end]: piece.shown for piece in _pieces(text.translate(_WIDE))}


def _asked(text: str) -> dict[str, str]:
    """What the text asks as another receiver or address, where nobody can say for sure too."""
    if not _MAY_ASK.search(text):
        return {}
    words: dict[str, str] = {}
    for found in _ADDRESS_ASKED.finditer(text):
        words |= carried_words("address", {"address": (found["quoted"] or found["bare"]).strip()})
    for one in read_remark(text, on=_ANY_DAY):
        words |= carried_words(one.kind, one.fields)
    return words


def _region_of(address: str) -> str:
    """The address with its province, city and district, and what is hidden in it already; the rest is gone."""
    return _TOKEN.sub(lambda found: _region_in(found[0]), hide(address, _looks(address)))


def _region_in(word: str) -> str:
    rest = _TOLD.sub("", word)
    if not rest or _NO_NAME.fullmatch(rest):
        return word
    region = _REGION.match(word) if _BEGINS.match(word) else None
    if region is None:
        return HIDDEN
    behind = word[region.end() :]
    return word if not behind or _TOLD.fullmatch(behind) else f"{region[0]}{HIDDEN}"


def _known_words(text: str, known: Receiver) -> dict[str, str]:
    """The words of the receiver himself that the text repeats."""
    found = {}
    if len(known.name) > 1 and "*" not in known.name and known.name in text:
        found[known.name] = mask_name(known.name)
    for number in (known.mobile, known.phone):
        if len(number) > 6 and "*" not in number and number in text:
            found[number] = mask_phone(number)
    for part in (known.address, *known.address.split()):
        if len(part) > 3 and "*" not in part and part in text:
            found[part] = HIDDEN
    return found


def _pieces(text: str) -> Iterator[_Piece]:
    numbers, rest = _numbers(text)
    yield from numbers
    labelled = [_labelled(found) for found in _NAME_LABELLED.finditer(rest)]
    yield from labelled
    if not (numbers or labelled or _SURELY.search(rest)):
        return
    tokens = [found.span() for found in _TOKEN.finditer(rest)]
    places = {span: found for span in tokens if (found := _place(rest, span))}
    yield from places.values()
    marks = sorted([*((piece.start, piece.end) for piece in numbers), *tokens])
    contacts = {(piece.start, piece.end) for piece in numbers} | set(places)
    for at, span in enumerate(marks):
        if span in contacts:
            continue
        beside = {marks[at - 1] if at else None, marks[at + 1] if at + 1 < len(marks) else None}
        glued = any(mark[0] == span[1] for mark in contacts)
        if piece := _person(rest, span, is_beside=bool(beside & contacts), is_glued=glued):
            yield piece


def _labelled(found: re.Match[str]) -> _Piece:
    group = "quoted" if found["quoted"] else "name"
    return _Piece(*found.span(group), mask_name(found[group]))


def _numbers(text: str) -> tuple[list[_Piece], str]:
    """Numbers and addresses of mail, and the text of the same length without them."""
    pieces = []
    for pattern, mask in _NUMBERS:
        for found in pattern.finditer(text):
            pieces.append(_Piece(*found.span(), mask(found[0])))
        text = pattern.sub(lambda found: "\x1f" * len(found[0]), text)
    return pieces, text


def _place(text: str, span: tuple[int, int]) -> _Piece | None:
    """The part of a place that is nobody's business: what stands behind province, city and district."""
    start, end = span
    begins = _BEGINS.search(text, start, end)
    if begins:
        region = _REGION.match(text, begins.start(), end)
        behind = region.end() if region else begins.end()
        is_full = region is not None and bool(region["district"])
        rest = text[behind:end]
        if len(rest) > 1 and (is_full or _PERHAPS.search(rest)):
            return _Piece(behind, end, HIDDEN)
        return None
    if not _PERHAPS.search(text[start:end]):
        return None
    if ahead := _AHEAD_OF_PLACE.match(text[start:end]):
        start += ahead.end()
    return _Piece(start, end, HIDDEN) if end - start > 1 else None


def _person(text: str, span: tuple[int, int], *, is_beside: bool, is_glued: bool) -> _Piece | None:
    """A name among the other words of a text with contact data."""
    start, end = span
    word = text[start:end]
    if ahead := _AHEAD_OF_NAME.match(word):
        start += ahead.end()
    if (behind := _TITLE.search(text[start:end])) and behind.start() > 0:
        end = start + behind.start()
    name = text[start:end]
    if _NO_NAME.fullmatch(name) or name.endswith(_NO_NAME_ENDS):
        return None
    if _NAME.fullmatch(name) and (is_beside or _has_surname(name)):
        return _Piece(start, end, mask_name(name))
    if is_glued:
        for length in (4, 3, 2):
            if len(name) > length and _has_surname(name[-length:]) and not _NO_NAME.fullmatch(name[-length:]):
                return _Piece(end - length, end, mask_name(name[-length:]))
    return None


def _has_surname(name: str) -> bool:
    return (len(name) < 4 and name[:1] in SINGLE) or (2 < len(name) < 5 and name.startswith(DOUBLE))


def _digits(number: str) -> str:
    """A mobile without blanks and country; with the extension of a private number."""
    bare = re.sub(r"\s|(?<=\d)-(?=\d{4}(?:-|\d{4}|$))", "", re.sub(r"转接|转|分机", "-", number))
    return re.sub(r"^(?:\+|00)?86-?(?=1)", "", bare)
