"""What may not be sold because of its lot is kept from buyers, makes way when it leaves, and comes back when opened."""

from datetime import date, timedelta
from typing import Any

import pytest

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.flows.claim_stock import claim_stock
from zhanggui.inventory.flows.hold_lots import hold_lots
from zhanggui.inventory.flows.open_lots import open_lots
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.flows.register_lots import register_lots
from zhanggui.inventory.flows.stop_lots import stop_lots
from zhanggui.inventory.models import Availability, Lot, LotHold
from zhanggui.inventory.proof import PROOFS
from zhanggui.inventory.queries import free_bins, skus_to_hold
from zhanggui.inventory.rules import Posting, Want
from zhanggui.inventory.rules.counts import Count
from zhanggui.inventory.rules.lots import LotDraft, LotIsOpen, LotIsStopped, hold_sizes
from zhanggui.inventory.testing import ACTOR, AT, make_stock, make_warehouse, place_of

db = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
LAST = date(2026, 11, 20)
AFTER = AT + timedelta(days=10)


@pytest.fixture
def two_lots():
    """Five pieces that expire on the 20th and seven that keep lie on the shelves."""
    warehouse, sku = make_warehouse(), make_skus(tracking="lot")[0]
    register_lots(lots=[LotDraft(sku.pk, "SHORT", expires_on=LAST), LotDraft(sku.pk, "LONG")], **BY)
    for lot, pieces in (("SHORT", 5), ("LONG", 7)):
        make_stock(warehouse, {sku.pk: pieces}, lot=lot)
    return warehouse, sku


def free(warehouse, sku) -> int:
    stock = Availability.objects.get(warehouse=warehouse, sku=sku)
    return stock.sellable - stock.claimed


def no_wrong() -> bool:
    return [wrong for proof in PROOFS for wrong in proof()] == []


@db
def test_on_its_last_day_it_is_sold_and_on_the_next_nobody_buys_it(two_lots):
    warehouse, sku = two_lots
    hold_lots(sku_ids=[sku.pk], actor=ACTOR, at=AT + timedelta(days=9))
    assert free(warehouse, sku) == 12
    assert skus_to_hold(at=AT + timedelta(days=9)) == []
    assert skus_to_hold(at=AFTER) == [sku.pk]
    for _ in range(2):
        hold_lots(sku_ids=[sku.pk], actor=ACTOR, at=AFTER)
        assert free(warehouse, sku) == 7
    assert no_wrong()


@db
def test_a_lot_that_was_stopped_is_neither_claimed_nor_promised_until_it_is_opened(two_lots):
    warehouse, sku = two_lots
    lot = Lot.objects.get(code="LONG")
    stop_lots(lot_ids=[lot.pk], reason="recall", **BY).one()
    assert free(warehouse, sku) == 5
    assert [place.lot for place in free_bins([(warehouse.pk, sku.pk)], on=AT.date())] == ["SHORT"]
    assert isinstance(stop_lots(lot_ids=[lot.pk], reason="again", **BY).refused[lot.pk], LotIsStopped)
    open_lots(lot_ids=[lot.pk], reason="mistake", **BY).one()
    assert free(warehouse, sku) == 12
    assert isinstance(open_lots(lot_ids=[lot.pk], reason="again", **BY).refused[lot.pk], LotIsOpen)
    assert no_wrong()


@db
def test_what_buyers_had_claimed_is_theirs_and_the_rest_is_held_when_they_let_go(two_lots):
    warehouse, sku = two_lots
    claim_stock(cause="line", wants=[Want(1, 1, warehouse.pk, sku.pk, 10)], **BY)
    stop_lots(lot_ids=[Lot.objects.get(code="LONG").pk], reason="recall", **BY).one()
    assert LotHold.objects.get().quantity == 2
    assert free(warehouse, sku) == 0
    assert no_wrong()


@db
def test_what_is_held_may_go_where_nothing_is_sold_and_the_rest_stays_held(two_lots):
    warehouse, sku = two_lots
    stop_lots(lot_ids=[Lot.objects.get(code="LONG").pk], reason="recall", **BY).one()
    shelf, defect = place_of(warehouse, "P-01"), place_of(warehouse, "DEFECT")
    post_moves(cause="aside", moves=[Posting(1, sku.pk, shelf, defect, 4, lot="LONG")], **BY)
    assert (free(warehouse, sku), LotHold.objects.get().quantity) == (5, 3)
    adjust_stock(counts=[Count(2, shelf, sku.pk, 1, "LONG")], note="count", **BY).one()
    assert (free(warehouse, sku), LotHold.objects.get().quantity) == (5, 1)
    assert no_wrong()


def test_sizes_name_only_what_changes():
    sizes = hold_sizes({(1, 1): 5, (1, 2): 3}, free={(1, 1): 2, (1, 2): 0, (1, 3): 1}, held={(1, 2): 3, (1, 3): 4})
    assert sizes == {(1, 1): 2, (1, 3): 0}
