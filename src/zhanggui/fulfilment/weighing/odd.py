"""The weights at which the scale stopped: kept, and ended."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from zhanggui.fulfilment.models import OddWeight
from zhanggui.fulfilment.rules.odd_weights import guess_words
from zhanggui.fulfilment.states import OddState
from zhanggui.fulfilment.weighing.facts import ParcelWeightOdd
from zhanggui.fulfilment.weighing.judging import Judge
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to

_ODD = (
    "parcel_id", "state", "grams", "low_g", "high_g", "packaging_id", "cause", "cause_sku_id", "cause_pieces", "at",
    "by", "by_id", "station", "closed_by", "is_own", "reason",
)  # fmt: skip
_KEPT = {"parcel_id", "state", "closed_by", "is_own", "reason"}
_ONE_OPEN = "(parcel_id) WHERE state = 'open' DO UPDATE SET " + ", ".join(
    f"{name} = EXCLUDED.{name}" for name in _ODD if name not in _KEPT
)


def keep_odd(off: Mapping[int, Refusal], *, judge: Judge, device: str, actor: Actor, at: datetime) -> None:
    """Each of these parcels has one open odd weight: the last one. `off` are the refusals, which say the band."""
    if not off:
        return
    insert_rows(
        OddWeight,
        _ODD,
        [
            (
                pk, OddState.OPEN.value, refusal.data["grams"], refusal.data["low"], refusal.data["high"],
                judge.chosen.get(pk), judge.guesses[pk].cause.value, judge.guesses[pk].sku_id, judge.guesses[pk].pieces,
                at, actor.name, actor.user_id, actor.station, "", False, "",
            )
            for pk, refusal in off.items()
        ],
        on_conflict=_ONE_OPEN,
    )  # fmt: skip
    announce(
        [
            ParcelWeightOdd(
                pk, refusal.data["grams"], refusal.data["low"], refusal.data["high"],
                guess_words(judge.guesses[pk]), device,
            )
            for pk, refusal in off.items()
        ],
        actor=actor,
        at=at,
    )  # fmt: skip


def settle_odd(parcel_ids: Sequence[int], *, actor: Actor, at: datetime, state: OddState = OddState.SETTLED) -> None:
    """What was open for these parcels is over: they weighed right after all, or were opened."""
    open_ids = OddWeight.objects.filter(parcel_id__among=set(parcel_ids), state=OddState.OPEN)
    move_to(OddWeight, list(open_ids.values_list("pk", flat=True)), state, closed_at=at, closed_by=actor.name)
