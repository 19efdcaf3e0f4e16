"""By whom cases are seen to, as desks and forms ask it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext, pgettext

from zhanggui.kernel.actor import Actor
from zhanggui.people.holders import holders_of
from zhanggui.ui.desk import ChoiceFilter
from zhanggui.ui.desk.filters import Choices, parts

NOBODY = "0"


@dataclass(frozen=True, slots=True)
class OwnerFilter(ChoiceFilter):
    """One's own first, then those of the others who hold the right, then nobody's."""

    _: KW_ONLY
    grant: str = ""

    def choices_for(self, actor: Actor) -> Choices:
        mine = [(str(actor.user_id), gettext("Mine"))] if actor.user_id else []
        others = [(str(pk), name) for pk, name in people_for(self.grant) if pk != actor.user_id]
        return [*mine, *others, (NOBODY, pgettext("owner", "Nobody's"))]

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        asked = [value for value in parts(str(params.get(self.name, ""))) if value.isdecimal()]
        if not asked:
            return None
        nobodys = Q(**{f"{self.path}__isnull": True}) if NOBODY in asked else Q()
        return nobodys | Q(**{f"{self.path}__in": asked})


def people_for(grant: str) -> list[tuple[int, str]]:
    """Who may be given such work, by name; people of one name by their accounts too."""
    people = holders_of(grant)
    names = Counter(person.name for person in people)
    return [
        (person.pk, person.name if names[person.name] == 1 else f"{person.name} ({person.username})")
        for person in people
    ]
