"""Amounts of yuan in capital characters 大写金额, as orders, cheques and invoices are written. Pure."""

from decimal import Decimal

from zhanggui.kernel.refusal import Refusal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
TENS = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
MOST = Decimal(10) ** 16


class AmountNotWritten(Refusal):
    """The amount {amount} cannot be written in capital characters."""


def in_capitals(amount: Decimal) -> str:
    """1050.30 is 壹仟零伍拾元叁角整. Zeros in between are said once; 整 ends what has no 分."""
    cents = amount * 100
    if not 0 <= amount < MOST or cents != int(cents):
        raise AmountNotWritten(amount=f"{amount:f}")
    yuan, rest = divmod(int(cents), 100)
    jiao, fen = divmod(rest, 10)
    words = f"{_whole(yuan)}元" if yuan else ""
    if jiao:
        words += f"{DIGITS[jiao]}角"
    elif fen and yuan:
        words += "零"
    if fen:
        return f"{words}{DIGITS[fen]}分"
    return f"{words or '零元'}整"


def _whole(number: int) -> str:
    words, skipped = "", False
    for place in reversed(range(len(GROUPS))):
        group = number // 10_000**place % 10_000
        if not group:
            skipped = bool(words)
            continue
        if words and (skipped or group < 1000):
            words += DIGITS[0]
        words, skipped = f"{words}{_group(group)}{GROUPS[place]}", False
    return words


def _group(group: int) -> str:
    words, skipped = "", False
    for place in reversed(range(len(TENS))):
        digit = group // 10**place % 10
        if not digit:
            skipped = bool(words)
            continue
        words += (DIGITS[0] if skipped else "") + DIGITS[digit] + TENS[place]
        skipped = False
    return words
