"""One SKU lying in one warehouse, and a world whose transactions are real."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from zhanggui.catalog.models import Sku
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.models import Availability, Balance
from zhanggui.inventory.proof import PROOFS
from zhanggui.inventory.testing import make_stock, make_warehouse, place_of
from zhanggui.people.models import Warehouse


class Shelf(NamedTuple):
    warehouse: Warehouse
    sku: Sku

    def place(self, code: str) -> int:
        return place_of(self.warehouse, code)

    def availability(self) -> tuple[int, int]:
        """Sellable and claimed."""
        row = Availability.objects.get(warehouse=self.warehouse, sku=self.sku)
        return row.sellable, row.claimed

    def lying(self, code: str) -> tuple[int, int]:
        """On hand and promised in one place."""
        row = Balance.objects.filter(location=self.place(code), sku=self.sku).first()
        return (row.on_hand, row.promised) if row else (0, 0)


@pytest.fixture
def shelf(db: None) -> Shelf:
    """Ten pieces on the first picking face."""
    shelf = Shelf(make_warehouse(), make_skus()[0])
    make_stock(shelf.warehouse, {shelf.sku.pk: 10})
    return shelf


@pytest.fixture
def proved() -> Iterator[None]:
    """Whatever the test did, every sum of stock is right afterwards."""
    yield
    assert [wrong for proof in PROOFS for wrong in proof()] == []
