"""Lines that wait for a SKU get it when the catalog knows their code."""

from typing import Any

import pytest

from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.models import Sku
from zhanggui.catalog.rules.sku_rows import SkuRow
from zhanggui.orders.flows.match_lines import match_lines
from zhanggui.orders.jobs import match_new_skus
from zhanggui.orders.models import OrderLine
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def add_sku(code: str) -> Sku:
    import_skus(rows=[SkuRow(code=code, product_name=code, category="茶叶")], **BY)
    return Sku.objects.get(code=code)


def test_a_new_sku_finds_the_lines_that_waited_for_its_code():
    make_orders(make_shop(), [channel_order("N1", {"NEW": 1, "OTHER": 2})])
    sku = add_sku("NEW")
    match_new_skus(ids=[sku.pk])
    assert dict(OrderLine.objects.values_list("sku_code", "sku_id")) == {"NEW": sku.pk, "OTHER": None}


def test_a_code_without_a_sku_is_refused():
    make_orders(make_shop(), [channel_order("N1", {"NEW": 1})])
    outcome = match_lines(sku_codes=["NEW"], **BY)
    assert outcome.done == []
    assert outcome.refused["NEW"].sentence
