"""Lots are put on record once, and dates that contradict the record are refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from zhanggui.catalog.flows.set_shelf_lives import set_shelf_lives
from zhanggui.catalog.rules.shelf_lives import LifeTooShort
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.promise_picks import promise_picks
from zhanggui.inventory.flows.register_lots import register_lots
from zhanggui.inventory.models import Lot
from zhanggui.inventory.queries import free_bins
from zhanggui.inventory.rules.bins import Bin, BinsShort, PickWant, choose_bins
from zhanggui.inventory.rules.lots import LotCodeBad, LotContradicts, LotDaysWrong, LotDraft, SupplierUnknown
from zhanggui.inventory.rules.quantities import SkuUnknown
from zhanggui.inventory.testing import ACTOR, AT, make_stock, make_warehouse, place_of

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
TODAY = date(2026, 11, 11)
db = pytest.mark.django_db


def register(*lots: LotDraft):
    return register_lots(lots=lots, **BY)


@db
def test_what_was_not_known_is_filled_in_and_nothing_is_overwritten():
    sku = make_skus()[0]
    register(LotDraft(sku.pk, "L1")).one()
    register(LotDraft(sku.pk, "L1", produced_on=date(2026, 1, 1))).one()
    register(LotDraft(sku.pk, "L1", expires_on=date(2027, 1, 1))).one()
    lot = Lot.objects.get(sku=sku, code="L1")
    assert (lot.produced_on, lot.expires_on) == (date(2026, 1, 1), date(2027, 1, 1))
    refused = register(LotDraft(sku.pk, "L1", expires_on=date(2027, 1, 2))).refused[sku.pk, "L1"]
    assert isinstance(refused, LotContradicts)
    lot.refresh_from_db()
    assert lot.expires_on == date(2027, 1, 1)


@db
def test_two_papers_of_one_set_that_differ_write_nothing():
    sku = make_skus()[0]
    outcome = register(
        LotDraft(sku.pk, "L1", date(2026, 1, 1), date(2027, 1, 1)), LotDraft(sku.pk, "L1", date(2026, 1, 2))
    )
    assert outcome.done == []
    assert isinstance(outcome.refused[sku.pk, "L1"], LotContradicts)
    assert not Lot.objects.exists()


@db
def test_the_last_day_follows_from_the_shelf_life():
    sku = make_skus()[0]
    set_shelf_lives(sku_ids=[sku.pk], shelf_life_days=30, receipt_life_days=20, sale_life_days=10, **BY).one()
    register(LotDraft(sku.pk, "L1", date(2026, 11, 1))).one()
    assert Lot.objects.get().expires_on == date(2026, 12, 1)
    with pytest.raises(LifeTooShort):
        set_shelf_lives(sku_ids=[sku.pk], shelf_life_days=30, receipt_life_days=31, sale_life_days=0, **BY)


@db
def test_each_refusal_by_its_lot():
    sku = make_skus()[0]
    outcome = register(
        LotDraft(10**9, "L1"),
        LotDraft(sku.pk, " "),
        LotDraft(sku.pk, "L2", date(2026, 2, 1), date(2026, 1, 1)),
        LotDraft(sku.pk, "L3", supplier_id=10**9),
        LotDraft(sku.pk, "L4"),
    )
    assert outcome.done == [(sku.pk, "L4")]
    assert {code: type(refusal) for (_, code), refusal in outcome.refused.items()} == {
        "L1": SkuUnknown,
        " ": LotCodeBad,
        "L2": LotDaysWrong,
        "L3": SupplierUnknown,
    }


@db
def test_the_database_refuses_a_lot_that_expires_before_it_was_made():
    sku = make_skus()[0]
    register(LotDraft(sku.pk, "L1", date(2026, 2, 1)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Lot.objects.update(expires_on=date(2026, 1, 1))


@pytest.fixture
def two_lots():
    """Five pieces that expire in twenty days lie in storage, five that expire in fifty on the picking face."""
    warehouse, sku = make_warehouse(), make_skus(tracking="lot")[0]
    for lot, days, place in (("NEW", 50, "P-01"), ("OLD", 20, "S-01")):
        register(LotDraft(sku.pk, lot, expires_on=TODAY + timedelta(days=days))).one()
        make_stock(warehouse, {sku.pk: 5}, place=place, lot=lot)
    return warehouse, sku


@db
def test_what_expires_first_is_promised_first_and_a_promise_spans_lots(two_lots):
    warehouse, sku = two_lots
    plans = promise_picks(wants=[PickWant("w", warehouse.pk, sku.pk, 7)], **BY)
    assert [(plan.lot, plan.location_id, plan.quantity) for plan in plans] == [
        ("OLD", place_of(warehouse, "S-01"), 5),
        ("NEW", place_of(warehouse, "P-01"), 2),
    ]


@db
def test_too_little_life_for_the_sku_or_the_shop_is_never_promised(two_lots):
    warehouse, sku = two_lots
    with pytest.raises(BinsShort):
        promise_picks(wants=[PickWant("w", warehouse.pk, sku.pk, 6, least_days=21)], **BY)
    set_shelf_lives(sku_ids=[sku.pk], shelf_life_days=0, receipt_life_days=0, sale_life_days=21, **BY).one()
    assert [each.lot for each in free_bins([(warehouse.pk, sku.pk)], on=TODAY)] == ["NEW"]
    assert [each.lot for each in free_bins([(warehouse.pk, sku.pk)], on=TODAY + timedelta(days=30))] == []


@db
def test_an_expired_lot_is_never_promised(two_lots):
    warehouse, sku = two_lots
    last = TODAY + timedelta(days=20)
    assert [each.lot for each in free_bins([(warehouse.pk, sku.pk)], on=last)] == ["NEW", "OLD"]
    assert [each.lot for each in free_bins([(warehouse.pk, sku.pk)], on=last + timedelta(days=1))] == ["NEW"]


def test_a_shop_that_wants_more_life_leaves_the_old_lot_to_others():
    bins = [Bin(1, 1, 11, 7, "OLD", 5, False, 1, 20), Bin(2, 1, 12, 7, "NEW", 5, False, 2, 50)]
    choice = choose_bins([PickWant("a", 1, 7, 5, 30), PickWant("b", 1, 7, 5)], bins)
    assert [(plan.key, plan.lot) for plan in choice.plans] == [("a", "NEW"), ("b", "OLD")]
