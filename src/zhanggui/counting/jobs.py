"""What counting does by itself: bins in which a picker found too little are counted, and counts answer pickers."""

from zhanggui.counting.facts import BinCounted
from zhanggui.counting.flows.answer_requests import answer_requests
from zhanggui.counting.flows.open_bin_checks import open_bin_checks
from zhanggui.inventory.facts import CountRequested
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.facts import subscriber


@subscriber(CountRequested)
def check_short_bins(ids: list[int]) -> None:
    open_bin_checks(sku_ids=ids, actor=system_actor("counting"), at=now())


@subscriber(BinCounted)
def answer_pickers(ids: list[int]) -> None:
    answer_requests(bin_ids=ids, actor=system_actor("counting"), at=now())
