"""The shape of a test waybill: `YT`, twelve digits of a running number, one check digit.

The check digit is Luhn's: from the right, every second digit of the running number is doubled (less nine when that is
above nine), and the check digit brings the sum to a multiple of ten. One wrong digit and nearly every swap of two
neighbours is noticed at the scanner. The whole looks like a number of YTO (`YT` and 13 digits), so that a platform
that knows no test carrier accepts it under that company.
"""

import re

from zhanggui.kernel.refusal import Refusal

LAST_RUNNING_NUMBER = 10**12 - 1
_SHAPE = re.compile(r"YT[0-9]{13}")


class WaybillsUsedUp(Refusal):
    """The test carrier has no waybill numbers left."""


def write_waybill(running_number: int) -> str:
    """The waybill of this running number."""
    if not 0 < running_number <= LAST_RUNNING_NUMBER:
        raise WaybillsUsedUp
    digits = f"{running_number:012d}"
    return f"YT{digits}{_check_digit(digits)}"


def is_waybill(text: str) -> bool:
    """Whether the text has the shape and the right check digit."""
    return bool(_SHAPE.fullmatch(text)) and _check_digit(text[2:-1]) == text[-1]


def _check_digit(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
