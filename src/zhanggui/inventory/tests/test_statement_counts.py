"""A flow sends the same number of statements for one document and for a hundred."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.flows.claim_stock import claim_stock
from zhanggui.inventory.flows.open_locations import open_locations
from zhanggui.inventory.flows.pick_claimed import pick_claimed
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.flows.promise_picks import promise_picks
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.flows.release_claims import release_claims
from zhanggui.inventory.flows.unpromise_picks import unpromise_picks
from zhanggui.inventory.rules import PickWant, Posting, Want
from zhanggui.inventory.rules.counts import Count
from zhanggui.inventory.rules.places import Place
from zhanggui.inventory.testing import ACTOR, AT, make_stock, make_warehouse, place_of

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def everyday(count: int, base: int) -> dict[str, int]:
    """One run through all flows on `count` SKUs; the statements each flow sent, without one per room that listens."""
    warehouse = make_warehouse()
    here, bin_, pack, storage = warehouse.pk, *(place_of(warehouse, code) for code in ("P-01", "PACK", "S-01"))
    ids = [(base + number, sku.pk) for number, sku in enumerate(make_skus(count))]
    make_stock(warehouse, {sku: 9 for _, sku in ids})
    sent = {}

    def count_statements(flow, **arguments):
        with CaptureQueriesContext(connection) as statements:
            result = flow(**arguments, **BY)
        sent[flow.__name__] = sum("procrastinate_defer_jobs" not in each["sql"] for each in statements)
        return result

    count_statements(open_locations, places=[Place(here, f"N-{number}", "storage") for number, _ in ids])
    count_statements(receive_goods, receipts=[Receipt(number, bin_, sku, 2) for number, sku in ids])
    count_statements(claim_stock, cause="line", wants=[Want(number, number, here, sku, 2) for number, sku in ids])
    wants = [PickWant((number, sku), here, sku, 2) for number, sku in ids]
    plans = count_statements(promise_picks, wants=wants)
    picks = [Posting(plan.key[0], plan.key[1], plan.location_id, pack, 2) for plan in plans]
    causes = [number for number, _ in ids]
    count_statements(pick_claimed, cause="pick", moves=picks, claim_cause="line", claim_cause_ids=causes)
    claim_stock(cause="again", wants=[Want(number, number, here, sku, 1) for number, sku in ids], **BY)
    count_statements(release_claims, cause="again", cause_ids=causes)
    promise_picks(wants=wants, **BY)
    count_statements(unpromise_picks, picks=[(bin_, sku, "", 2) for _, sku in ids])
    count_statements(post_moves, cause="move", moves=[Posting(number, sku, bin_, storage, 1) for number, sku in ids])
    count_statements(adjust_stock, counts=[Count(number, bin_, sku, 1) for number, sku in ids], note="")
    return sent


@pytest.mark.django_db
def test_as_many_statements_for_a_hundred_as_for_one():
    one, hundred = everyday(1, 10_000), everyday(100, 20_000)
    assert one == hundred
    assert max(one.values()) <= 23
    assert one["claim_stock"] <= 6
