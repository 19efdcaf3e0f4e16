"""The list of changes of a platform whose trades keep moving while they are read."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from zhanggui.connectors.taobao.tests.canned import answer, error
from zhanggui.connectors.taobao.tests.example import answered, example

LIST = "taobao.trades.sold.increment.get"
READ = "taobao.trade.fullinfo.get"


class ChangingList:
    """Answers the list and the full trade from `modified`, number → Beijing time as text.

    `after_call` runs after each list call with how many there were: the place to let a trade change.
    """

    def __init__(self, modified: dict[int, str], *, after_call: Callable[[int], None] = lambda _: None) -> None:
        self.modified = modified
        self.trades: dict[int, dict[str, Any]] = {}
        self.pages: list[tuple[str, str, int]] = []
        self._after_call = after_call
        self._count: Iterator[int] = itertools.count(1)

    def __call__(self, form: dict[str, str]) -> bytes:
        return self._list(form) if form["method"] == LIST else self._read(int(form["tid"]))

    def _list(self, form: dict[str, str]) -> bytes:
        start, end = form["start_modified"], form["end_modified"]
        inside = [(when, tid) for tid, when in self.modified.items() if start <= when <= end]
        inside.sort(reverse=True)
        page, size = int(form["page_no"]), int(form["page_size"])
        shown = [{"tid": tid, "modified": when} for when, tid in inside[(page - 1) * size : page * size]]
        if form["use_has_next"] == "true":
            self.pages.append((start, end, page))
            content: dict[str, Any] = {"has_next": page * size < len(inside)}
        else:
            content = {"total_results": len(inside)}
        if shown:
            content["trades"] = {"trade": shown}
        self._after_call(next(self._count))
        return answer(LIST, **content)

    def _read(self, tid: int) -> bytes:
        if tid not in self.modified:
            return error(15, "isv.trade-not-exist")
        trade = self.trades.get(tid) or example(tid=tid, tid_str=str(tid), modified=self.modified[tid])
        return answered(trade)
