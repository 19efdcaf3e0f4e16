"""What carriers' own words say that their codes do not: who signed, what broke, what was lost. Best effort. Pure."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_SIGNED = re.compile(r"签收人(?:是|为)?\s*[:：【\[]?\s*[【\[]?(?P<who>[^\s,，。;；】\]、()（）如]{1,20})")
_TAKEN = re.compile(
    r"(?:已由|由|被|已被|已经由)\s*[【\[]?(?P<who>[^\s,，。;；】\]]{1,20}?)[】\]]?\s*(?:代签收|代收|签收|代签)"
)
_SELF = re.compile(r"本人|收件人|收货人|亲收|亲签|客户$|^客户")
_OTHER = re.compile(r"他人|代签|代收|邻居|门卫|保安|物业|前台|收发室|同事|家人|家属|亲友|朋友|管家|门口|传达室")
_STATION = re.compile(r"驿站|快递柜|丰巢|自提|代收点|便利店|超市|柜|菜鸟|兔喜|妈妈")
_DENIED = re.compile(r"非本人|不是本人|未经本人|非收件人")
_LOST = re.compile(r"丢失|遗失|丢件|灭失|找不到.{0,4}(?:快件|包裹)|被盗")
_DAMAGED = re.compile(r"破损|损坏|压坏|漏液|污损|外包装.{0,4}(?:破|损)")
_REFUSED = re.compile(r"拒收|拒签|拒绝签收|拒绝接收|拒绝收件")
_NOT = re.compile(r"(?:如|若|以防|避免|防止|无|未|没有|是否)[^,，。;；]{0,8}$")


class Signature(NamedTuple):
    """Who took the parcel, as the carrier words it, and whether that was surely somebody else."""

    who: str = ""
    is_other: bool = False
    words: str = ""


def signature_of(told: Iterable[str], *, receiver: str = "") -> Signature:
    """By the last words that name who signed. A locker or a station is nobody else: the buyer fetches it there.

    A name is somebody else's only where the receiver's is known and begins otherwise: names come masked too (张*).
    """
    found = Signature()
    for words in told:
        who = signer(words)
        if who or _DENIED.search(words):
            found = Signature(who, _is_other(who, words, receiver), words)
    return found


def is_role(who: str) -> bool:
    """The word names no person."""
    return any(pattern.search(who) for pattern in (_SELF, _STATION, _OTHER))


def is_loss(words: str) -> bool:
    return _says(_LOST, words)


def is_damage(words: str) -> bool:
    return _says(_DAMAGED, words)


def is_refused(words: str) -> bool:
    """The receiver did not take it."""
    return _says(_REFUSED, words)


def signer(words: str) -> str:
    """Who signed, in the carrier's word; empty when it names nobody."""
    found = _SIGNED.search(words) or _TAKEN.search(words)
    return found["who"].strip(":：") if found else ""


def _is_other(who: str, words: str, receiver: str) -> bool:
    if _DENIED.search(words):
        return True
    if _SELF.search(who) or _STATION.search(who):
        return False
    if _OTHER.search(who):
        return True
    if not receiver or receiver[0] == "*" or not re.fullmatch(r"[\u3400-\u9fff·*]{2,8}", who):
        return False
    return who[0] != "*" and who[0] != receiver[0]


def _says(pattern: re.Pattern[str], words: str) -> bool:
    """It says so, and does not only speak of the case: “如有破损请联系…”."""
    found = pattern.search(words)
    return bool(found and not _NOT.search(words[: found.start()]))
