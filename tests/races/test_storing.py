"""Storekeepers and pickers at once: nothing is carried twice, no bin is overfilled, what was promised stays."""

from functools import partial
from typing import Any

import pytest
from django.conf import settings

from tests.races.at_once import at_once
from tests.world import broken_promises
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.promise_picks import promise_picks
from zhanggui.inventory.models import Balance, Location
from zhanggui.inventory.proof import PROOFS
from zhanggui.inventory.rules.bins import PickWant
from zhanggui.inventory.testing import ACTOR, AT, make_stock, make_warehouse
from zhanggui.storing.flows.move_stock import move_stock
from zhanggui.storing.flows.put_away import put_away
from zhanggui.storing.models import Carry
from zhanggui.storing.testing import carry_of

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]


def test_eight_storekeepers_never_overfill_a_bin():
    warehouse, sku = make_warehouse(), make_skus()[0]
    make_stock(warehouse, {sku.pk: 100}, place="RECEIVE")
    Location.objects.filter(warehouse=warehouse, code="P-01").update(capacity=10)
    tasks = [
        partial(put_away, carries=[carry_of(warehouse, "RECEIVE", "P-01", sku.pk, 3)], **BY) for _number in range(8)
    ]
    done = sum(len(outcome.done) for outcome in at_once(tasks))
    assert done == 3
    assert Balance.objects.get(location__code="P-01", sku=sku).on_hand == 9
    assert broken_promises() == []


def test_the_same_carry_from_eight_hands_is_done_once():
    warehouse, sku = make_warehouse(), make_skus()[0]
    make_stock(warehouse, {sku.pk: 100}, place="RECEIVE")
    carry = carry_of(warehouse, "RECEIVE", "S-01", sku.pk, 7)
    answers = at_once([partial(put_away, carries=[carry], **BY)] * 8)
    assert [outcome.done for outcome in answers] == [[carry.client_id]] * 8
    assert Carry.objects.count() == 1


def test_movers_in_both_directions_and_pickers_leave_every_promise_kept():
    warehouse, sku = make_warehouse(), make_skus()[0]
    for place in ("P-01", "P-02", "RECEIVE"):
        make_stock(warehouse, {sku.pk: 20}, place=place)
    tasks: list[Any] = []
    for number in range(4):
        tasks += [
            partial(move_stock, carries=[carry_of(warehouse, "P-01", "P-02", sku.pk, 4)], **BY),
            partial(move_stock, carries=[carry_of(warehouse, "P-02", "P-01", sku.pk, 5)], **BY),
            partial(put_away, carries=[carry_of(warehouse, "RECEIVE", "P-01", sku.pk, 3)], **BY),
            partial(promise_picks, wants=[PickWant(f"w{number}", warehouse.pk, sku.pk, 9)], **BY),
        ]
    at_once(tasks, hands=8)
    rows = Balance.objects.filter(sku=sku, on_hand__gt=0)
    assert sum(rows.values_list("on_hand", flat=True)) == 60
    assert sum(rows.values_list("promised", flat=True)) == 36
    assert [wrong for proof in PROOFS for wrong in proof()] == []
