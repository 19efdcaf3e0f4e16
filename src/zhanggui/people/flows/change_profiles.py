"""Set the name and the language of people.

Afterwards pages greet each by this name, in this language. Everybody may do it for themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.facts import ProfileChanged
from zhanggui.people.models import User


class LanguageUnknown(Refusal):
    """There are no pages in the language “{language}”."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Nothing for a name or language leaves it as it is."""

    user_id: int
    name: str = ""
    language: str = ""


@transaction.atomic
def change_profiles(*, profiles: Sequence[Profile], actor: Actor, at: datetime) -> Outcome[int]:
    users = {user.pk: user for user in locked(User.objects.all(), [profile.user_id for profile in profiles])}
    languages = dict(settings.LANGUAGES)

    def check(profile: Profile) -> None:
        if profile.user_id != actor.user_id:
            actor.check("change_profiles")
        if profile.user_id not in users:
            raise NotFound(what="User", key=profile.user_id)
        if profile.language and profile.language not in languages:
            raise LanguageUnknown(language=profile.language)

    last = {profile.user_id: profile for profile in profiles}
    ready, refused = divide(last.values(), check=check, key=lambda profile: profile.user_id)

    rows = [
        (one.user_id, one.name.strip() or users[one.user_id].name, one.language or users[one.user_id].language)
        for one in ready
    ]
    update_rows(User, ("id",), ("name", "language"), rows)

    announce([ProfileChanged(*row) for row in rows], actor=actor, at=at)
    return Outcome([profile.user_id for profile in ready], refused)
