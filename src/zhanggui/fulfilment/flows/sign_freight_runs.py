"""The driver has signed the freight lists and has the parcels.

Afterwards they are shipped. A parcel that could not leave any more is off its list, with the reason, and stays; one
that somebody takes off at the same moment is either gone or off.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.merging.locking import lock_orders_of
from zhanggui.fulfilment.models import FreightLine, FreightRun, Parcel
from zhanggui.fulfilment.outside.facts import FreightSigned, FreightTakenOff
from zhanggui.fulfilment.rules.freight_lists import FreightRunSigned, NothingOnFreightList
from zhanggui.fulfilment.states import FreightState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to


@transaction.atomic
def sign_freight_runs(*, run_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    seen = FreightRun.objects.visible_to(actor).filter(pk__among=set(run_ids))
    lines = FreightLine.objects.filter(run__in=seen, run__state=FreightState.LISTED, is_off=False).order_by("pk")
    listed = set(lines.values_list("parcel_id", flat=True))
    lock_orders_of(listed)
    list(locked(Parcel.objects.all(), listed).values_list("pk"))
    # As they are now: who takes a parcel off its list holds the parcel.
    carried = list(lines.values_list("pk", "run_id", "parcel_id", "run__number"))
    shipped = ship_parcels(parcel_ids=[parcel_id for _, _, parcel_id, _ in carried], actor=actor, at=at)
    runs = list(FreightRun.objects.filter(pk__in=seen.values("pk")).order_by("pk").select_for_update(no_key=True))
    gone = set(shipped.done)
    taken = {run.pk: [line for line in carried if line[1] == run.pk and line[2] in gone] for run in runs}

    def check(run: FreightRun) -> None:
        if run.state != FreightState.LISTED:
            raise FreightRunSigned(number=run.number)
        if not taken[run.pk]:
            reasons = [shipped.refused[line[2]] for line in carried if line[1] == run.pk]
            raise NothingOnFreightList(number=run.number, reasons=reasons)

    ready, refused = divide(runs, check=check, key=lambda run: run.pk)
    refused |= not_found("freight list", run_ids, (run.pk for run in runs))
    ids = [run.pk for run in ready]
    left = [line for line in carried if line[1] in set(ids) and line[2] not in gone]
    update_rows(
        FreightLine, ("id",), ("is_off", "off_reason"),
        [(pk, True, shipped.refused[parcel_id].sentence[:300]) for pk, _, parcel_id, _ in left],
    )  # fmt: skip
    move_to(FreightRun, ids, FreightState.SIGNED, signed_at=at, signed_by=actor.name)

    announce(
        [
            *(FreightSigned(run.pk, run.number, len(taken[run.pk])) for run in ready),
            *(FreightTakenOff(parcel, number, shipped.refused[parcel].sentence) for _, _, parcel, number in left),
        ],
        actor=actor,
        at=at,
    )
    return Outcome(done=ids, refused=refused)
