"""Which stage a supplier may enter, and from whom may be ordered. The days are the company's."""

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import date

from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import Steps, allows

LICENCE = "business_licence"
REPORT = "test_report"
CHECKED_STAGES = frozenset({"visit", "sample_test", "third_party", "approved"})
"""Stages only a supplier with a valid licence enters."""


class StageNotNext(Refusal):
    """{supplier} cannot go to this stage from where it stands."""


class LicenceMissing(Refusal):
    """{supplier} has no business licence on file that is valid today."""


class DocumentsRunOut(Refusal):
    """Documents of {supplier} have run out: {documents}."""


class BankAccountMissing(Refusal):
    """{supplier} has no bank account on file."""


class BankAccountOfAnother(Refusal):
    """The bank account is in the name of {holder}, not of {supplier}."""


class ContactMissing(Refusal):
    """{supplier} has nobody on file to talk to."""


class VisitNotNoted(Refusal):
    """Nobody has noted the visit to {supplier}."""


class SampleTestNotNoted(Refusal):
    """Nobody has noted the test of the samples of {supplier}."""


class ReportNotFiled(Refusal):
    """{supplier} has no valid test report on file."""


class ApprovedByApplicant(Refusal):
    """{applicant} proposed {supplier}: somebody else approves it."""


class SupplierNotApproved(Refusal):
    """{supplier} is not approved yet."""


class SupplierPaused(Refusal):
    """{supplier} is paused: {reason}"""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a supplier and until when it holds; without an end, for good."""

    kind: str
    number: str
    valid_from: date | None
    valid_until: date | None

    def holds(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        return self.valid_until is not None and self.valid_until < day


@dataclass(frozen=True, slots=True)
class Standing:
    """What is on file of one supplier. `papers` are those in force: one that was replaced is not among them."""

    name: str
    state: str
    reason: str = ""
    applied_by: str = ""
    applied_by_id: int | None = None
    papers: tuple[Paper, ...] = ()
    holders: tuple[str, ...] = ()
    contacts: int = 0
    noted: Set[str] = field(default_factory=frozenset)


def check_papers(supplier: Standing, *, day: date) -> None:
    """A licence that is valid, and nothing that has run out. Raises LicenceMissing, DocumentsRunOut."""
    over = [paper.number for paper in supplier.papers if paper.is_over(day)]
    if over:
        raise DocumentsRunOut(supplier=supplier.name, documents=", ".join(over))
    if not any(paper.kind == LICENCE and paper.holds(day) for paper in supplier.papers):
        raise LicenceMissing(supplier=supplier.name)


def check_step(supplier: Standing, *, to: str, steps: Steps, day: date) -> None:
    """It stands right before this stage and has what both ask."""
    if not allows(steps, here=supplier.state, there=to) or "paused" in {supplier.state, to}:
        raise StageNotNext(supplier=supplier.name, state=supplier.state, to=to)
    if to in CHECKED_STAGES:
        check_papers(supplier, day=day)
    if supplier.state == "visit" and "visit" not in supplier.noted:
        raise VisitNotNoted(supplier=supplier.name)
    if supplier.state == "sample_test" and "sample_test" not in supplier.noted:
        raise SampleTestNotNoted(supplier=supplier.name)
    if supplier.state == "third_party" and not any(p.kind == REPORT and p.holds(day) for p in supplier.papers):
        raise ReportNotFiled(supplier=supplier.name)


def check_approval(supplier: Standing, *, by: str, by_id: int | None) -> None:
    """Bank account in its own name, somebody to talk to, and another person than who proposed it."""
    if not supplier.holders:
        raise BankAccountMissing(supplier=supplier.name)
    for holder in supplier.holders:
        if holder != supplier.name:
            raise BankAccountOfAnother(holder=holder, supplier=supplier.name)
    if not supplier.contacts:
        raise ContactMissing(supplier=supplier.name)
    same = by_id == supplier.applied_by_id if by_id is not None else by == supplier.applied_by
    if same:
        raise ApprovedByApplicant(applicant=supplier.applied_by, supplier=supplier.name)


def check_order(supplier: Standing, *, day: date) -> None:
    """New goods may be ordered from it on this day."""
    if supplier.state == "paused":
        raise SupplierPaused(supplier=supplier.name, reason=supplier.reason)
    if supplier.state != "approved":
        raise SupplierNotApproved(supplier=supplier.name)
    check_papers(supplier, day=day)
