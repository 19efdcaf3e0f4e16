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
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.facts import BuyerBlocked
from zhanggui.orders.models import BlockedBuyer
from zhanggui.orders.rules.hiding import masked
from zhanggui.orders.ruling.buyers import MASK


class BuyerBlock(NamedTuple):
    """One buyer, named as the platform names them."""

    buyer: str
    note: str = ""


class BuyerHidden(Refusal):
    """{buyer} is hidden by stars, and others are hidden by the same. Use the name that orders show whole."""


@transaction.atomic
def block_buyers(*, buyers: Sequence[BuyerBlock], actor: Actor, at: datetime) -> Outcome[str]:
    once = {block.buyer: block for block in buyers if MASK not in block.buyer}
    refused = {block.buyer: BuyerHidden(buyer=block.buyer) for block in buyers if block.buyer not in once}
    rows = insert_rows(
        BlockedBuyer,
        ("buyer", "note"),
        [(buyer, masked(once[buyer].note)) for buyer in sorted(once)],
        on_conflict='("buyer") DO UPDATE SET "note" = EXCLUDED."note"',
        returning=("id", "buyer", "note"),
    )
    announce([BuyerBlocked(*row) for row in rows], actor=actor, at=at)
    return Outcome(done=list(once), refused=refused)
