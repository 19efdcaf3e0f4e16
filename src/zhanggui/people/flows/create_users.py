"""Give people an account.

Afterwards each can sign in with their user name and password, and has the posts, shops and warehouses named.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import Refusal
from zhanggui.people.facts import UserCreated
from zhanggui.people.models import User
from zhanggui.people.rules import check_password_strength, check_username, plain_username
from zhanggui.people.scope import Known, Scope

COLUMNS = ("username", "name", "password", "language", "is_active")


class UsernameTaken(Refusal):
    """The user name “{username}” is already taken."""


@dataclass(frozen=True, slots=True)
class UserDraft:
    """`roles` are codes of posts. No shop or warehouse named means all of them."""

    username: str
    name: str
    password: str
    roles: Sequence[str] = ()
    shop_ids: Sequence[int] = ()
    warehouse_ids: Sequence[int] = ()
    language: str = "zh-hans"

    @property
    def key(self) -> str:
        return plain_username(self.username)

    @property
    def scope(self) -> Scope:
        return Scope(self.roles, self.shop_ids, self.warehouse_ids)


@transaction.atomic
def create_users(*, users: Sequence[UserDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """The outcome names people by their user names."""
    actor.check("create_users")
    known = Known.read([draft.scope for draft in users], actor=actor)
    asked = Counter(draft.key for draft in users)

    def check(draft: UserDraft) -> None:
        check_username(draft.key)
        if asked[draft.key] > 1:
            raise UsernameTaken(username=draft.key)
        check_password_strength(draft.password, username=draft.key)
        known.check(draft.scope, actor=actor)

    ready, refused = divide(users, check=check, key=lambda draft: draft.key)

    # Who comes second by a moment is refused by the unique name, not by an accident.
    rows = [(d.key, d.name.strip() or d.key, make_password(d.password), d.language, True) for d in ready]
    written = dict(
        insert_rows(
            User, COLUMNS, rows, returning=("username", "id"), on_conflict="(username) DO NOTHING"
        )
    )  # fmt: skip
    refused |= {draft.key: UsernameTaken(username=draft.key) for draft in ready if draft.key not in written}
    made = [draft for draft in ready if draft.key in written]
    known.write({written[draft.key]: draft.scope for draft in made})

    announce([UserCreated(written[draft.key], draft.key) for draft in made], actor=actor, at=at)
    return Outcome([draft.key for draft in made], refused)
