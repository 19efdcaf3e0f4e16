"""Many parcels cut into calls, so that each is answered by itself and trouble with one does not spoil the others."""

import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from zhanggui.kernel.doors.waybills import ACCOUNT_STANDS_STILL, ProviderDown, ProviderThrottled
from zhanggui.kernel.refusal import Refusal

One = TypeVar("One")
Answer = TypeVar("Answer")
Answers = Mapping[str, Answer | Refusal]

STOPS = (ProviderThrottled, *ACCOUNT_STANDS_STILL)
"""After one of these the next call would meet the same: the rest is answered with it, unasked."""

PATIENCE = 8
"""So many calls may find the provider down, with none answered between them, before the rest is not asked: enough to
part one that makes it stumble from fifty others."""
PATIENCE_SECONDS = 30
"""And so long may they take together: calls that run out of time are few."""

CALLS_AT_ONCE = 4


def ask_in_batches(
    wanted: Sequence[One],
    *,
    named: Callable[[One], str],
    together: Callable[[One], Hashable],
    most: int,
    ask: Callable[[Sequence[One]], Answers[Answer]],
    at_once: int = CALLS_AT_ONCE,
) -> dict[str, Answer | Refusal]:
    """For each one an answer or a refusal, by its name.

    One call carries up to `most` that belong together, and `together` itself may refuse one. Where `ask` raises a
    refusal for a whole call of several, they are asked again in halves, so that the one at fault is found and the
    others get their answer, even when it makes the provider stumble. That is safe, because the same parcel asked twice
    is given the same number.
    """
    answers: dict[str, Answer | Refusal] = {}
    groups: defaultdict[Hashable, list[One]] = defaultdict(list)
    for one in wanted:
        try:
            groups[together(one)].append(one)
        except Refusal as refusal:
            answers[named(one)] = refusal
    batches = [batch for group in groups.values() for batch in _cut(group, most)]
    asking = _Asking(named, ask)
    if len(batches) <= 1 or at_once == 1:
        told = [asking.of(batch) for batch in batches]
    else:
        with ThreadPoolExecutor(max_workers=min(at_once, len(batches))) as pool:
            told = list(pool.map(asking.of, batches))
    for each in told:
        answers |= each
    return answers


class _Asking(Generic[One, Answer]):
    """The calls of one set, from several threads. Trouble that concerns them all ends them all."""

    def __init__(self, named: Callable[[One], str], ask: Callable[[Sequence[One]], Answers[Answer]]) -> None:
        self._named = named
        self._ask = ask
        self._end: Refusal | None = None
        self._silences, self._waited = 0, 0.0

    def of(self, batch: Sequence[One]) -> dict[str, Answer | Refusal]:
        if self._end is not None:
            return self._refused(batch, self._end)
        began = time.monotonic()
        try:
            answers = dict(self._ask(batch))
        except STOPS as stop:
            self._end = stop
            return self._refused(batch, stop)
        except Refusal as refusal:
            self._count(refusal, time.monotonic() - began)
            if len(batch) == 1:
                return self._refused(batch, refusal)
        else:
            self._silences, self._waited = 0, 0.0
            return answers
        half = len(batch) // 2
        return self.of(batch[:half]) | self.of(batch[half:])

    def _count(self, refusal: Refusal, seconds: float) -> None:
        if not isinstance(refusal, ProviderDown):
            self._silences, self._waited = 0, 0.0
            return
        self._silences, self._waited = self._silences + 1, self._waited + seconds
        if self._silences >= PATIENCE or self._waited >= PATIENCE_SECONDS:
            self._end = refusal

    def _refused(self, batch: Sequence[One], refusal: Refusal) -> dict[str, Answer | Refusal]:
        return {self._named(one): refusal for one in batch}


def _cut(group: Sequence[One], most: int) -> Iterator[Sequence[One]]:
    for start in range(0, len(group), most):
        yield group[start : start + most]
