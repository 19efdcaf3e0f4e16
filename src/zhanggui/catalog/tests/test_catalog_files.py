"""A catalog goes out to a file and comes back the same."""

import csv
import io
from decimal import Decimal

import pytest
import xlsxwriter

from zhanggui.catalog.columns import COLUMNS, export_table
from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.models import Sku
from zhanggui.catalog.queries import plan_sku_import, sku_rows
from zhanggui.catalog.reading import read_skus
from zhanggui.catalog.rules.barcodes import check_digit
from zhanggui.catalog.rules.sku_rows import BadPrice, BadWeight, SkuRow
from zhanggui.catalog.testing import ACTOR, AT
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.tables import ColumnNotFound, places_of

HEADING = ["商家编码", "款号", "名称", "分类", "规格", "条码", "重量（克）", "售价", "底价", "成本", "图片"]
CELLS = ["TEA-250", "TEA", "龙井", "茶叶", "250克", "6901234567892; TEA-BOX", "280", "¥68.00", "50", "31.125", "t.jpg"]
TEA = SkuRow(
    code="TEA-250",
    product_code="TEA",
    product_name="龙井",
    category="茶叶",
    spec="250克",
    barcodes=("6901234567892", "TEA-BOX"),
    weight_g=280,
    price=Decimal("68.00"),
    floor_price=Decimal(50),
    cost=Decimal("31.125"),
    picture="t.jpg",
    row=2,
)


def text(rows, encoding="utf-8-sig"):
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_text_file(encoding):
    file = read_skus(text([HEADING, CELLS, [""] * 11], encoding))
    assert file.rows == [TEA]
    assert file.refused == {}


def test_a_workbook_with_words_above_the_heading():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["商品资料"])
        sheet.write_row(1, 0, HEADING)
        sheet.write_row(2, 0, CELLS[:6])
        sheet.write_row(2, 6, [280, 68, 50, 31.125])
        sheet.write(2, 10, "t.jpg")
    (row,) = read_skus(out.getvalue()).rows
    assert (row.weight_g, row.price, row.cost, row.row) == (280, Decimal(68), Decimal("31.125"), 3)


def test_english_headings_and_empty_cells():
    (row,) = read_skus(text([["SKU", "Name", "Price", "Barcode"], ["A1", "", "1,234.50", '="0012345"']])).rows
    assert row == SkuRow(code="A1", price=Decimal("1234.50"), barcodes=("0012345",), row=2)


def test_cells_that_are_no_values_name_their_row():
    rows = [["SKU", "售价", "重量"], ["A1", "1.2.3", ""], ["A2", "1", "heavy"], ["", "x", ""], ["A4", "1", "250g"]]
    file = read_skus(text(rows))
    assert [row.code for row in file.rows] == ["A4"]
    assert file.refused == {
        "A1": BadPrice(sku="A1", text="1.2.3"),
        "A2": BadWeight(sku="A2", text="heavy"),
        "#4": BadPrice(sku="", text="x"),
    }


def test_a_file_without_codes():
    with pytest.raises(ColumnNotFound) as refused:
        read_skus(text([["名称", "售价"], ["龙井", "1"]]), name="a.csv")
    assert refused.value.data == {"file": "a.csv", "column": "商家编码", "headings": "名称、售价"}


def test_every_heading_of_ours_is_understood():
    assert list(places_of(HEADING, COLUMNS)) == [
        "code", "product_code", "product_name", "category", "spec", "barcodes", "weight_g", "price", "floor_price",
        "cost", "picture",
    ]  # fmt: skip


def test_check_digits():
    assert [check_digit(twelve) for twelve in ("690123456789", "400638133393", "000000000000")] == ["2", "1", "0"]


@pytest.mark.django_db
def test_what_goes_out_comes_back_the_same():
    import_skus(rows=[TEA], actor=ACTOR, at=AT)
    table = list(export_table(sku_rows(Sku.objects.all(), actor=ACTOR), actor=ACTOR))
    file = read_skus(text(table))
    assert plan_sku_import(rows=file.rows, actor=ACTOR).same == ["TEA-250"]


@pytest.mark.django_db
def test_the_cost_goes_out_only_to_those_who_see_costs():
    import_skus(rows=[TEA], actor=ACTOR, at=AT)
    clerk = Actor(name="Bob", grants=frozenset({"see_catalog"}))
    heading, row = export_table(sku_rows(Sku.objects.all(), actor=clerk), actor=clerk)
    assert "成本" not in heading
    assert not any(cell.startswith("31.1") for cell in row)
