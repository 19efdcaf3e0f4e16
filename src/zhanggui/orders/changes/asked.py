"""What buyers ask their platform to have changed: taken in with each version, until it is answered or withdrawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import orjson

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows, insert_rows, update_rows
from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.kernel.facts import announce
from zhanggui.orders.changes.facts import ChangeAsked
from zhanggui.orders.changes.states import HOLD_OF, AnswerState, AskedChange
from zhanggui.orders.models import ChangeRequest
from zhanggui.orders.rules.windows import asked_changes, moments

_REQUEST = ("order_id", "kind", "asked_at", "half_at", "late_at", "due_at")
_NAMED = """
UPDATE orders_changerequest SET line_numbers = ARRAY(SELECT jsonb_array_elements_text(given.numbers))
FROM unnest(%s::bigint[], %s::jsonb[]) AS given(order_id, numbers)
WHERE orders_changerequest.order_id = given.order_id AND kind = 'items' AND is_asked AND state = 'open' RETURNING id
"""
_SETTLED = (AnswerState.AGREED, AnswerState.REFUSED)
_END = ("is_asked", "state", "answered_at", "answered_by")


@dataclass(frozen=True, slots=True)
class AskedNow:
    """The requests that a version of an order shows, and since when; with the lines that other goods are asked for."""

    kinds: frozenset[str]
    channel: str
    asked_at: datetime
    line_numbers: tuple[str, ...] = ()

    @classmethod
    def of(cls, order: ChannelOrder, *, channel: str) -> Self:
        return cls(frozenset(asked_changes(order)), channel, order.modified_at, order.item_change_lines)

    def after(self, before: Mapping[str, str]) -> dict[str, str]:
        """The requests of the order once this version is applied, with our answers."""
        return {kind: before.get(kind, AnswerState.OPEN) for kind in self.kinds}


def requests_asked(order_ids: Iterable[int]) -> list[tuple[int, str, str]]:
    """(order, kind, our answer) of every request that the platforms still show."""
    rows = ChangeRequest.objects.filter(order_id__among=set(order_ids), is_asked=True)
    return list(rows.values_list("order_id", "kind", "state"))


def answered_holds(kinds: Iterable[str], requests: Mapping[str, str]) -> set[str]:
    """Holds that a version would place for requests we have answered already."""
    return {HOLD_OF[AskedChange(kind)].value for kind in kinds if requests.get(kind) in _SETTLED}


def take_in_requests(asked: Mapping[int, AskedNow], *, actor: Actor, at: datetime) -> None:
    """Each of these orders has exactly the requests its version shows; what it shows no more was withdrawn, unless we
    had answered it. The orders are locked or new.
    """
    if not asked:
        return
    known: dict[tuple[int, str], tuple[int, str]] = {
        (order_id, kind): (pk, state)
        for pk, order_id, kind, state in ChangeRequest.objects.filter(
            order_id__among=set(asked), is_asked=True
        ).values_list("pk", "order_id", "kind", "state")
    }
    gone = [key for key in known if key[1] not in asked[key[0]].kinds]
    fresh = sorted((order_id, kind) for order_id, now in asked.items() for kind in now.kinds)
    fresh = [key for key in fresh if key not in known]
    answered = [known[key][0] for key in gone if known[key][1] != AnswerState.OPEN]
    withdrawn = [known[key][0] for key in gone if known[key][1] == AnswerState.OPEN]
    ChangeRequest.objects.filter(pk__among=answered).update(is_asked=False)
    update_rows(
        ChangeRequest,
        ("id",),
        _END,
        [(pk, False, AnswerState.WITHDRAWN.value, at, actor.name[:80]) for pk in withdrawn],
    )
    insert_rows(
        ChangeRequest,
        _REQUEST,
        [
            (
                order_id,
                kind,
                asked[order_id].asked_at,
                *moments(asked[order_id].channel, asked_at=asked[order_id].asked_at),
            )
            for order_id, kind in fresh
        ],
    )
    named = {order_id: now.line_numbers for order_id, now in asked.items() if now.line_numbers}
    if named:
        fetch_rows(_NAMED, [list(named), [orjson.dumps(numbers).decode() for numbers in named.values()]])
    announce([ChangeAsked(order_id, kind) for order_id, kind in fresh], actor=actor, at=at)
