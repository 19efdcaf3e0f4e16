"""What the inspector may decide, and how many pieces pass."""

from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal


class Lot(NamedTuple):
    """What an inspection stands for and what was found in it."""

    number: str
    quantity: int
    sample: int
    accept: int
    defective: int
    checked: int


class Split(NamedTuple):
    """How many pieces pass, how many fail, how many were looked at."""

    passed: int
    failed: int
    checked: int


class TooManyDefects(Refusal):
    """{number} cannot pass: {defective} defective pieces were found, {accept} are allowed. Sort it, fail it or ask for
    special acceptance."""


class SampleTooSmall(Refusal):
    """{number}: {checked} pieces were looked at, the plan asks for {sample}."""


class FindingsExceedLot(Refusal):
    """{number}: {defective} defective pieces, but the lot has {quantity} and {checked} of them were looked at."""


class NothingFound(Refusal):
    """{number} cannot fail: no defective piece is on record. Say what was found first."""


class NothingPasses(Refusal):
    """{number}: every piece is defective. That is a failed lot, not a sorted one."""


def split_passed(lot: Lot, *, checked: int | None = None) -> Split:
    """The lot passes but for the defective pieces that were found. The sample must have been looked at."""
    looked = lot.sample if checked is None else checked
    _check_looked(lot, looked)
    if looked < lot.sample:
        raise SampleTooSmall(number=lot.number, checked=looked, sample=lot.sample)
    if lot.defective > lot.accept:
        raise TooManyDefects(number=lot.number, defective=lot.defective, accept=lot.accept)
    return Split(lot.quantity - lot.defective, lot.defective, looked)


def split_failed(lot: Lot, *, checked: int | None = None) -> Split:
    """The whole lot fails. It may before the sample is complete, but not without a defect on record."""
    looked = max(lot.sample, lot.defective) if checked is None else checked
    _check_looked(lot, looked)
    if not lot.defective:
        raise NothingFound(number=lot.number)
    return Split(0, lot.quantity, looked)


def split_sorted(lot: Lot) -> Split:
    """Every piece was looked at: the good ones pass, the defective ones fail."""
    _check_looked(lot, lot.quantity)
    if not lot.defective:
        raise NothingFound(number=lot.number)
    if lot.defective == lot.quantity:
        raise NothingPasses(number=lot.number)
    return Split(lot.quantity - lot.defective, lot.defective, lot.quantity)


def split_accepted(lot: Lot) -> Split:
    """Special acceptance: the lot passes although it should not; the pieces found defective do not."""
    if lot.defective == lot.quantity:
        raise NothingPasses(number=lot.number)
    return Split(lot.quantity - lot.defective, lot.defective, lot.checked)


def _check_looked(lot: Lot, looked: int) -> None:
    if not max(lot.defective, 1) <= looked <= lot.quantity:
        raise FindingsExceedLot(number=lot.number, defective=lot.defective, quantity=lot.quantity, checked=looked)
