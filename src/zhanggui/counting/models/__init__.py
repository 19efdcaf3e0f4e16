"""What is counted (CountSheet, CountBin, CountLine), by whom (CountTurn, CountScan), and the company's limits."""

from zhanggui.counting.models.numbers import CountNumbers
from zhanggui.counting.models.sheets import CountBin, CountLine, CountSheet
from zhanggui.counting.models.turns import CountScan, CountTurn

__all__ = ["CountBin", "CountLine", "CountNumbers", "CountScan", "CountSheet", "CountTurn"]
