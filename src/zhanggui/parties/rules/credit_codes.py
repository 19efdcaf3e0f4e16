"""The unified social credit code 统一社会信用代码 of GB 32100-2015: eighteen characters, the last a check digit."""

from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.spelling import narrow

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


class CreditCodeWrong(Refusal):
    """“{code}” is no unified social credit code: {length} characters without I, O, S, V and Z, and a check digit
    that fits."""


def check_digit(begin: str) -> str:
    """What must stand behind these seventeen characters."""
    total = sum(_VALUES[letter] * pow(3, place, 31) for place, letter in enumerate(begin))
    return ALPHABET[-total % 31]


def plain_credit_code(text: str) -> str:
    """The one spelling under which a code is stored."""
    return "".join(narrow(text).split()).upper()


def is_credit_code(code: str) -> bool:
    return len(code) == LENGTH and set(code) <= _VALUES.keys() and check_digit(code[:-1]) == code[-1]


def check_credit_code(code: str) -> None:
    """Raises CreditCodeWrong."""
    if not is_credit_code(code):
        raise CreditCodeWrong(code=code, length=LENGTH)
