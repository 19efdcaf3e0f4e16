"""Take the pieces of picks out of their bin and onto the cart.

Afterwards the picker who had claimed them carries them, but for pieces of parcels that are to stop. The books move them
when the whole wave is picked.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import Pick
from zhanggui.fulfilment.picking.locking import check_goes_on, check_mine, lock_parcels_of, lock_wave_of, picks_seen
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.states import PickState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to


@transaction.atomic
def take_picks(*, pick_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    lock_wave_of(pick_ids, actor=actor)
    lock_parcels_of(pick_ids)
    picks = picks_seen(pick_ids, actor=actor)

    asked = stops_asked({pick.parcel_line.parcel_id for pick in picks})

    def check(pick: Pick) -> None:
        check_goes_on(pick, asked)
        check_mine(pick, actor)

    ready, refused = divide(picks, check=check, key=lambda pick: pick.pk)
    refused |= not_found("pick", pick_ids, (pick.pk for pick in picks))

    move_to(Pick, [pick.pk for pick in ready], PickState.TAKEN, taken_at=at)
    return Outcome(done=[pick.pk for pick in ready], refused=refused)
