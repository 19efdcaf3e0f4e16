"""A long file needs no more memory than a short one."""

import subprocess
import sys

import pytest

from zhanggui.connectors.files.tests.making import SIMPLE

HEADING = ",".join(SIMPLE)
ROW = "A-{number},,TEE,T,白,1,5,5,王伟,13800000000,浙江省,杭州市,西湖区,示例路1号,王,,,2025-03-04 09:00:00,,0"
A_FEW_BYTES_EACH = 5_000
"""Kilobytes: one order that was kept would take two or three of them."""
COUNT = """
import resource, sys
from zhanggui.connectors.files.orders import read_orders
print(sum(1 for _ in read_orders(sys.argv[1]).orders), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def write_file(path, rows, *, scattered=False):
    orders = rows // 3
    with path.open("w", encoding="gb18030") as out:
        out.write(HEADING + "\n")
        for place in range(rows):
            out.write(ROW.format(number=place % orders if scattered else place // 3) + "\n")
    return path


def count_apart(path):
    """How many orders, and the most kilobytes a process of its own needed to count them."""
    told = subprocess.run([sys.executable, "-c", COUNT, path], capture_output=True, text=True, check=True)
    orders, kilobytes = told.stdout.split()
    return int(orders), int(kilobytes)


@pytest.mark.slow
def test_memory_is_flat(tmp_path):
    few, small = count_apart(write_file(tmp_path / "few.csv", 15_000))
    many, large = count_apart(write_file(tmp_path / "many.csv", 90_000))
    assert (few, many) == (5_000, 30_000)
    assert large - small < A_FEW_BYTES_EACH


@pytest.mark.slow
def test_memory_is_flat_when_rows_are_scattered(tmp_path):
    few, small = count_apart(write_file(tmp_path / "few.csv", 15_000, scattered=True))
    many, large = count_apart(write_file(tmp_path / "many.csv", 60_000, scattered=True))
    assert (few, many) == (5_000, 20_000)
    assert large - small < A_FEW_BYTES_EACH
