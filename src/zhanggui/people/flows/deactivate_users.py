"""Close the accounts of people who left.

Afterwards they cannot sign in, their open sessions and API keys answer nothing more; what they did stays on record.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.facts import UserDeactivated
from zhanggui.people.models import ApiToken, User
from zhanggui.people.rules import check_may_change, check_not_self


class UserAlreadyInactive(Refusal):
    """{name} cannot sign in any more already."""


@transaction.atomic
def deactivate_users(*, user_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    actor.check("deactivate_users")
    users = {user.pk: user for user in locked(User.objects.with_rights(), user_ids)}

    def check(user_id: int) -> None:
        user = users.get(user_id)
        if user is None:
            raise NotFound(what="User", key=user_id)
        check_not_self(target_id=user_id, actor=actor)
        check_may_change(target_grants=set(user.held_grants), actor=actor)
        if not user.is_active:
            raise UserAlreadyInactive(name=user.name)

    ready, refused = divide(dict.fromkeys(user_ids), check=check, key=lambda user_id: user_id)

    User.objects.filter(pk__among=ready).update(is_active=False)
    ApiToken.objects.filter(user_id__in=ready).delete()

    announce([UserDeactivated(user_id) for user_id in ready], actor=actor, at=at)
    return Outcome(ready, refused)
