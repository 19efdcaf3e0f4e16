"""What a code on goods stands for."""

from zhanggui.catalog.models import Barcode
from zhanggui.inventory.models import UniqueCode


def goods_of(code: str) -> tuple[int, int] | None:
    """The SKU, and how many pieces of it: a barcode's, or the one piece that has this unique code."""
    if found := Barcode.objects.filter(code=code).values_list("sku_id", "pieces").first():
        return found
    sku_id = UniqueCode.objects.filter(code=code).values_list("sku_id", flat=True).first()
    return None if sku_id is None else (sku_id, 1)


def code_of_piece(code: str) -> str:
    """The code itself where it names one piece, empty where it is a barcode."""
    barcodes = Barcode.objects.filter(code=code).values("code")
    return code if UniqueCode.objects.filter(code=code).exclude(code__in=barcodes).exists() else ""


def sku_of(code: str) -> int | None:
    found = goods_of(code)
    return found[0] if found else None
