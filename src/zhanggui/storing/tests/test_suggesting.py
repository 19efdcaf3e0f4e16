"""Bins are suggested by kind, turnover, room and lot."""

import pytest

from zhanggui.storing.rules.suggesting import BinRoom, class_of, suggest_bins
from zhanggui.storing.states import Turnover

P1 = BinRoom(1, "P-01", True, 1, 10, 0, False, False, False)
P2 = BinRoom(2, "P-02", True, 2, 10, 4, False, True, False)
S1 = BinRoom(3, "S-01", False, 3, 0, 0, False, False, False)
S9 = BinRoom(4, "S-09", False, 9, 0, 0, False, False, False)


def codes(quantity, turnover, bins=(P1, P2, S1, S9)):
    return [(one.code, one.quantity) for one in suggest_bins(quantity, turnover, bins)]


@pytest.mark.parametrize(("pieces", "turnover"), [(30, "fast"), (29, "middle"), (4, "middle"), (3, "slow")])
def test_turnover_is_told_by_thirty_days(pieces, turnover):
    assert class_of(pieces) == turnover


def test_its_own_bin_first_then_where_its_turnover_belongs():
    assert codes(20, Turnover.FAST) == [("P-02", 6), ("P-01", 10), ("S-01", 4)]
    assert codes(20, Turnover.MIDDLE) == [("P-02", 6), ("S-01", 14)]
    assert codes(20, Turnover.SLOW) == [("P-02", 6), ("S-09", 14)]


def test_full_bins_bins_of_others_and_bins_of_another_lot_are_left_out():
    full = P1._replace(lying=10, has_sku=True)
    foreign = S1._replace(lying=3)
    other_lot = P2._replace(one_lot=True, has_other_lot=True)
    assert codes(5, Turnover.FAST, (full, foreign, other_lot)) == []
