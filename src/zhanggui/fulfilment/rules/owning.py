"""Who sees to what went wrong: the post whose work it is, and of its people who has the fewest. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal

FIRST_POST = "exception_handler"
"""Whose work it is; others who hold the right get it only where this post has nobody."""


class CannotSeeTo(Refusal):
    """{person} may not see to this: it needs the right, and its shop and warehouse."""


class Place(NamedTuple):
    """Whose a case is; without a shop it is every shop's."""

    shop_id: int | None
    warehouse_id: int


def may_see_to(place: Place, person: Actor, *, grant: str) -> bool:
    is_theirs = place.shop_id is None or person.sees_shop(place.shop_id)
    return person.may(grant) and is_theirs and person.sees_warehouse(place.warehouse_id)


def check_sees_to(place: Place, person: Actor, *, grant: str) -> None:
    """Nobody is given what they could not open."""
    if not may_see_to(place, person, grant=grant):
        raise CannotSeeTo(person=person.name)


def choose_owners(
    places: Iterable[Place], people: Sequence[Actor], *, grant: str, open_now: Mapping[int, int]
) -> list[Actor | None]:
    """For each place in turn who of these has the fewest open cases, those given in this round among them."""
    counts = dict(open_now)
    chosen: list[Actor | None] = []
    for place in places:
        able = [one for one in people if may_see_to(place, one, grant=grant)]
        able = [one for one in able if FIRST_POST in one.posts] or able
        owner = min(able, key=lambda one: (counts.get(one.user_id or 0, 0), one.user_id or 0), default=None)
        if owner and owner.user_id:
            counts[owner.user_id] = counts.get(owner.user_id, 0) + 1
        chosen.append(owner)
    return chosen
