"""A wave says what its parcels have come to, whoever takes the last one."""

from typing import Any

import pytest

from zhanggui.catalog.testing import make_skus
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Wave
from zhanggui.fulfilment.testing import print_out, take_to
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
pytestmark = pytest.mark.django_db


@pytest.fixture
def waved(db: None) -> list[int]:
    """Two parcels in one wave."""
    (sku,) = make_skus()
    make_stock(make_warehouse(), {sku.pk: 10})
    return take_to("waved", make_orders(make_shop(), [channel_order(skus=[sku.code]) for _ in range(2)]))


def test_a_wave_whose_last_unprinted_parcel_is_stopped_can_be_picked(waved):
    print_out(parcel_ids=waved[:1], **BY)
    stop_parcels(parcel_ids=waved[1:], reason="refund", **BY)

    wave = Wave.objects.get()
    assert (wave.state, wave.parcel_count, wave.units) == ("printed", 1, 1)
    assert pick_waves(wave_ids=[wave.pk], **BY).refused == {}


def test_a_wave_that_loses_all_parcels_is_cancelled(waved):
    stop_parcels(parcel_ids=waved, reason="refund", **BY)
    wave = Wave.objects.get()
    assert (wave.state, wave.parcel_count, wave.units) == ("cancelled", 0, 0)


def test_a_wave_waits_for_its_last_label(waved):
    print_out(parcel_ids=waved[:1], **BY)
    assert Wave.objects.get().state == "open"
    print_out(parcel_ids=waved[1:], **BY)
    assert Wave.objects.get().state == "printed"
