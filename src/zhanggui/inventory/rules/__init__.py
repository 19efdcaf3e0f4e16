"""Pure decisions about stock: who gets what is free, which bins are emptied, what a set of moves adds up to."""

from zhanggui.inventory.rules.bins import Bin, BinsShort, PickPlan, PickWant, choose_bins
from zhanggui.inventory.rules.claims import StockShort, Want, serve_wants
from zhanggui.inventory.rules.sums import NotEnoughOnHand, Posting, StockChange, sum_moves

__all__ = [
    "Bin",
    "BinsShort",
    "NotEnoughOnHand",
    "PickPlan",
    "PickWant",
    "Posting",
    "StockChange",
    "StockShort",
    "Want",
    "choose_bins",
    "serve_wants",
    "sum_moves",
]
