from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.models import Barcode, Sku
from zhanggui.catalog.queries import plan_sku_import
from zhanggui.catalog.rules.barcodes import BarcodeBad, BarcodeTaken, BarcodeUnreadable
from zhanggui.catalog.rules.sku_rows import (
    BadPrice,
    BadWeight,
    CodeRepeated,
    CostNotYours,
    MissingCode,
    MissingName,
    SkuRow,
    TooLong,
)
from zhanggui.catalog.testing import ACTOR, AT
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.models import Fact

pytestmark = pytest.mark.django_db

TEA = SkuRow(
    code="TEA-250",
    product_code="TEA",
    product_name="龙井",
    category="茶叶",
    spec="250克",
    barcodes=("6901234567892",),
    weight_g=280,
    price=Decimal("68.00"),
    floor_price=Decimal("50.00"),
    cost=Decimal("31.1250"),
    picture="tea.jpg",
    row=2,
)


def bring(*rows, actor=ACTOR):
    return import_skus(rows=rows, actor=actor, at=AT)


def test_a_new_sku_with_all_it_has():
    assert bring(TEA).done == ["TEA-250"]
    sku = Sku.objects.select_related("product__category").get(code="TEA-250")
    assert (sku.product.code, sku.product.name, str(sku.product.category)) == ("TEA", "龙井", "茶叶")
    assert (sku.spec, sku.weight_g, sku.price, sku.cost) == ("250克", 280, Decimal("68.00"), Decimal("31.1250"))
    assert list(sku.barcodes.values_list("code", "pieces")) == [("6901234567892", 1)]
    told = Fact.objects.filter(name="catalog.sku.added", subject_id=sku.pk)
    assert list(told.values_list("data", flat=True)) == [{"code": "TEA-250"}]


def test_the_same_again_changes_nothing():
    bring(TEA)
    facts = Fact.objects.count()
    assert bring(TEA).done == ["TEA-250"]
    assert Fact.objects.count() == facts


def test_what_a_row_leaves_out_stays():
    bring(TEA)
    assert bring(SkuRow(code="TEA-250", price=Decimal("70.00"), barcodes=("TEA-BOX",))).done == ["TEA-250"]
    sku = Sku.objects.get(code="TEA-250")
    assert (sku.price, sku.cost, sku.product.name) == (Decimal("70.00"), Decimal("31.1250"), "龙井")
    assert set(sku.barcodes.values_list("code", flat=True)) == {"6901234567892", "TEA-BOX"}
    changed = Fact.objects.filter(name="catalog.sku.changed", subject_id=sku.pk)
    assert list(changed.values_list("data", flat=True)) == [{"fields": ["barcodes", "price"]}]


def test_rows_of_one_product_agree():
    big = SkuRow(code="TEA-500", product_code="TEA", product_name="another name", row=3)
    assert bring(TEA, big).done == ["TEA-250", "TEA-500"]
    assert Sku.objects.get(code="TEA-500").product.name == "龙井"


def test_a_plan_tells_what_would_happen_and_does_nothing():
    bring(TEA)
    rows = [
        TEA,
        SkuRow(code="NEW", product_name="新品", row=3),
        SkuRow(code="TEA-250", row=4),
        SkuRow(code="", row=5),
    ]
    plan = plan_sku_import(rows=rows, actor=ACTOR)
    assert [sku.code for sku in plan.new] == ["NEW"]
    assert plan.same == ["TEA-250"]
    assert plan.changed == []
    assert plan.refused == {"TEA-250#4": CodeRepeated(sku="TEA-250"), "#5": MissingCode(row=5)}
    assert not Sku.objects.filter(code="NEW").exists()
    (change,) = plan_sku_import(rows=[SkuRow(code="TEA-250", weight_g=300)], actor=ACTOR).changed
    assert change.fields == ("weight_g",)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"product_name": None}, MissingName),
        ({"product_name": "名" * 201}, TooLong),
        ({"price": Decimal("-1")}, BadPrice),
        ({"price": Decimal("1.005")}, BadPrice),
        ({"price": Decimal("1E+10")}, BadPrice),
        ({"cost": Decimal("NaN")}, BadPrice),
        ({"weight_g": -1}, BadWeight),
        ({"barcodes": ("6901234567893",)}, BarcodeBad),
        ({"barcodes": ("6.90123E+12",)}, BarcodeUnreadable),
        ({"barcodes": ("茶",)}, BarcodeUnreadable),
    ],
)
def test_a_bad_row_does_not_keep_the_others_out(fields, refusal):
    bad = SkuRow(**{"code": "BAD", "product_name": "坏", **fields})
    outcome = bring(bad, TEA)
    assert outcome.done == ["TEA-250"]
    assert isinstance(outcome.refused["BAD"], refusal)


def test_a_barcode_belongs_to_one_sku():
    bring(TEA)
    thief = SkuRow(code="THIEF", product_name="x", barcodes=TEA.barcodes)
    twins = [SkuRow(code=code, product_name="x", barcodes=("TWIN",)) for code in ("T1", "T2")]
    outcome = bring(thief, *twins)
    assert outcome.done == ["T1"]
    assert outcome.refused == {
        "THIEF": BarcodeTaken(sku="THIEF", barcode="6901234567892", other="TEA-250"),
        "T2": BarcodeTaken(sku="T2", barcode="TWIN", other="T1"),
    }
    assert Barcode.objects.get(code="TWIN").sku.code == "T1"


def test_a_cost_is_set_only_by_those_who_see_costs():
    clerk = Actor(name="Bob", grants=frozenset({"import_skus"}))
    free = SkuRow(code="FREE", product_name="x", price=Decimal(1))
    outcome = bring(TEA, free, actor=clerk)
    assert outcome.done == ["FREE"]
    assert outcome.refused == {"TEA-250": CostNotYours(sku="TEA-250")}


def test_as_many_statements_for_a_hundred_as_for_one():
    def sent(count, letter):
        rows = [
            SkuRow(code=f"{letter}{n}", product_name="x", category="茶叶", barcodes=(f"{letter}B{n}",))
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as statements:
            bring(*rows)
        return len(statements)

    assert sent(1, "A") == sent(100, "B") <= 18  # the last one: lines waiting for these codes are matched by a job
