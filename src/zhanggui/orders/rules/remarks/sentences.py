"""A remark cut into sentences and clauses; what stands in quotation marks is never cut."""

import re

from zhanggui.orders.rules.remarks.asking_for_changes import WANTED

_OPENING, _CLOSING = '「“《"', '」”》"'
_ENDS = "。；;\n\r"
_PAUSES = "，,、\t"
_THANKS = re.compile(
    r"(?:亲|亲亲|您好|你好|掌柜|老板|店家|客服|谢谢|多谢|感谢|谢谢老板|谢谢掌柜|谢谢亲|麻烦了|辛苦了|辛苦|拜托了|拜托|急|急用|加油)?[!！~～.…]*"
)
_TAIL = r"(?:谢谢|多谢|感谢|哈|哦|噢|呀|啊|吧|了|的|[!！~～.…])"
_WANT = rf"(?:我要|一定要|要)(?!\s*{WANTED}{_TAIL}*$)"
_POLITE_HEAD = re.compile(
    rf"^(?:亲|您好|你好|老板|掌柜|麻烦了?|请您?|劳烦|拜托|帮忙|帮我|务必|一定|希望|尽量|{_WANT}|要求|给我|请帮我)+[,，]?"
)
_POLITE_TAIL = re.compile(rf"{_TAIL}+$")


def sentences(text: str) -> list[str]:
    return _cut(text, _ENDS)


def clauses(sentence: str) -> list[str]:
    return _cut(sentence, _PAUSES)


def is_thanks(clause: str) -> bool:
    """A greeting or thanks around what is asked, and no word more: never words of a card or of an address."""
    return _THANKS.fullmatch(clause.strip()) is not None


def bare(clause: str) -> str:
    """The clause without the polite words around it."""
    return _POLITE_TAIL.sub("", _POLITE_HEAD.sub("", clause.strip())).strip()


def _cut(text: str, marks: str) -> list[str]:
    parts, current, closing = [], "", ""
    for letter in text:
        if closing:
            closing = "" if letter == closing else closing
        elif letter in _OPENING:
            closing = _CLOSING[_OPENING.index(letter)]
        elif letter in marks:
            parts.append(current)
            current = ""
            continue
        current += letter
    if closing:  # never closed: it was no quotation
        head, mark, tail = current.rpartition(_OPENING[_CLOSING.index(closing)])
        parts += [head + mark + _cut(tail, marks)[0], *_cut(tail, marks)[1:]] if _cut(tail, marks) else [current]
    else:
        parts.append(current)
    return [part.strip() for part in parts if part.strip()]
