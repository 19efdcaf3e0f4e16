"""Run wave strategies: each makes its waves of what waits, one after the other.

Afterwards every parcel a strategy took has a cell in a wave of it, and its pieces are set aside in bins; the others
wait on. Waves whose labels come at the table may be picked at once, as far as their numbers are there. A strategy
that found nothing is refused.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.flows.release_waves import release_waves
from zhanggui.fulfilment.models import WaveStrategy
from zhanggui.fulfilment.waving.loading import lines_of, load_waiting, planned, unlocked
from zhanggui.fulfilment.waving.promising import give_back, promise
from zhanggui.fulfilment.waving.strategies import arrange, strategies_of, waiting_ids, worth_a_bin
from zhanggui.fulfilment.waving.writing import write_waves
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal


class NothingToWave(Refusal):
    """Strategy {name} finds no parcels for a wave now."""


@transaction.atomic
def run_strategies(*, strategy_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rows = list(
        WaveStrategy.objects.visible_to(actor).filter(pk__among=set(strategy_ids)).select_related("wall").order_by("pk")
    )
    strategies = strategies_of(rows)
    ids = waiting_ids({row.warehouse_id for row in rows}, actor=actor)
    loaded = load_waiting(ids, unlocked(planned(ids, actor=actor)))
    lines = lines_of(loaded.waiting, with_volume=True)
    waiting = worth_a_bin(loaded, lines, strategies, at=at)
    promised = promise(waiting, lines, actor=actor, at=at)

    arranged = arrange(waiting, strategies, promised, at=at)

    wave_ids = write_waves(arranged.waves, promised, actor=actor, at=at)
    give_back(promised, set(arranged.rest), actor=actor, at=at)
    later = [pk for pk, wave in zip(wave_ids, arranged.waves, strict=True) if wave.labels_at_table]
    if later:
        release_waves(wave_ids=later, actor=actor, at=at)
    made = {wave.strategy_id for wave in arranged.waves}
    refused: dict[int, Refusal] = {row.pk: NothingToWave(name=row.name) for row in rows if row.pk not in made}
    refused |= not_found("wave strategy", strategy_ids, (row.pk for row in rows))
    return Outcome(done=[pk for pk in dict.fromkeys(strategy_ids) if pk in made], refused=refused)
