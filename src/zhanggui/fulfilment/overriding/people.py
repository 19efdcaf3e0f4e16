"""Who confirms what another person does against a check."""

from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.people.signing_in import NotTheSamePerson, second_person

CONFIRM = "confirm_overrides"
"""The right of the second person."""


def check_confirmed(confirmed_by: Actor, *, actor: Actor) -> None:
    """Raises NotAllowed without the right, NotTheSamePerson for who confirms what they did themselves."""
    confirmed_by.check(CONFIRM)
    if confirmed_by.user_id is None or confirmed_by.user_id == actor.user_id:
        raise NotTheSamePerson(name=confirmed_by.name)


def who_confirms(values: dict[str, str], *, beside: Actor, at: datetime) -> Actor:
    """The second person, by the `username` and `password` that were filled in."""
    login = {name: values.get(name, "") for name in ("username", "password")}
    return second_person(**login, beside=beside, grant=CONFIRM, at=at)
