"""Set the posts, shops and warehouses of people.

Afterwards each has exactly these, from their next click on. Nobody sets their own, and nobody hands on shops or
warehouses they do not have. Whoever fills posts may give posts whose work they do not do themselves, but not one with
`GUARDED_RIGHTS` they lack; only an owner makes or changes an owner.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.people.facts import ScopeSet
from zhanggui.people.models import User
from zhanggui.people.rules import check_may_change, check_not_self
from zhanggui.people.scope import Known, Scope


@dataclass(frozen=True, slots=True)
class UserScope:
    user_id: int
    scope: Scope


@transaction.atomic
def set_scope(*, scopes: Sequence[UserScope], actor: Actor, at: datetime) -> Outcome[int]:
    actor.check("set_scope")
    users = {user.pk: user for user in locked(User.objects.with_rights(), [each.user_id for each in scopes])}
    known = Known.read([each.scope for each in scopes], actor=actor)

    def check(each: UserScope) -> None:
        user = users.get(each.user_id)
        if user is None:
            raise NotFound(what="User", key=each.user_id)
        check_not_self(target_id=each.user_id, actor=actor)
        check_may_change(target_grants=set(user.held_grants), actor=actor)
        known.check(each.scope, actor=actor)

    last = {each.user_id: each for each in scopes}
    ready, refused = divide(last.values(), check=check, key=lambda each: each.user_id)

    known.write({each.user_id: each.scope for each in ready})

    announce([_told(each) for each in ready], actor=actor, at=at)
    return Outcome([each.user_id for each in ready], refused)


def _told(each: UserScope) -> ScopeSet:
    scope = each.scope
    return ScopeSet(each.user_id, tuple(scope.roles), tuple(scope.shop_ids), tuple(scope.warehouse_ids))
