"""What a code on goods stands for, as the scans of all stations read it."""

from django.db.models import BigIntegerField, QuerySet
from django.db.models.expressions import RawSQL

from zhanggui.inventory.models import UniqueCode
from zhanggui.kernel.bulk import fetch_rows

_GOODS = "SELECT sku_id, pieces FROM fulfilment_goods_of_code(%s)"
_PIECE = "(SELECT code_id FROM fulfilment_goods_of_code(%s))"


def goods_of(code: str) -> tuple[int, int] | None:
    """The SKU, and how many pieces of it: a barcode's, or the one piece that has this unique code."""
    for sku_id, pieces in fetch_rows(_GOODS, [code]):
        return sku_id, pieces
    return None


def sku_of(code: str) -> int | None:
    found = goods_of(code)
    return found[0] if found else None


def piece_of(code: str) -> QuerySet[UniqueCode]:
    """The piece that has this unique code, if it is one: who reads a barcode means no piece."""
    return UniqueCode.objects.filter(pk=RawSQL(_PIECE, [code], output_field=BigIntegerField()))


def code_of_piece(code: str) -> str:
    """The code itself where it names one piece, empty where it is a barcode."""
    return code if piece_of(code).exists() else ""
