"""Whose a parcel on its way is: columns of its own, equal to the parcel's whatever is written."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from zhanggui.fulfilment.models import Parcel
from zhanggui.inventory.testing import make_warehouse
from zhanggui.logistics.models import Anomaly, Track
from zhanggui.logistics.tests.tracking.conftest import hours
from zhanggui.logistics.tests.tracking.test_anomalies import look
from zhanggui.orders.testing import ACTOR, make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost(tracks):
    """A parcel that nobody collects, with its anomaly."""
    (track,) = tracks(collect_by=hours(20), ship_by=hours(1))
    look(hours(15))
    return track


def scopes(model):
    return set(model.objects.values_list("shop_id", "warehouse_id"))


def test_the_flows_write_whose_it_is(lost):
    own = {(lost.parcel.shop_id, lost.parcel.warehouse_id)}
    assert (scopes(Track), scopes(Anomaly)) == (own, own)


@pytest.mark.parametrize("limit", ["shop_ids", "warehouse_ids"])
@pytest.mark.parametrize("model", [Track, Anomaly])
def test_who_is_limited_sees_their_own(lost, model, limit):
    own = lost.parcel.shop_id if limit == "shop_ids" else lost.parcel.warehouse_id
    for seen, expected in ((own, 1), (own + 1, 0)):
        limits: dict[str, Any] = {limit: frozenset({seen})}
        assert model.objects.visible_to(replace(ACTOR, **limits)).count() == expected


@pytest.mark.parametrize("column", ["shop_id", "warehouse_id"])
@pytest.mark.parametrize("model", [Track, Anomaly])
def test_the_database_refuses_another_scope(lost, model, column):
    other = make_shop().pk if column == "shop_id" else make_warehouse().pk
    with pytest.raises(IntegrityError, match="another shop or warehouse"), transaction.atomic():
        model.objects.update(**{column: other})


def test_a_parcel_that_moves_takes_its_way_along(lost):
    shop, warehouse = make_shop(), make_warehouse()
    Parcel.objects.filter(pk=lost.parcel_id).update(shop=shop, warehouse=warehouse)
    assert scopes(Track) == scopes(Anomaly) == {(shop.pk, warehouse.pk)}
