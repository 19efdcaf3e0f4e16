"""One cell of text into one value, exactly or not at all.

A refusal raised here knows the text; whoever reads the row adds the row and the column.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.tables.wrapping import BLANKS, unwrap

SHOP_ZONE = ZoneInfo("Asia/Shanghai")
NOTHING = frozenset({"", "-", "--", "null", "NULL", "None", "\\N"})

_REMEMBERED = 16_384  # the rows of an order, and orders near each other, say the same things
_LONGEST_NUMBER = 64
_MOST_PIECES = 10_000_000
_SCIENTIFIC = re.compile(r"-?\d+(\.\d+)?E\+\d+|\d\.\d+E\d+", re.ASCII | re.IGNORECASE)
_ROUNDED = re.compile(r"\d{15}0{3,}", re.ASCII)
_QUANTITY = re.compile(r"(\d+|\d{1,3}(,\d{3})+)(\.0+)?", re.ASCII)
_MONEY = re.compile(r"(\d{1,10}|\d{1,3}(,\d{3}){1,3})(\.\d{1,2})?", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?)?)?",
    re.ASCII,
)
_DIGITS_ONLY = re.compile(r"\d{14}", re.ASCII)
_UNIX_SECONDS = re.compile(r"1\d{9}", re.ASCII)
_INTERNET = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_SPREADSHEET_DAY_ZERO = datetime(1899, 12, 30, tzinfo=timezone(timedelta(hours=8)))
_DAY_SECONDS = 86_400
_SPREADSHEET_DAY = re.compile(r"[2-6]\d{4}(\.\d+)?", re.ASCII)


class DamagedNumber(Refusal):
    """Row {row}, column “{column}”: “{text}” lost digits in a spreadsheet.
    Take the file from the platform again and import it without opening it."""


class BadNumber(Refusal):
    """Row {row}, column “{column}”: “{text}” is not a number of an order or a line."""


class BadQuantity(Refusal):
    """Row {row}, column “{column}”: “{text}” is not a quantity. Give whole pieces, at least 1."""


class BadMoney(Refusal):
    """Row {row}, column “{column}”: “{text}” is not an amount in yuan with at most two decimals."""


class BadMoment(Refusal):
    """Row {row}, column “{column}”: “{text}” is not a date and time. Write it like 2025-03-04 09:00:00."""


def read_code(cell: str) -> str:
    """A code of goods or a phone: any text, but not one that a spreadsheet turned into a rounded number."""
    text = unwrap(cell)
    if _SCIENTIFIC.fullmatch(text):
        raise DamagedNumber(text=text)
    return "" if text in NOTHING else text


def read_number(cell: str) -> str:
    """The number of an order or a line: every digit, or a refusal.

    A bare number of 18 digits or more that ends in zeros after the fifteenth is taken for a rounded one;
    a wrapped one was never a number to a spreadsheet and is kept.
    """
    text = read_code(cell)
    if text == cell and _ROUNDED.fullmatch(text):
        raise DamagedNumber(text=text)
    if len(text) > _LONGEST_NUMBER or " " in text or not text.isprintable():
        raise BadNumber(text=text)
    return text


@lru_cache(maxsize=_REMEMBERED)
def read_quantity(cell: str) -> int:
    text = unwrap(cell)
    if not _QUANTITY.fullmatch(text) or not 0 < (pieces := int(text.split(".")[0].replace(",", ""))) <= _MOST_PIECES:
        raise BadQuantity(text=text)
    return pieces


@lru_cache(maxsize=_REMEMBERED)
def read_money(cell: str) -> Decimal | None:
    """Yuan, with or without its sign or unit; None for an empty cell."""
    text = unwrap(cell)
    if text in NOTHING:
        return None
    bare = text.removesuffix("元").lstrip("¥￥").strip(BLANKS)
    if not _MONEY.fullmatch(bare):
        raise BadMoney(text=text)
    return Decimal(bare.replace(",", "")).quantize(Decimal("0.01"))


def read_moment(cell: str) -> datetime | None:
    """A moment of the shop's zone, as UTC; None for an empty cell."""
    text = unwrap(cell)
    if text in NOTHING or text.startswith("0000"):
        return None
    moment = _moment(text)
    if moment is None:
        raise BadMoment(text=text)
    return moment


@lru_cache(maxsize=_REMEMBERED)
def _moment(text: str) -> datetime | None:
    try:
        if found := _MOMENT.fullmatch(text):
            year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
            moment = datetime(year, month, day, hour, minute, second, tzinfo=SHOP_ZONE)
        elif _SPREADSHEET_DAY.fullmatch(text):
            moment = _SPREADSHEET_DAY_ZERO + timedelta(seconds=round(float(text) * _DAY_SECONDS))
        elif _DIGITS_ONLY.fullmatch(text):
            moment = datetime.fromisoformat(f"{text[:8]}T{text[8:]}")
        elif _UNIX_SECONDS.fullmatch(text):
            moment = datetime.fromtimestamp(int(text), tz=UTC)
        elif _INTERNET.fullmatch(text):
            moment = datetime.fromisoformat(text)
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHOP_ZONE)).astimezone(UTC)
