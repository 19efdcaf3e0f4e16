"""Many connections at once: one piece is sold once, and nobody waits for somebody who waits for him."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.claim_stock import claim_stock
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.flows.release_claims import release_claims
from zhanggui.inventory.models import Availability, Claim
from zhanggui.inventory.proof import PROOFS
from zhanggui.inventory.rules import Posting, Want
from zhanggui.inventory.testing import ACTOR, AT, make_stock, make_warehouse, place_of

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def at_once(task: Callable[[int], Any], times: int) -> list[Any]:
    """`task` run by eight threads, each on a connection of its own."""

    def run(number: int) -> Any:
        try:
            return task(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        return list(pool.map(run, range(times)))


def test_two_hundred_buyers_and_one_piece():
    warehouse, (sku,) = make_warehouse(), make_skus()
    make_stock(warehouse, {sku.pk: 1})

    def buy(number: int) -> int:
        wants = [Want(number, number, warehouse.pk, sku.pk, 1)]
        return len(claim_stock(cause="line", wants=wants, **BY).done)

    assert sum(at_once(buy, 200)) == 1
    assert Claim.objects.count() == 1
    assert Availability.objects.get().claimed == 1


def test_the_same_cause_at_once_claims_and_moves_once():
    warehouse, (sku,) = make_warehouse(), make_skus()
    make_stock(warehouse, {sku.pk: 100})
    bin_, pack = place_of(warehouse, "P-01"), place_of(warehouse, "S-01")

    def repeat(number: int) -> int:
        claim_stock(cause="line", wants=[Want(1, 1, warehouse.pk, sku.pk, 10)], **BY)
        return len(post_moves(cause="move", moves=[Posting(1, sku.pk, bin_, pack, 5)], **BY))

    assert sum(at_once(repeat, 40)) == 1
    assert Availability.objects.get().claimed == 10


def test_shuffled_orders_never_lock_each_other_out():
    warehouse, skus = make_warehouse(), [sku.pk for sku in make_skus(8)]
    make_stock(warehouse, dict.fromkeys(skus, 500))
    bin_, storage, defect = (place_of(warehouse, code) for code in ("P-01", "S-01", "DEFECT"))

    def trade(number: int) -> None:
        shuffled = random.Random(number).sample(skus, 8)
        causes = [number * 100 + place for place in range(8)]
        wants = [Want(cause, number, warehouse.pk, sku, 1) for cause, sku in zip(causes, shuffled, strict=True)]
        claim_stock(cause="line", wants=wants, **BY)
        moves = [Posting(cause, sku, bin_, storage, 1) for cause, sku in zip(causes, shuffled, strict=True)]
        post_moves(cause="move", moves=moves, **BY)
        aside = [Posting(cause, sku, bin_, defect, 1) for cause, sku in zip(causes, reversed(shuffled), strict=True)]
        post_moves(cause="aside", moves=aside, **BY)
        if number % 2:
            release_claims(cause="line", cause_ids=causes[::-1], **BY)

    at_once(trade, 40)
    assert sum(Availability.objects.values_list("claimed", flat=True)) == 20 * 8
    assert [wrong for proof in PROOFS for wrong in proof()] == []
