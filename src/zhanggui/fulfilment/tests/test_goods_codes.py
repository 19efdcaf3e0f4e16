"""What a code on goods stands for: every station reads it alike."""

import pytest

from zhanggui.catalog.models import Barcode
from zhanggui.fulfilment.goods_codes import goods_of, piece_of, sku_of
from zhanggui.inventory.models import UniqueCode

pytestmark = pytest.mark.django_db


def pieces(code):
    return list(piece_of(code).values_list("code", flat=True))


def test_a_barcode_means_its_pieces_and_a_unique_code_its_one(coded):
    Barcode.objects.create(code="BOX", sku=coded.a, pieces=12)
    assert (goods_of("BOX"), sku_of("BOX"), pieces("BOX")) == ((coded.a.pk, 12), coded.a.pk, [])
    assert (goods_of("SN1"), sku_of("SN1"), pieces("SN1")) == ((coded.a.pk, 1), coded.a.pk, ["SN1"])
    assert (goods_of("?"), sku_of("?"), pieces("?")) == (None, None, [])


def test_who_reads_a_barcode_means_no_piece(coded):
    other = UniqueCode.objects.exclude(sku=coded.a)[0].sku
    Barcode.objects.create(code="SN1", sku=other, pieces=3)
    assert (goods_of("SN1"), pieces("SN1")) == ((other.pk, 3), [])
