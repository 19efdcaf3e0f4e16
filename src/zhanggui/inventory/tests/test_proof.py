"""A record made wrong behind the flows' back is named."""

import pytest
from django.db import connection

from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.flows.claim_stock import claim_stock
from zhanggui.inventory.models import Availability, Balance, Move
from zhanggui.inventory.proof import (
    PROOFS,
    balances_are_moves,
    claimed_is_held,
    sellable_is_what_lies_there,
)
from zhanggui.inventory.rules import Want
from zhanggui.inventory.rules.counts import Count
from zhanggui.inventory.testing import ACTOR, AT

pytestmark = pytest.mark.django_db


def test_nothing_is_wrong(shelf):
    claim_stock(cause="line", wants=[Want(1, 1, shelf.warehouse.pk, shelf.sku.pk, 4)], actor=ACTOR, at=AT)
    assert [wrong for proof in PROOFS for wrong in proof()] == []


def test_a_balance_off_the_moves(shelf):
    Balance.objects.filter(location=shelf.place("P-01")).update(on_hand=11)
    (wrong,) = balances_are_moves()
    newest = Move.objects.order_by("pk").last()
    assert newest is not None
    assert wrong.what == f"11 on hand, the moves sum to 10; newest inventory_move {newest.pk}"
    assert [found.what for found in sellable_is_what_lies_there()] == ["10 sellable, 11 lie in sellable places"]


def test_the_first_move_that_cannot_be_is_named(shelf):
    """What came in was taken out of the moves: the first that took what never lay there is where to begin."""
    place = shelf.place("P-01")
    for number, counted in ((1, 8), (2, 5), (3, 9)):
        adjust_stock(counts=[Count(number, place, shelf.sku.pk, counted)], note="", actor=ACTOR, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE inventory_move DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM inventory_move WHERE cause NOT IN ('adjust_stock')")
        cursor.execute("ALTER TABLE inventory_move ENABLE TRIGGER USER")
    (wrong,) = balances_are_moves()
    first = Move.objects.get(cause="adjust_stock", cause_id=1)
    assert wrong.what == f"9 on hand, the moves sum to -1; below zero after inventory_move {first.pk}"


def test_a_balance_that_is_missing(shelf):
    Balance.objects.filter(location=shelf.place("P-01")).delete()
    (wrong,) = balances_are_moves()
    assert wrong.record.startswith("inventory_balance missing")


def test_a_claim_nobody_holds(shelf):
    Availability.objects.update(claimed=3)
    (wrong,) = claimed_is_held()
    assert wrong.what == "3 claimed, 0 held by claims"
