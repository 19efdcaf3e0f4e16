"""A SKU is found by whatever of it someone types."""

from time import perf_counter
from typing import Any

import pytest
from django.db import connection

from zhanggui.catalog.finding import find_skus
from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.models import Sku
from zhanggui.catalog.rules.search_words import search_words
from zhanggui.catalog.rules.sku_rows import SkuRow
from zhanggui.catalog.testing import ACTOR, AT


def test_words_of_a_sku():
    words = search_words(code="CUP-01", name="重庆保温杯 iPhone版", spec="红色", barcodes=["6901234567892"])
    assert {
        "cup-01",
        "cup",
        "01",
        "6901234567892",
        "保温杯iphone版",
        "cqbwbiphoneb",
        "bwbiphoneb",
        "iphone版",
        "hs",
        "红色",
    } <= set(words)


def bring_in(**fields: Any) -> None:
    usual: dict[str, Any] = {"product_name": "重庆保温杯", "spec": "红色", "barcodes": ("6901234567892",)}
    assert import_skus(rows=[SkuRow(**{"code": "CUP-01", **usual, **fields})], actor=ACTOR, at=AT).refused == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "CUP-01",
        "cup",
        "cup-0",
        "6901234567892",
        "690123",
        "bwb",
        "cqbwb",
        "保温",
        "温杯",
        "bwb hs",
        "杯 红",
        "ＢＷＢ",
        "重庆保温杯",
    ],
)
def test_it_is_found(typed):
    bring_in()
    bring_in(code="TEE-9", product_name="圆领衫", spec="白", barcodes=("111",))
    assert [sku.code for sku in find_skus(typed)] == ["CUP-01"]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "  ", "zzz", "'; drop", "\\", "a':* | 'b", "bwb zzz", "\0"])
def test_it_is_not_found(typed):
    bring_in()
    assert find_skus(typed) == []


@pytest.mark.django_db
def test_its_own_code_and_barcode_come_first():
    bring_in(code="A1", product_name="A1 配件", barcodes=("77",))
    bring_in(code="A1-LONG", product_name="A", barcodes=("A12",))
    assert [sku.code for sku in find_skus("a1")] == ["A1", "A1-LONG"]
    assert [sku.code for sku in find_skus("A12")] == ["A1-LONG"]


@pytest.mark.django_db
def test_a_new_name_and_a_sku_off_sale():
    bring_in(product_code="CUP")
    bring_in(code="CUP-02", product_code="CUP", product_name="闷烧罐", barcodes=())
    assert {sku.code for sku in find_skus("mss")} | {sku.code for sku in find_skus("msg")} == {"CUP-01", "CUP-02"}
    Sku.objects.filter(code="CUP-02").update(is_active=False)
    assert [sku.code for sku in find_skus("msg")] == ["CUP-01"]


@pytest.mark.django_db
def test_it_is_found_at_once_among_many():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO catalog_product (code, name, picture) VALUES ('BIG', '大货', '') RETURNING id")
        (product,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO catalog_sku (product_id, code, spec, price, floor_price, cost, weight_g, is_active,"
            " search_words) SELECT %s, 'BIG-' || n, '', 1, 0, 0, 0, true,"
            " array_to_tsvector(ARRAY['big-' || n, 'big', n::text, 'dh', 'h', '大货', '货'])"
            " FROM generate_series(1, 20000) AS n",
            [product],
        )
        cursor.execute("ANALYZE catalog_sku")
    bring_in()
    for typed in ("b", "big-199", "dh", "货", "bwb"):
        find_skus(typed)
        begun = perf_counter()
        assert find_skus(typed)
        assert perf_counter() - begun < 0.5
