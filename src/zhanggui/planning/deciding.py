"""Suggestions about to take a step: found, locked, and asked whether they may."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import allows
from zhanggui.planning.models import Suggestion
from zhanggui.planning.states import SuggestionState


class StepNotOpen(Refusal):
    """This suggestion is in the state “{state}”: that cannot be done with it any more."""


class Loaded(NamedTuple):
    ready: list[Suggestion]
    refused: dict[int, Refusal]

    @property
    def ids(self) -> list[int]:
        return [row.pk for row in self.ready]


def load(
    ids: Sequence[int], *, to: SuggestionState, actor: Actor, check: Callable[[Suggestion], None] | None = None
) -> Loaded:
    """Those the actor sees, in their order, locked; the others refused."""
    rows = list(locked(Suggestion.objects.visible_to(actor).select_related("sku"), ids))

    def may(row: Suggestion) -> None:
        if not allows(Suggestion.STEPS, here=row.state, there=to):
            raise StepNotOpen(state=SuggestionState(row.state).label)
        if check is not None:
            check(row)

    ready, refused = divide(rows, check=may, key=lambda row: row.pk)
    return Loaded(ready, refused | not_found("suggestion", ids, [row.pk for row in rows]))
