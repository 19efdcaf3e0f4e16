"""Unique codes follow their parcels."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.models import UniqueCode
from zhanggui.inventory.states import BOUND_CODES, CODE_STEPS, CodeState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.steps import move_to


@transaction.atomic
def step_codes(
    *,
    cause_ids: Iterable[int] | None = None,
    state: CodeState,
    codes: Collection[str] | None = None,
    actor: Actor,
    at: datetime,
) -> list[str]:
    """The codes bound to these parcel lines that may step there are in `state`; in stock they belong to no line.

    With `codes` only those of them, or those whatever they are bound to. The caller has locked the
    parcels. Answers the codes.
    """
    sources = [here for here, there in CODE_STEPS.items() if state in there]
    bound = UniqueCode.objects.filter(state__in=sources)
    if codes is None or cause_ids is not None:
        bound = bound.filter(cause_id__among=set(cause_ids or ()))
    if codes is not None:
        bound = bound.filter(code__among=set(codes))
    moving = dict(bound.order_by("pk").select_for_update(no_key=True).values_list("pk", "code"))
    kept = {} if state in BOUND_CODES else {"cause_id": None}
    move_to(UniqueCode, list(moving), state, **kept)
    return list(moving.values())
