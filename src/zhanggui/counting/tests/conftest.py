"""Two bins with goods, and every promise of stock and counting proved afterwards."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from zhanggui.catalog.models import Sku
from zhanggui.catalog.testing import make_skus
from zhanggui.counting.proof import PROOFS
from zhanggui.inventory.models import Balance
from zhanggui.inventory.proof import PROOFS as STOCK_PROOFS
from zhanggui.inventory.testing import make_stock, make_warehouse, place_of
from zhanggui.people.models import Warehouse


class Room(NamedTuple):
    """`sku` lies in P-01 (10 pieces), `other` in P-02 (4 pieces)."""

    warehouse: Warehouse
    sku: Sku
    other: Sku

    def place(self, code: str) -> int:
        return place_of(self.warehouse, code)

    def lying(self, code: str, sku: Sku) -> int:
        row = Balance.objects.filter(location=self.place(code), sku=sku).first()
        return row.on_hand if row else 0


@pytest.fixture
def room(db: None) -> Room:
    warehouse = make_warehouse(bins=4)
    sku, other = make_skus(2)
    make_stock(warehouse, {sku.pk: 10}, place="P-01")
    make_stock(warehouse, {other.pk: 4}, place="P-02")
    return Room(warehouse, sku, other)


@pytest.fixture
def proved(db: None) -> Iterator[None]:
    yield
    assert [wrong for proof in (*STOCK_PROOFS, *PROOFS) for wrong in proof()] == []
