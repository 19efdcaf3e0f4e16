"""Goods are put away and moved, and pickers find what they were promised."""

from typing import Any
from uuid import uuid4

import pytest

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.facts import GoodsReceived
from zhanggui.inventory.flows.open_locations import open_locations
from zhanggui.inventory.flows.promise_picks import promise_picks
from zhanggui.inventory.models import Availability, Balance, Location, Move
from zhanggui.inventory.proof import PROOFS
from zhanggui.inventory.rules.bins import PickWant
from zhanggui.inventory.rules.places import Place
from zhanggui.inventory.testing import ACTOR, AT, make_stock, make_warehouse, place_of
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.models import Fact
from zhanggui.storing.flows.move_stock import move_stock
from zhanggui.storing.flows.put_away import put_away
from zhanggui.storing.queries import suggestions, to_put_away
from zhanggui.storing.rules.carrying import (
    BinFull,
    NoShelf,
    NothingToPutAway,
    OtherLotThere,
    OtherWarehouse,
    SamePlace,
    TooFewThere,
)
from zhanggui.storing.testing import carry_of

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@pytest.fixture
def arrived():
    """Ten pieces lie in receiving."""
    warehouse, sku = make_warehouse(), make_skus()[0]
    make_stock(warehouse, {sku.pk: 10}, place="RECEIVE")
    return warehouse, sku


def lying(warehouse, sku) -> dict[str, int]:
    rows = Balance.objects.filter(location__warehouse=warehouse, sku=sku, on_hand__gt=0)
    return dict(rows.values_list("location__code", "on_hand"))


def test_what_is_put_away_is_for_sale_and_those_who_wait_are_told(arrived):
    warehouse, sku = arrived
    carries = [carry_of(warehouse, "RECEIVE", "P-01", sku.pk, 4), carry_of(warehouse, "RECEIVE", "S-01", sku.pk, 5)]
    before = Fact.objects.filter(name=GoodsReceived.NAME).count()
    assert put_away(carries=carries, **BY).done == [one.client_id for one in carries]
    assert lying(warehouse, sku) == {"RECEIVE": 1, "P-01": 4, "S-01": 5}
    assert Availability.objects.get(warehouse=warehouse, sku=sku).sellable == 9
    assert Fact.objects.filter(name=GoodsReceived.NAME).count() == before + 1
    assert [wrong for proof in PROOFS for wrong in proof()] == []


def test_the_same_carry_again_counts_once(arrived):
    warehouse, sku = arrived
    carries = [carry_of(warehouse, "RECEIVE", "P-01", sku.pk, 4)]
    for _ in range(2):
        assert put_away(carries=carries * 2, **BY).done == [carries[0].client_id]
    assert lying(warehouse, sku) == {"RECEIVE": 6, "P-01": 4}
    assert Move.objects.filter(cause="put_away").count() == 1


def refusal_of(flow, carry):
    (refusal,) = flow(carries=[carry], **BY).refused.values()
    return type(refusal)


def test_ways_that_are_refused(arrived):
    warehouse, sku = arrived
    other = make_warehouse()
    make_stock(warehouse, {sku.pk: 3}, place="P-02")
    assert refusal_of(put_away, carry_of(warehouse, "RECEIVE", "P-01", sku.pk, 11)) is TooFewThere
    assert refusal_of(put_away, carry_of(warehouse, "RECEIVE", "PACK", sku.pk, 1)) is NoShelf
    assert refusal_of(put_away, carry_of(warehouse, "P-02", "P-01", sku.pk, 1)) is NothingToPutAway
    assert refusal_of(move_stock, carry_of(warehouse, "RECEIVE", "P-01", sku.pk, 1)) is NoShelf
    assert refusal_of(move_stock, carry_of(warehouse, "P-02", "P-02", sku.pk, 1)) is SamePlace
    elsewhere = carry_of(warehouse, "P-02", "P-01", sku.pk, 1)._replace(target_id=place_of(other, "P-01"))
    assert refusal_of(move_stock, elsewhere) is OtherWarehouse


def test_what_waits_for_the_inspector_stays():
    warehouse, sku = make_warehouse(), make_skus()[0]
    open_locations(places=[Place(warehouse.pk, "QUARANTINE", "receiving")], **BY)
    make_stock(warehouse, {sku.pk: 3}, place="QUARANTINE")
    assert refusal_of(put_away, carry_of(warehouse, "QUARANTINE", "P-01", sku.pk, 1)) is NothingToPutAway
    assert not to_put_away(actor=ACTOR).exists()


def test_a_full_bin_and_a_second_lot_are_refused_within_one_set():
    warehouse, sku = make_warehouse(), make_skus(tracking="lot")[0]
    for lot in ("A", "B"):
        make_stock(warehouse, {sku.pk: 5}, place="RECEIVE", lot=lot)
    Location.objects.filter(warehouse=warehouse, code="P-01").update(capacity=6, one_lot=True)
    fits = carry_of(warehouse, "RECEIVE", "P-01", sku.pk, 5, lot="A")
    second = carry_of(warehouse, "RECEIVE", "P-01", sku.pk, 1, lot="B")
    outcome = put_away(carries=[fits, second], **BY)
    assert outcome.done == [fits.client_id]
    assert isinstance(outcome.refused[second.client_id], OtherLotThere)
    make_stock(warehouse, {sku.pk: 5}, place="RECEIVE", lot="A")
    assert refusal_of(put_away, carry_of(warehouse, "RECEIVE", "P-01", sku.pk, 2, lot="A")) is BinFull


def test_what_pickers_were_promised_stays_where_they_look_for_it(arrived):
    warehouse, sku = arrived
    put_away(carries=[carry_of(warehouse, "RECEIVE", "P-01", sku.pk, 10)], **BY)
    promise_picks(wants=[PickWant("w", warehouse.pk, sku.pk, 7)], **BY)
    assert refusal_of(move_stock, carry_of(warehouse, "P-01", "S-01", sku.pk, 4)) is TooFewThere
    move_stock(carries=[carry_of(warehouse, "P-01", "S-01", sku.pk, 3)], **BY).one()
    assert lying(warehouse, sku) == {"P-01": 7, "S-01": 3}


def test_another_warehouse_is_nobodys_business(arrived):
    warehouse, sku = arrived
    stranger = Actor("stranger", warehouse_ids=frozenset({make_warehouse().pk}), grants=frozenset({"put_away"}))
    outcome = put_away(carries=[carry_of(warehouse, "RECEIVE", "P-01", sku.pk, 1)], actor=stranger, at=AT)
    assert outcome.done == []
    assert not to_put_away(actor=stranger).exists()


def test_goods_are_sent_to_their_own_kind_first(arrived):
    warehouse, sku = arrived
    make_stock(warehouse, {sku.pk: 2}, place="P-02")
    Location.objects.filter(warehouse=warehouse, code="P-02").update(capacity=8)
    found = suggestions(warehouse_id=warehouse.pk, sku_id=sku.pk, lot="", quantity=10, at=AT)
    assert [(one.code, one.quantity) for one in found] == [("P-02", 6), ("S-01", 4)]


def test_a_carry_to_a_strange_sku_is_refused(arrived):
    warehouse, _sku = arrived
    outcome = put_away(carries=[carry_of(warehouse, "RECEIVE", "P-01", 10**9, 1)._replace(client_id=uuid4())], **BY)
    assert outcome.done == []
