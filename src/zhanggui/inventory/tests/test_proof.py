"""A record made wrong behind the flows' back is named."""

import pytest

from zhanggui.inventory.flows.claim_stock import claim_stock
from zhanggui.inventory.models import Availability, Balance
from zhanggui.inventory.proof import (
    PROOFS,
    balances_are_moves,
    claimed_is_held,
    sellable_is_what_lies_there,
)
from zhanggui.inventory.rules import Want
from zhanggui.inventory.testing import ACTOR, AT

pytestmark = pytest.mark.django_db


def test_nothing_is_wrong(shelf):
    claim_stock(cause="line", wants=[Want(1, 1, shelf.warehouse.pk, shelf.sku.pk, 4)], actor=ACTOR, at=AT)
    assert [wrong for proof in PROOFS for wrong in proof()] == []


def test_a_balance_off_the_moves(shelf):
    Balance.objects.filter(location=shelf.place("P-01")).update(on_hand=11)
    (wrong,) = balances_are_moves()
    assert wrong.what == "11 on hand, the moves sum to 10"
    assert [found.what for found in sellable_is_what_lies_there()] == ["10 sellable, 11 lie in sellable places"]


def test_a_balance_that_is_missing(shelf):
    Balance.objects.filter(location=shelf.place("P-01")).delete()
    (wrong,) = balances_are_moves()
    assert wrong.record.startswith("inventory_balance missing")


def test_a_claim_nobody_holds(shelf):
    Availability.objects.update(claimed=3)
    (wrong,) = claimed_is_held()
    assert wrong.what == "3 claimed, 0 held by claims"
