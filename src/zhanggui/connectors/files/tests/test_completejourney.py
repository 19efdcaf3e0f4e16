"""What was written for a proof run is what is read."""

import csv

import pytest

from zhanggui.connectors.files.orders import read_orders
from zhanggui.connectors.files.summary import summarise
from zhanggui.connectors.files.testing.completejourney import check_digit, write_week


def test_check_digit():
    assert check_digit("400638133393") == "1"


@pytest.mark.slow
def test_a_week_of_baskets(tmp_path):
    totals = write_week(tmp_path, week=53)  # the shortest
    file = read_orders(totals.orders_path)
    summary = summarise(file)
    assert (summary.orders, summary.lines, summary.units) == (totals.baskets, totals.lines, totals.units)
    assert summary.amount == totals.amount
    assert file.row_errors == []
    with totals.skus_path.open(encoding="utf-8-sig", newline="") as text:
        assert sum(1 for _ in csv.reader(text)) == totals.skus + 1
