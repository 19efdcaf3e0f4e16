"""Which bins are sampled today, and what may be said of them."""

from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal


class SpotAnswer(NamedTuple):
    """So many pieces of a bin were looked at, so many of them were defective, for the reason of this code."""

    spot_id: int
    checked: int
    defective: int = 0
    reason: str = ""
    note: str = ""


class SpotOver(Refusal):
    """This sample was answered already, or its day is over."""


class SpotUnsound(Refusal):
    """Of the pieces looked at some may be defective: {defective} of {checked} cannot be."""


def how_many(bins: int, *, percent: int, most: int) -> int:
    """Bins of a warehouse to sample today."""
    share = (Decimal(bins) * percent / 100).to_integral_value(rounding=ROUND_CEILING)
    return min(int(share), most)


def check_answer(answer: SpotAnswer, *, state: str) -> None:
    if state != "to_do":
        raise SpotOver
    if not 0 <= answer.defective <= answer.checked or answer.checked < 1:
        raise SpotUnsound(checked=answer.checked, defective=answer.defective)
