"""Set the numbers of quality: from which worth on a second person approves scrap, and how much is sampled on shelves.

Afterwards they hold for what is decided and planned from now on.
"""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.quality.facts import QualityNumbersSet
from zhanggui.quality.models import QualityNumbers
from zhanggui.quality.rules.numbers import Numbers, check_numbers

_AS_GIVEN = "(id) DO UPDATE SET " + ", ".join(
    f"{name} = EXCLUDED.{name}" for name in (*Numbers._fields, "set_by", "set_at")
)


@transaction.atomic
def set_quality_numbers(
    *, scrap_limit: Decimal, spot_percent: int, spot_most: int, spot_pieces: int, actor: Actor, at: datetime
) -> Outcome[int]:
    numbers = Numbers(scrap_limit, spot_percent, spot_most, spot_pieces)
    check_numbers(numbers)

    columns = ("id", *Numbers._fields, "set_by", "set_at")
    insert_rows(QualityNumbers, columns, [(1, *numbers, actor.name[:80], at)], on_conflict=_AS_GIVEN)

    words = f"¥{scrap_limit} · {spot_percent} % · {spot_most} · {spot_pieces}"
    announce([QualityNumbersSet(1, words)], actor=actor, at=at)
    return Outcome(done=[1])
