"""What stock was worth at a day, and what a piece costs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.rules.bundles import BundleDraft
from zhanggui.catalog.testing import make_skus
from zhanggui.costing.flows.choose_method import choose_method
from zhanggui.costing.queries import costs_sent, unit_costs, values_at
from zhanggui.costing.testing import ACTOR, AT, come_in, go_out, value_all
from zhanggui.inventory.testing import make_warehouse

pytestmark = pytest.mark.django_db


def test_value_at_a_past_day_stays_what_it_was():
    house, (first, second) = make_warehouse(), [sku.pk for sku in make_skus(2)]
    come_in(house, first, 10, "2", at=AT - timedelta(days=70))
    come_in(house, second, 1, "7", at=AT - timedelta(days=3))
    go_out(house, first, 4, at=AT)
    value_all(AT)

    def at(day: date) -> list[tuple[int, int, Decimal]]:
        return [(one.sku_id, one.quantity, one.value) for one in values_at(day)]

    today = date(2026, 11, 11)
    assert at(today - timedelta(days=71)) == []
    assert at(today - timedelta(days=70)) == at(today - timedelta(days=4)) == [(first, 10, Decimal(20))]
    assert at(today - timedelta(days=1)) == [(first, 10, Decimal(20)), (second, 1, Decimal(7))]
    assert at(today) == at(today + timedelta(days=400)) == [(first, 6, Decimal(12)), (second, 1, Decimal(7))]


def test_a_bundle_costs_what_its_parts_cost():
    house, skus = make_warehouse(), make_skus(3)
    part, other, bundle = skus
    come_in(house, part.pk, 10, "2.5")
    come_in(house, other.pk, 1, "7")
    go_out(house, other.pk, 1)
    value_all()
    draft = BundleDraft(bundle.code, ((part.code, 2), (other.code, 1)))
    assert set_bundles(bundles=[draft], actor=ACTOR, at=AT).refused == {}
    assert unit_costs([bundle.pk, part.pk]) == {bundle.pk: Decimal(12), part.pk: Decimal("2.5")}


def test_what_was_sent_cost_what_its_layers_cost():
    choose_method(method="fifo", actor=ACTOR, at=AT)
    house, sku = make_warehouse(), make_skus(1)[0].pk
    come_in(house, sku, 2, "10")
    come_in(house, sku, 2, "16")
    causes = [go_out(house, sku, pieces, cause="ship_parcels") for pieces in (1, 2)]
    assert costs_sent("ship_parcels", causes) == {}
    value_all()
    assert costs_sent("ship_parcels", [*causes, 0]) == {causes[0]: Decimal(10), causes[1]: Decimal(26)}
