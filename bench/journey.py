"""A grocer's whole year, 1.47 million real order lines, from files into the database: speed, memory, equal totals."""

import csv
from collections.abc import Callable
from decimal import Decimal
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from django.db.models import Sum

from bench.figures import forget_peak, peak_mib
from bench.ours import check_done
from bench.same_rows import RowsDiffer
from bench.world import AT
from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.rules.sku_rows import SkuRow
from zhanggui.connectors.files.orders import read_orders
from zhanggui.connectors.files.testing.completejourney import SKU_COLUMNS, write_all
from zhanggui.kernel.actor import system_actor
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.models import OrderLine
from zhanggui.people.models import Shop

CHUNK = 1_000
SKU_CHUNK = 5_000
ACTOR = system_actor("bench")


def run_journey(tell: Callable[[str], None]) -> None:
    """Raises when a line or a piece is lost."""
    with TemporaryDirectory() as folder:
        totals = write_all(folder)
        tell(f"the year is written: {totals.baskets:,} baskets, {totals.lines:,} lines")
        _import_skus(totals.skus_path)
        tell(f"{totals.skus:,} SKUs are in")
        shop = Shop.objects.create(code="grocer", name="Grocer", channel="files")
        forget_peak()
        started = perf_counter()
        file = read_orders(totals.orders_path)
        while chunk := list(islice(file.orders, CHUNK)):
            check_done(import_orders(shop_id=shop.pk, orders=chunk, source="bench", actor=ACTOR, at=AT))
        seconds = perf_counter() - started
    stored = OrderLine.objects.filter(order__shop=shop)
    found = (stored.values("order_id").distinct().count(), stored.count(), stored.aggregate(sum=Sum("ordered"))["sum"])
    if found != (totals.baskets, totals.lines, totals.units) or file.row_errors:
        raise RowsDiffer(
            f"{found} of {(totals.baskets, totals.lines, totals.units)}, {len(file.row_errors)} row errors"
        )
    tell(
        f"the year is in: {totals.lines / seconds:,.0f} lines/s, peak {peak_mib():.0f} MiB, every line and piece there"
    )


def _import_skus(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as table:
        rows = iter(csv.DictReader(table))
        while chunk := list(islice(rows, SKU_CHUNK)):
            import_skus(rows=[_sku(row) for row in chunk], actor=ACTOR, at=AT)


def _sku(row: dict[str, str]) -> SkuRow:
    code, name, spec, barcode, _, category, weight, price = (row[column] for column in SKU_COLUMNS)
    return SkuRow(
        code=code, product_name=name or code, category=category or None, spec=spec, barcodes=(barcode,),
        weight_g=int(weight), price=Decimal(price),
    )  # fmt: skip
