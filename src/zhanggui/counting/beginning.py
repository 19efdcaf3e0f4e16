"""A turn begins: the bin is in the hand of one person, and the book remembers the moment."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from zhanggui.counting.models import CountBin, CountTurn
from zhanggui.counting.states import WAITING, BinState
from zhanggui.counting.taking import complete_lines
from zhanggui.inventory.contents import last_move
from zhanggui.inventory.rules.sums import BalanceKey
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.steps import move_each

_OVER = """(bin_id, round) DO UPDATE SET attempt = counting_countturn.attempt + 1, counter = EXCLUDED.counter,
counter_user_id = EXCLUDED.counter_user_id, begun_after = EXCLUDED.begun_after, begun_at = EXCLUDED.begun_at"""


def begin_turns(bins: Sequence[CountBin], *, contents: Mapping[BalanceKey, int], actor: Actor, at: datetime) -> None:
    """The bins, locked like the contents of their places, are in the actor's hand. Their `round` is set in memory."""
    complete_lines(bins, contents)
    after = last_move()
    who = (actor.name[:80], actor.user_id)
    rows = []
    for one in bins:
        one.round += one.state in WAITING
        rows.append((one.pk, _in_hand(one.state).value, one.round, *who))
    insert_rows(
        CountTurn,
        ("bin_id", "round", "counter", "counter_user_id", "attempt", "begun_after", "begun_at"),
        [(one.pk, one.round, *who, 1, after, at) for one in bins],
        on_conflict=_OVER,
    )
    move_each(CountBin, ("round", "counter", "counter_user_id"), rows)


def _in_hand(state: str) -> BinState:
    return BinState.COUNTING if state in (BinState.TO_COUNT, BinState.COUNTING) else BinState.RECOUNTING
