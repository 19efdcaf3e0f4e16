"""Give people a new password.

Afterwards only the new one signs them in, and every session they had elsewhere is over. For their own account a
person names the password they have now; for others it takes the right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.facts import PasswordChanged
from zhanggui.people.models import User
from zhanggui.people.rules import check_may_change, check_password_strength


class WrongPassword(Refusal):
    """The password you have now is not the one you typed."""


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """`current` is needed for one's own account only."""

    user_id: int
    password: str
    current: str = ""


@transaction.atomic
def change_passwords(*, changes: Sequence[PasswordChange], actor: Actor, at: datetime) -> Outcome[int]:
    users = {user.pk: user for user in locked(User.objects.with_rights(), [change.user_id for change in changes])}

    def check(change: PasswordChange) -> None:
        if change.user_id != actor.user_id:
            actor.check("change_passwords")
        user = users.get(change.user_id)
        if user is None:
            raise NotFound(what="User", key=change.user_id)
        if change.user_id == actor.user_id and not check_password(change.current, user.password):
            raise WrongPassword
        check_may_change(target_grants=set(user.held_grants), actor=actor)
        check_password_strength(change.password, username=user.username)

    last = {change.user_id: change for change in changes}
    ready, refused = divide(last.values(), check=check, key=lambda change: change.user_id)

    update_rows(User, ("id",), ("password",), [(change.user_id, make_password(change.password)) for change in ready])

    announce([PasswordChanged(change.user_id) for change in ready], actor=actor, at=at)
    return Outcome([change.user_id for change in ready], refused)
