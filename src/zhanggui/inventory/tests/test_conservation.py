"""Whatever is done, in whatever order: stock is conserved and every sum is the sum of its parts."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.flows.claim_stock import ClaimWasReleased, claim_stock
from zhanggui.inventory.flows.pick_claimed import pick_claimed
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.flows.promise_picks import promise_picks
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.flows.release_claims import release_claims
from zhanggui.inventory.flows.unpromise_picks import unpromise_picks
from zhanggui.inventory.models import Balance, Claim, Move
from zhanggui.inventory.proof import PROOFS
from zhanggui.inventory.rules import NotEnoughOnHand, PickWant, Posting, Want
from zhanggui.inventory.rules.counts import Count
from zhanggui.inventory.rules.ways import NotGoodEnough
from zhanggui.inventory.testing import ACTOR, AT, make_warehouse, place_of

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
SHELVES = ("P-01", "P-02", "S-01", "DEFECT")
STEPS = ("receive", "claim", "release", "promise", "unpromise", "pick", "put_back", "shift", "adjust")
steps = st.tuples(st.sampled_from(STEPS), st.integers(0, 1), st.integers(1, 6), st.integers(0, 3), st.integers(1, 4))


class Floor:
    """A small warehouse on which drawn steps are done; `cause` repeats on purpose."""

    def __init__(self, skus: list[int]) -> None:
        self.warehouse = make_warehouse()
        self.places = [place_of(self.warehouse, code) for code in SHELVES]
        self.pack = place_of(self.warehouse, "PACK")
        self.skus = skus
        self.promised: list[tuple[int, int, str, int, int]] = []
        self.packed: list[tuple[int, int, int, int]] = []

    def receive(self, sku: int, pieces: int, place: int, cause: int) -> None:
        receive_goods(receipts=[Receipt(cause, self.places[place], sku, pieces, lot=f"L{cause % 2}")], **BY)

    def claim(self, sku: int, pieces: int, place: int, cause: int) -> None:
        with suppress(ClaimWasReleased):
            claim_stock(cause="line", wants=[Want(cause, cause, self.warehouse.pk, sku, pieces)], **BY)

    def release(self, sku: int, pieces: int, place: int, cause: int) -> None:
        if not any(cause == promised[4] for promised in self.promised):
            release_claims(cause="line", cause_ids=[cause], **BY)

    def promise(self, sku: int, pieces: int, place: int, cause: int) -> None:
        claim = Claim.objects.filter(cause="line", cause_id=cause, state="held").first()
        if claim and not any(cause == promised[4] for promised in self.promised):
            wants = [PickWant(cause, self.warehouse.pk, claim.sku_id, claim.quantity)]
            for plan in promise_picks(wants=wants, **BY):
                self.promised.append((plan.location_id, claim.sku_id, plan.lot, plan.quantity, cause))

    def unpromise(self, sku: int, pieces: int, place: int, cause: int) -> None:
        mine, self.promised = self._split(cause)
        unpromise_picks(picks=[promised[:4] for promised in mine], **BY)

    def pick(self, sku: int, pieces: int, place: int, cause: int) -> None:
        mine, self.promised = self._split(cause)
        moves = [
            Posting(cause * 100 + number, sku_id, origin, self.pack, quantity, lot=lot)
            for number, (origin, sku_id, lot, quantity, _) in enumerate(mine)
        ]
        if moves:
            done = pick_claimed(cause="pick", moves=moves, claim_cause="line", claim_cause_ids=[cause], **BY)
            assert len(done) == len(moves)

    def put_back(self, sku: int, pieces: int, place: int, cause: int) -> None:
        picked = Move.objects.filter(cause="pick", cause_id__gte=cause * 100, cause_id__lt=cause * 100 + 100)
        backs = [Posting(m.cause_id, m.sku_id, self.pack, m.origin_id, m.quantity, lot=m.lot) for m in picked]
        post_moves(cause="put_back", moves=backs, **BY)

    def shift(self, sku: int, pieces: int, place: int, cause: int) -> None:
        move = Posting(cause, sku, self.places[place], self.places[(place + cause) % 4], pieces, lot=f"L{cause % 2}")
        if cause % 4:
            with suppress(NotEnoughOnHand, NotGoodEnough):
                post_moves(cause="shift", moves=[move], **BY)

    def adjust(self, sku: int, pieces: int, place: int, cause: int) -> None:
        adjust_stock(counts=[Count(cause, self.places[place], sku, pieces - 1, lot=f"L{cause % 2}")], note="", **BY)

    def _split(self, cause: int):
        mine = [promised for promised in self.promised if promised[4] == cause]
        return mine, [promised for promised in self.promised if promised[4] != cause]


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(steps, min_size=10, max_size=40))
def test_every_sum_is_right_after_any_day(db, days):
    with transaction.atomic():
        floor = Floor([sku.pk for sku in make_skus(2)])
        for step, sku, pieces, place, cause in days:
            getattr(floor, step)(floor.skus[sku], pieces, place, cause)
        assert [wrong for proof in PROOFS for wrong in proof()] == []
        lying = sum(Balance.objects.values_list("on_hand", flat=True))
        came = sum(Move.objects.filter(origin__warehouse=None).values_list("quantity", flat=True))
        went = sum(Move.objects.filter(target__warehouse=None).values_list("quantity", flat=True))
        assert lying == came - went
        assert sum(Balance.objects.values_list("promised", flat=True)) == sum(row[3] for row in floor.promised)
        transaction.set_rollback(True)
