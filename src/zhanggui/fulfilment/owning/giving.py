"""New cases are given to people by themselves, and by hand only to who can see to them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet

from zhanggui.fulfilment.rules.owning import Place, choose_owners
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import NotFound
from zhanggui.people.holders import holders_of
from zhanggui.people.models import User


def owners_of(places: Sequence[Place], *, grant: str, running: QuerySet[Any]) -> list[Actor | None]:
    """Who sees to each of these new cases; `running` are the open ones there are. Two statements."""
    people = [person.as_actor() for person in holders_of(grant)] if places else []
    if not people:
        return [None] * len(places)
    theirs = running.filter(owner_id__in=[person.user_id for person in people])
    open_now = dict(theirs.order_by().values_list("owner_id").annotate(Count("pk")))
    return choose_owners(places, people, grant=grant, open_now=open_now)


def person_at_work(person_id: int) -> Actor:
    """Raises NotFound."""
    person = User.objects.at_work().with_rights().filter(pk=person_id).first()
    if person is None:
        raise NotFound(what="person", key=person_id)
    return person.as_actor()
