"""A long file needs no more memory than a short one."""

import tracemalloc

import pytest

from zhanggui.connectors.files.orders import read_orders
from zhanggui.connectors.files.tests.making import SIMPLE

HEADING = ",".join(SIMPLE)
ROW = "A-{number},,TEE,T,白,1,5,5,王伟,13800000000,浙江省,杭州市,西湖区,示例路1号,王,,,2025-03-04 09:00:00,,0"


def write_file(path, rows, *, scattered=False):
    orders = rows // 3
    with path.open("w", encoding="gb18030") as out:
        out.write(HEADING + "\n")
        for place in range(rows):
            out.write(ROW.format(number=place % orders if scattered else place // 3) + "\n")
    return path


def peak_of(path):
    """The most bytes held by Python while counting the orders."""
    tracemalloc.start()
    try:
        orders = sum(1 for _ in read_orders(path).orders)
        return orders, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.slow
def test_memory_is_flat(tmp_path):
    few, small = peak_of(write_file(tmp_path / "few.csv", 3_000))
    many, large = peak_of(write_file(tmp_path / "many.csv", 300_000))
    assert (few, many) == (1_000, 100_000)
    assert large - small < 3_000_000


@pytest.mark.slow
def test_memory_is_flat_when_rows_are_scattered(tmp_path):
    few, small = peak_of(write_file(tmp_path / "few.csv", 3_000, scattered=True))
    many, large = peak_of(write_file(tmp_path / "many.csv", 60_000, scattered=True))
    assert (few, many) == (1_000, 20_000)
    assert large - small < 3_000_000
