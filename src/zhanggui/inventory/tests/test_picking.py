"""From a claim to the packing table: promise, pick, put back."""

import pytest
from django.db import IntegrityError, transaction

from zhanggui.inventory.flows.claim_stock import claim_stock
from zhanggui.inventory.flows.pick_claimed import pick_claimed
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.flows.promise_picks import promise_picks
from zhanggui.inventory.flows.unpromise_picks import unpromise_picks
from zhanggui.inventory.models import Claim
from zhanggui.inventory.rules import Bin, BinsShort, PickPlan, PickWant, Posting, Want, choose_bins
from zhanggui.inventory.testing import ACTOR, AT, make_stock


def bin_of(balance_id, free, *, lot="", is_storage=False, walk_order=0):
    return Bin(balance_id, 1, balance_id + 100, 5, lot, free, is_storage, walk_order)


def test_picking_faces_first_then_the_oldest_lot_then_the_walk():
    bins = [
        bin_of(1, 9, is_storage=True),
        bin_of(2, 2, lot="2026-02"),
        bin_of(3, 2, lot="2026-01", walk_order=2),
        bin_of(4, 2, lot="2026-01", walk_order=1),
        bin_of(5, 0, lot="2025-12"),
    ]
    plans, taken, shorts = choose_bins([PickWant("a", 1, 5, 5), PickWant("b", 1, 5, 3)], bins)
    assert plans == [
        PickPlan("a", 104, "2026-01", 2),
        PickPlan("a", 103, "2026-01", 2),
        PickPlan("a", 102, "2026-02", 1),
        PickPlan("b", 102, "2026-02", 1),
        PickPlan("b", 101, "", 2),
    ]
    assert taken == {4: 2, 3: 2, 2: 2, 1: 2}
    assert shorts == []


def test_a_want_that_is_short_takes_nothing():
    plans, taken, shorts = choose_bins([PickWant("a", 1, 5, 5), PickWant("b", 1, 5, 2)], [bin_of(1, 3)])
    assert plans == [PickPlan("b", 101, "", 2)]
    assert taken == {1: 2}
    assert shorts == [(PickWant("a", 1, 5, 5), 3)]


@pytest.mark.django_db
@pytest.mark.usefixtures("proved")
class TestPicking:
    def test_pieces_are_set_aside_and_given_back(self, shelf):
        make_stock(shelf.warehouse, {shelf.sku.pk: 5}, place="S-01")
        (near, far) = promise(shelf, 12)
        assert (near.quantity, far.quantity) == (10, 2)
        assert shelf.lying("P-01") == (10, 10)
        unpromise_picks(picks=[(near.location_id, shelf.sku.pk, "", 10)], actor=ACTOR, at=AT)
        assert shelf.lying("P-01") == (10, 0)
        assert shelf.lying("S-01") == (5, 2)

    def test_too_few_pieces_name_every_want(self, shelf):
        wants = [PickWant(key, shelf.warehouse.pk, shelf.sku.pk, pieces) for key, pieces in ((1, 9), (2, 3), (3, 4))]
        with pytest.raises(BinsShort) as refused:
            promise_picks(wants=wants, actor=ACTOR, at=AT)
        assert refused.value.data == {"sku": shelf.sku.code, "wanted": 3, "there": 1, "keys": [2, 3]}
        assert shelf.lying("P-01") == (10, 0)

    def test_more_than_was_set_aside_is_never_given_back(self, shelf):
        (plan,) = promise(shelf, 2)
        with pytest.raises(IntegrityError), transaction.atomic():
            unpromise_picks(picks=[(plan.location_id, shelf.sku.pk, "", 3)], actor=ACTOR, at=AT)

    def test_a_pick_uses_claim_and_promise_once(self, shelf):
        claim_stock(cause="line", wants=[Want(1, 1, shelf.warehouse.pk, shelf.sku.pk, 10)], actor=ACTOR, at=AT)
        (plan,) = promise(shelf, 10)
        assert pick(shelf, plan, cause_id=50) == [50]
        assert pick(shelf, plan, cause_id=50) == []
        assert shelf.availability() == (0, 0)
        assert shelf.lying("P-01") == (0, 0)
        assert shelf.lying("PACK") == (10, 0)
        assert Claim.objects.get().state == "used"

    def test_put_back_goods_can_be_sold_again(self, shelf):
        claim_stock(cause="line", wants=[Want(1, 1, shelf.warehouse.pk, shelf.sku.pk, 4)], actor=ACTOR, at=AT)
        (plan,) = promise(shelf, 4)
        pick(shelf, plan, cause_id=50)
        back = Posting(50, shelf.sku.pk, shelf.place("PACK"), plan.location_id, 4)
        post_moves(cause="put_back", moves=[back], actor=ACTOR, at=AT)
        assert shelf.availability() == (10, 0)


def promise(shelf, pieces):
    wants = [PickWant(1, shelf.warehouse.pk, shelf.sku.pk, pieces)]
    return promise_picks(wants=wants, actor=ACTOR, at=AT)


def pick(shelf, plan, *, cause_id):
    move = Posting(cause_id, shelf.sku.pk, plan.location_id, shelf.place("PACK"), plan.quantity, lot=plan.lot)
    return pick_claimed(cause="pick", moves=[move], claim_cause="line", claim_cause_ids=[1], actor=ACTOR, at=AT)
