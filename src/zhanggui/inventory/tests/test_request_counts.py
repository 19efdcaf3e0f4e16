"""A bin is to be counted: it is avoided, what is missing is held, a count answers."""

from typing import Any

import pytest

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.flows.hold_missing import hold_missing
from zhanggui.inventory.flows.request_counts import CountAsk, request_counts
from zhanggui.inventory.models import Availability, CountRequest
from zhanggui.inventory.queries import free_bins
from zhanggui.inventory.rules.counts import Count
from zhanggui.inventory.testing import ACTOR, AT, make_stock, make_warehouse, place_of

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@pytest.fixture
def bin_of_ten():
    warehouse, sku = make_warehouse(), make_skus()[0]
    make_stock(warehouse, {sku.pk: 10})
    return warehouse, sku, place_of(warehouse, "P-01")


def ask(sku, place, found=1, reason="not_found", expected=4):
    return request_counts(asks=[CountAsk(place, sku.pk, "", reason, expected, found)], **BY)


def free(warehouse, sku):
    return sum(place.free for place in free_bins([(warehouse.pk, sku.pk)], on=AT.date()))


def test_nobody_is_sent_there_until_it_is_counted(bin_of_ten):
    warehouse, sku, place = bin_of_ten
    ask(sku, place)
    assert free(warehouse, sku) == 0
    adjust_stock(counts=[Count(1, place, sku.pk, 7)], note="count", **BY)
    assert free(warehouse, sku) == 7
    assert CountRequest.objects.get().state == "counted"


def test_asked_twice_it_waits_once(bin_of_ten):
    _, sku, place = bin_of_ten
    assert ask(sku, place).done == ask(sku, place).done
    assert CountRequest.objects.count() == 1


def test_what_is_missing_is_claimed_once_and_no_more_than_is_free(bin_of_ten):
    warehouse, sku, place = bin_of_ten
    ask(sku, place, found=1, expected=40)
    hold_missing(location_ids=[place], **BY)
    hold_missing(location_ids=[place], **BY)
    assert Availability.objects.get(warehouse=warehouse, sku=sku).claimed == 10


def test_a_count_of_another_sku_answers_nothing(bin_of_ten):
    _, sku, place = bin_of_ten
    ask(sku, place)
    adjust_stock(counts=[Count(1, place, make_skus()[0].pk, 7)], note="count", **BY)
    assert CountRequest.objects.get().state == "to_count"


@pytest.mark.parametrize(
    ("wanted", "code"), [({"found": 4}, "nothing_missing"), ({"reason": "lazy"}, "count_reason_unknown")]
)
def test_what_is_no_shortage_is_refused(bin_of_ten, wanted, code):
    _, sku, place = bin_of_ten
    assert [why.code() for why in ask(sku, place, **wanted).refused.values()] == [code]
