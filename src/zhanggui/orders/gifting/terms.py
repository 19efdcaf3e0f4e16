"""When versions are in force: terms end and begin, and never overlap for one rule. The rules are locked."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from zhanggui.kernel.bulk import copy_rows
from zhanggui.orders.models import GiftTerm

_TERM = ("rule_id", "version_id", "place", "starts_at")


class Start(NamedTuple):
    """From now on a rule is asked in this version, at this place."""

    rule_id: int
    version_id: int
    place: int


def end_terms(rule_ids: Sequence[int], *, at: datetime) -> list[int]:
    """Orders that come from now on are not asked these versions; answers the rules that were in force."""
    open_now = GiftTerm.objects.filter(rule_id__among=set(rule_ids), ends_at=None)
    ended = list(open_now.values_list("rule_id", flat=True))
    open_now.update(ends_at=at)
    return ended


def begin_terms(starts: Sequence[Start], *, at: datetime) -> None:
    """Orders that come from now on are asked these versions."""
    copy_rows(GiftTerm, _TERM, [(*start, at) for start in starts])
