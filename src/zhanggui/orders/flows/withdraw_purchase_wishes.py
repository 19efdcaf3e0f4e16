"""Withdraw purchase suggestions.

Afterwards purchasing does not read them any more; the same SKU may be suggested again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.models import PurchaseWish
from zhanggui.orders.shortages.facts import PurchaseWishWithdrawn
from zhanggui.orders.shortages.states import WishState


class WishNotOpen(Refusal):
    """This purchase suggestion is {state} already."""


@transaction.atomic
def withdraw_purchase_wishes(*, wish_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    wishes = list(locked(PurchaseWish.objects.all(), wish_ids))
    wishes = [wish for wish in wishes if actor.sees_warehouse(wish.warehouse_id)]

    ready, refused = divide(wishes, check=_check, key=lambda wish: wish.pk)
    refused |= not_found("wish", wish_ids, (wish.pk for wish in wishes))

    move_to(PurchaseWish, [wish.pk for wish in ready], WishState.WITHDRAWN)

    announce([PurchaseWishWithdrawn(wish.sku_id) for wish in ready], actor=actor, at=at)
    return Outcome(done=[wish.pk for wish in ready], refused=refused)


def _check(wish: PurchaseWish) -> None:
    if wish.state != WishState.OPEN:
        raise WishNotOpen(state=wish.get_state_display())
