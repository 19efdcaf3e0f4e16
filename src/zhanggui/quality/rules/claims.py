"""What may be claimed from suppliers."""

from decimal import Decimal

from zhanggui.kernel.refusal import Refusal

SUBJECTS = ("supplier_return", "inspection", "defect")


class ClaimUnsound(Refusal):
    """A claim has an amount above zero, says what it is for, and is a deduction or a claim."""


class ClaimedAlready(Refusal):
    """{paper} was claimed already."""


class ClaimOver(Refusal):
    """{number} is settled or dropped already."""


def check_claim(*, kind: str, amount: Decimal, subject: str, words: str) -> None:
    if amount <= 0 or subject not in SUBJECTS or kind not in {"deduction", "claim"} or not words.strip():
        raise ClaimUnsound
