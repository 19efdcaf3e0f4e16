"""Parts made one: who takes the whole is chosen before, so that nothing is merged that nobody takes."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from zhanggui.fulfilment.merging.parts import merge_groups_of_parts
from zhanggui.fulfilment.places.choosing import Place, named
from zhanggui.fulfilment.places.replacing import give_carriers, is_there_a_choice, weigh_wholes
from zhanggui.fulfilment.rules.merging import Part, part_by_carrier
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import FactOf
from zhanggui.kernel.refusal import Refusal

Groups = Sequence[tuple[Part, ...]]


class Merged(NamedTuple):
    """Facts to be told, and by parcel why it stays alone although it may travel with the others."""

    facts: list[FactOf]
    refused: dict[int, Refusal]


class _Weighed(NamedTuple):
    groups: list[tuple[Part, ...]]
    places: dict[int, Place]
    refused: dict[int, Refusal]


def merge_wholes(groups: Groups, *, actor: Actor, at: datetime) -> Merged:
    """The lines of each group travel in its first parcel, with whoever is best for all of it.

    What nobody takes as one is merged as far as it goes with one carrier already, and otherwise stays apart. The caller
    has locked the parcels and their orders, and checked that they may go together.
    """
    if not groups:
        return Merged([], {})
    is_choice = is_there_a_choice()
    first = _weigh(groups, is_choice=is_choice, at=at)
    smaller = [less for group in groups if group[0].parcel_id in first.refused for less in part_by_carrier(group)]
    second = _weigh(smaller, is_choice=is_choice, at=at)
    together = [*first.groups, *second.groups]
    facts = merge_groups_of_parts(together)
    give_carriers(first.places | second.places, actor=actor, at=at)
    done = {part.parcel_id for group in together for part in group}
    why = {
        part.parcel_id: first.refused[group[0].parcel_id]
        for group in groups
        for part in group
        if group[0].parcel_id in first.refused
    }
    return Merged(facts, {pk: refusal for pk, refusal in why.items() if pk not in done})


def _weigh(groups: Groups, *, is_choice: bool, at: datetime) -> _Weighed:
    """Groups that somebody takes, and who. What a person gave a carrier keeps it, as does all that has no choice."""
    asked = [group for group in groups if _is_open(group, is_choice=is_choice)]
    places = weigh_wholes([[part.parcel_id for part in group] for group in asked], at=at)
    taken = [group for group in groups if group[0].parcel_id not in places.refused]
    return _Weighed(taken, places.chosen, {pk: named(why) for pk, why in places.refused.items()})


def _is_open(group: Sequence[Part], *, is_choice: bool) -> bool:
    differ = len({part.carrier for part in group}) > 1
    return differ or (is_choice and not any(part.is_given for part in group))
