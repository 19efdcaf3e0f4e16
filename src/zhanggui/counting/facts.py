"""What counting tells. The subject is the sheet, or the bin of a sheet. None of it says what the book knows of a bin
that somebody still has to count."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from zhanggui.counting.states import CountKind
from zhanggui.kernel.facts import FactOf

SHEET = "count_sheet"
BIN = "count_bin"


@dataclass(frozen=True, slots=True)
class CountOpened(FactOf):
    """{bins} bins are to be counted."""

    NAME: ClassVar[str] = "counting.sheet.opened"
    SUBJECT: ClassVar[str] = SHEET
    LABELS: ClassVar[Mapping[str, Any]] = {"kind": CountKind}
    sheet_id: int
    bins: int
    kind: str


@dataclass(frozen=True, slots=True)
class CountEnded(FactOf):
    """Every bin of the count is done."""

    NAME: ClassVar[str] = "counting.sheet.ended"
    SUBJECT: ClassVar[str] = SHEET
    sheet_id: int


@dataclass(frozen=True, slots=True)
class CountCutShort(FactOf):
    """The count was ended early: {reason}."""

    NAME: ClassVar[str] = "counting.sheet.cut_short"
    SUBJECT: ClassVar[str] = SHEET
    sheet_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class BinBegun(FactOf):
    """Count {round} of the bin was begun."""

    NAME: ClassVar[str] = "counting.bin.begun"
    SUBJECT: ClassVar[str] = BIN
    bin_id: int
    round: int


@dataclass(frozen=True, slots=True)
class BinHandedBack(FactOf):
    """The bin waits again for anybody."""

    NAME: ClassVar[str] = "counting.bin.handed_back"
    SUBJECT: ClassVar[str] = BIN
    bin_id: int


@dataclass(frozen=True, slots=True)
class BinCounted(FactOf):
    """Count {round} of the bin is in."""

    NAME: ClassVar[str] = "counting.bin.counted"
    SUBJECT: ClassVar[str] = BIN
    bin_id: int
    round: int


@dataclass(frozen=True, slots=True)
class BinSentBack(FactOf):
    """The bin is to be counted again: {reason}."""

    NAME: ClassVar[str] = "counting.bin.sent_back"
    SUBJECT: ClassVar[str] = BIN
    bin_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class DifferencePosted(FactOf):
    """The difference was approved and posted."""

    NAME: ClassVar[str] = "counting.difference.posted"
    SUBJECT: ClassVar[str] = BIN
    bin_id: int
    note: str


@dataclass(frozen=True, slots=True)
class CountNumbersSet(FactOf):
    """The limits of counting were set: {said}."""

    NAME: ClassVar[str] = "counting.numbers.set"
    SUBJECT: ClassVar[str] = "company"
    company_id: int
    said: str
