"""The demo company has something to choose from."""

from decimal import Decimal

import pytest

from zhanggui.demo.couriers import FAST, USUAL, open_couriers
from zhanggui.fulfilment.flows.set_freight_tables import set_freight_tables
from zhanggui.fulfilment.places.books import load_tables
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.rules.freight import quote
from zhanggui.inventory.testing import make_warehouse
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db


def test_the_usual_courier_is_cheaper_the_other_faster():
    warehouse = make_warehouse()
    open_couriers(warehouse.pk, actor=ACTOR, at=AT)
    tables = {table.carrier: table for table in load_tables()}
    for state in ("浙江省", "广东省", "新疆维吾尔自治区"):
        usual, fast = (quote(tables[carrier], Area(state), grams=900) for carrier in (USUAL, FAST))
        assert usual.fee < fast.fee
        assert (usual.days or 0) > (fast.days or 0)


def test_prices_of_the_company_are_left_alone():
    warehouse = make_warehouse()
    open_couriers(warehouse.pk, actor=ACTOR, at=AT)
    (usual,) = [table for table in load_tables() if table.carrier == USUAL]
    own = usual._replace(remote_fee=Decimal("7.00"))
    set_freight_tables(tables=[own], actor=ACTOR, at=AT)
    open_couriers(warehouse.pk, actor=ACTOR, at=AT)
    assert own in load_tables()
