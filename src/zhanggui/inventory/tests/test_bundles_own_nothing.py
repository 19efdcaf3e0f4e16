"""A bundle has no stock of its own: what lies there cannot become one, and of one nothing comes in."""

from typing import Any

import pytest
from django.db import connection

from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.models import BundlePart
from zhanggui.catalog.queries import plan_sku_import
from zhanggui.catalog.rules.bundles import BundleDraft, BundleOnStock
from zhanggui.catalog.rules.sku_rows import SkuRow
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.models import Move
from zhanggui.inventory.proof import no_bundle_is_on_stock
from zhanggui.inventory.rules.counts import Count
from zhanggui.inventory.rules.quantities import BundleNotStocked
from zhanggui.inventory.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def test_what_lies_on_stock_cannot_become_a_bundle(shelf):
    (part,) = make_skus(1, prefix="PART")
    draft = BundleDraft(shelf.sku.code, ((part.code, 2),))
    refused = BundleOnStock(sku=shelf.sku.code, pieces=10)
    assert set_bundles(bundles=[draft], **BY).refused == {shelf.sku.code: refused}
    row = SkuRow(shelf.sku.code, product_name="set", parts=draft.parts)
    assert plan_sku_import(rows=[row], actor=ACTOR).refused == {shelf.sku.code: refused}
    assert import_skus(rows=[row], **BY).refused == {shelf.sku.code: refused}

    adjust_stock(counts=[Count(1, shelf.place("P-01"), shelf.sku.pk, 0)], note="sold", **BY)
    assert set_bundles(bundles=[draft], **BY).done == [shelf.sku.code]


def test_of_a_bundle_nothing_comes_in(shelf):
    (bundle,) = make_skus(1, prefix="SET")
    set_bundles(bundles=[BundleDraft(bundle.code, ((shelf.sku.code, 2),))], **BY)
    before, place = Move.objects.count(), shelf.place("P-01")
    refused = BundleNotStocked(sku=bundle.code)
    receipts = [Receipt(1, place, bundle.pk, 3), Receipt(2, place, shelf.sku.pk, 3)]
    outcome = receive_goods(receipts=receipts, **BY)
    assert (outcome.done, outcome.refused) == ([2], {1: refused})
    assert adjust_stock(counts=[Count(3, place, bundle.pk, 4)], note="", **BY).refused == {3: refused}
    assert Move.objects.count() == before + 1


def test_a_bundle_on_stock_is_named_and_can_be_counted_to_zero(shelf):
    """As an older house may have left it."""
    (part,) = make_skus(1, prefix="PART")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        BundlePart.objects.create(bundle=shelf.sku, part=part, quantity=1)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    (wrong,) = no_bundle_is_on_stock()
    assert wrong.what == "10 on hand of a bundle"
    assert adjust_stock(counts=[Count(1, shelf.place("P-01"), shelf.sku.pk, 0)], note="", **BY).done == [1]
    assert list(no_bundle_is_on_stock()) == []
