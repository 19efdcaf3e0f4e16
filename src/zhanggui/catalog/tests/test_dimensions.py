"""How big a SKU is: read from files in either unit, kept, shown and written out again."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest

from zhanggui.catalog.columns import export_table
from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.models import Sku
from zhanggui.catalog.queries import plan_sku_import, sku_rows
from zhanggui.catalog.reading import read_skus
from zhanggui.catalog.rules.sku_rows import BadMeasure, SkuRow, volume_of
from zhanggui.catalog.testing import ACTOR, AT, make_skus


def rows_of(*rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return read_skus(out.getvalue().encode("utf-8-sig"))


def size(sku):
    sku.refresh_from_db()
    return sku.length_mm, sku.width_mm, sku.height_mm, sku.volume_cm3


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (["长(毫米)", "宽(mm)", "高（毫米）"], ["300", "200", "101"]),
        (["长(厘米)", "宽", "高(cm)"], ["30", "20.0", "10.1"]),
        (["长", "宽(mm)", "height (cm)"], ["300mm", "20cm", "10.1"]),
    ],
)
def test_sides_are_read_in_either_unit(headings, cells):
    (row,) = rows_of(["商家编码", *headings], ["A", *cells]).rows
    assert (row.length_mm, row.width_mm, row.height_mm) == (300, 200, 101)


@pytest.mark.parametrize(("heading", "cell"), [("长(厘米)", "1.005"), ("宽(mm)", "2.5"), ("体积", "1.5"), ("高", "x")])
def test_what_is_no_measure_is_named(heading, cell):
    assert isinstance(rows_of(["商家编码", heading], ["A", cell]).refused["A"], BadMeasure)


def test_three_sides_give_the_volume_and_a_measured_one_counts_before(db):
    (sku,) = make_skus(1, length_mm=300, width_mm=200, height_mm=101)
    assert size(sku) == (300, 200, 101, 6060)
    assert volume_of(1, 1, 1) == 1

    import_skus(rows=[SkuRow(sku.code, volume_cm3=1500)], actor=ACTOR, at=AT)
    assert size(sku) == (300, 200, 101, 1500)
    import_skus(rows=[SkuRow(sku.code, weight_g=1)], actor=ACTOR, at=AT)
    assert size(sku) == (300, 200, 101, 1500)
    import_skus(rows=[SkuRow(sku.code, height_mm=100)], actor=ACTOR, at=AT)
    assert size(sku) == (300, 200, 100, 6000)


def test_one_side_alone_says_nothing_of_the_volume(db):
    (sku,) = make_skus(1, volume_cm3=70)
    import_skus(rows=[SkuRow(sku.code, length_mm=100)], actor=ACTOR, at=AT)
    assert size(sku) == (100, 0, 0, 70)


def test_what_is_written_out_changes_nothing_when_it_comes_back(db):
    make_skus(2, length_mm=300, width_mm=200, height_mm=101)
    make_skus(1, volume_cm3=77)
    table = list(export_table(sku_rows(Sku.objects.all(), actor=ACTOR), actor=ACTOR))
    assert table[0][7:11] == ["长(毫米)", "宽(毫米)", "高(毫米)", "体积(立方厘米)"]
    plan = plan_sku_import(rows=rows_of(*table).rows, actor=ACTOR)
    assert (len(plan.same), plan.changed, plan.refused) == (3, [], {})


@pytest.mark.parametrize("field", ["length_mm", "width_mm", "height_mm", "volume_cm3"])
def test_a_measure_nothing_has_is_refused(db, field):
    measure: dict[str, Any] = {field: 30_000_000}
    row = replace(SkuRow("A", product_name="a"), **measure)
    outcome = import_skus(rows=[row], actor=ACTOR, at=AT)
    assert isinstance(outcome.refused["A"], BadMeasure)
