"""Put buyers on the black list.

Afterwards no order of these buyers passes review; the note says why. A buyer who is on it already has the new note.
A name behind stars is refused: it names many people.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.orders.facts import BuyerBlocked
from zhanggui.orders.models import BlockedBuyer
from zhanggui.orders.rules.buyers import check_named
from zhanggui.orders.rules.hiding import masked


class BuyerBlock(NamedTuple):
    """One buyer, named as the platform names them."""

    buyer: str
    note: str = ""


@transaction.atomic
def block_buyers(*, buyers: Sequence[BuyerBlock], actor: Actor, at: datetime) -> Outcome[str]:
    named, refused = divide({block.buyer for block in buyers}, check=check_named, key=str)
    once = {block.buyer: block for block in buyers if block.buyer in named}
    rows = insert_rows(
        BlockedBuyer,
        ("buyer", "note"),
        [(buyer, masked(once[buyer].note)) for buyer in sorted(once)],
        on_conflict='("buyer") DO UPDATE SET "note" = EXCLUDED."note"',
        returning=("id", "buyer", "note"),
    )
    announce([BuyerBlocked(*row) for row in rows], actor=actor, at=at)
    return Outcome(done=list(once), refused=refused)
