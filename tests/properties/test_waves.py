"""Parcels are kicked out, stopped, short and picked in whatever order: what a wave asks for is what its parcels need.

After each step every wave counts its own parcels and pieces, each parcel in it has a cell of its own, and what is
still to be fetched for a parcel is promised in bins exactly once; at the end everything the program promises is true.
"""

from collections import Counter

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.world import BY, World, broken_promises, make_world
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.claim_picks import claim_picks
from zhanggui.fulfilment.flows.kick_out_parcels import kick_out_parcels
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.release_waves import release_waves
from zhanggui.fulfilment.flows.short_picks import short_picks
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_picks import take_picks
from zhanggui.fulfilment.models import Parcel, ParcelLine, Pick, Wave
from zhanggui.fulfilment.papers import pick_rows
from zhanggui.fulfilment.states import UNPICKED
from zhanggui.fulfilment.testing import print_out, take_to
from zhanggui.inventory.models import Balance, Claim
from zhanggui.inventory.testing import make_stock
from zhanggui.kernel.refusal import Refusal

PARCELS = 4


class Floor:
    """Four parcels of one item in one wave, printed or to be labelled at the table; two bins with one piece
    to spare."""

    def __init__(self, world: World, *, is_later: bool) -> None:
        self.world = world
        make_stock(world.warehouse, {world.skus[0].pk: 6})
        make_stock(world.warehouse, {world.skus[0].pk: 3}, place="S-01")
        self.ids = take_to("waved", world.orders(PARCELS, units=2))
        self.prepare = self.release if is_later else self.print
        self.prepare(0)

    def play(self, step: str, which: int) -> None:
        """Whatever the floor refuses changes nothing."""
        try:
            with transaction.atomic():
                getattr(self, step)(which)
        except Refusal:
            pass
        self.check()

    def print(self, _: int) -> None:
        print_out(list(Parcel.objects.filter(state="waved").values_list("pk", flat=True)))

    def release(self, _: int) -> None:
        release_waves(wave_ids=list(Wave.objects.filter(state="open").values_list("pk", flat=True)), **BY)

    def kick(self, which: int) -> None:
        kick_out_parcels(parcel_ids=[self.ids[which]], **BY)

    def stop(self, which: int) -> None:
        stop_parcels(parcel_ids=[self.ids[which]], reason="refund", **BY)

    def wave_again(self, _: int) -> None:
        build_waves(parcel_ids=self.ids, **BY)
        self.prepare(0)

    def fetch(self, which: int) -> None:
        take_picks(pick_ids=self.claimed()[: which + 1], **BY)

    def short(self, which: int) -> None:
        picks = self.claimed()[: which + 1]
        wanted = Pick.objects.filter(pk__in=picks).aggregate(n=Sum("quantity"))["n"] or 0
        short_picks(pick_ids=picks, found=min(which, max(wanted - 1, 0)), reason="not_found", **BY)

    def pick(self, which: int) -> None:
        waves = list(Wave.objects.filter(state="printed").order_by("pk").values_list("pk", flat=True))
        pick_waves(wave_ids=waves[which : which + 1], **BY)

    def claimed(self) -> list[int]:
        """What is to be fetched of the first wave from one bin."""
        waves = list(Wave.objects.filter(state="printed").order_by("pk").values_list("pk", flat=True)[:1])
        claim_picks(wave_ids=waves, **BY)
        mine = Pick.objects.filter(wave_id__in=waves, state="to_pick").order_by("location_id", "pk")
        first = mine.first()
        return list(mine.filter(location=first.location_id).values_list("pk", flat=True)) if first else []

    def check(self) -> None:
        for wave in Wave.objects.all():
            own = list(Parcel.objects.filter(wave=wave))
            assert (wave.parcel_count, wave.units) == (len(own), sum(parcel.units for parcel in own))
            cells = Counter(parcel.cell for parcel in own)
            assert None not in cells
            assert set(cells.values()) <= {1}
            asked = Pick.objects.filter(wave=wave).exclude(state="cancelled").aggregate(n=Sum("quantity"))["n"] or 0
            assert sum(row.quantity for row in pick_rows(wave.pk)) == asked
        for line in ParcelLine.objects.select_related("parcel"):
            picks = Pick.objects.filter(parcel_line=line)
            pieces = dict(picks.order_by().values_list("state").annotate(n=Sum("quantity")))
            to_fetch = sum(pieces.get(state, 0) for state in UNPICKED)
            is_waiting = line.parcel.state in {"waved", "printed"}
            assert to_fetch == (line.quantity if is_waiting else 0)
            assert set(picks.filter(state__in=UNPICKED).values_list("wave_id", flat=True)) <= {line.parcel.wave_id}
            held = Claim.objects.filter(cause="parcel_line", cause_id=line.pk, state="held")
            is_claimed = is_waiting or line.parcel.state == "planned"
            assert (held.aggregate(n=Sum("quantity"))["n"] or 0) == (line.quantity if is_claimed else 0)
        promised = Balance.objects.aggregate(n=Sum("promised"))["n"] or 0
        assert promised == (Pick.objects.filter(state__in=UNPICKED).aggregate(n=Sum("quantity"))["n"] or 0)


STEPS = ["kick", "kick", "stop", "stop", "wave_again", "fetch", "short", "short", "pick"]
steps = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, PARCELS - 1)), min_size=3, max_size=10)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(is_later=True, after=[("kick", 0), ("stop", 1), ("pick", 0), ("pick", 0), ("stop", 0), ("kick", 2)])
@example(is_later=False, after=[("fetch", 0), ("kick", 0), ("short", 2), ("stop", 0), ("pick", 0), ("wave_again", 0)])
@given(is_later=st.booleans(), after=steps)
def test_a_wave_asks_for_exactly_what_its_parcels_need(db, is_later, after):
    with transaction.atomic():
        floor = Floor(make_world(pieces=0), is_later=is_later)
        floor.check()
        for step, which in after:
            floor.play(step, which)
        assert broken_promises() == []
        transaction.set_rollback(True)
