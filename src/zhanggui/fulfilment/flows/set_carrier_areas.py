"""Say which areas carriers deliver to, and which not: a carrier or all of them, always or for some time.

Afterwards a carrier is never chosen for an area it does not go to, and no order that nobody goes to passes review. The
most exact area counts: a province may be closed and one of its cities open. With a beginning or an end it is a stop,
which counts before what is always so, and stands beside it; that the carrier delivers there ends its stop of that area
that runs now, not one to come, nor one of a part of it or of all around it. What was said of the area in another
spelling is replaced. Parcels that have no paper yet get another carrier where there is one, unless a person gave them
theirs.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.models import CarrierArea
from zhanggui.fulfilment.places.rows import check_carrier, refused_by, set_rows
from zhanggui.fulfilment.rules.areas import Area, AreaUnclear, key_of
from zhanggui.fulfilment.rules.reach import ALL
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal

_KEYS = ("carrier", "state", "city", "district")


class StopEndsTooEarly(Refusal):
    """The stop ends before it begins."""


class StopOpens(Refusal):
    """Only that a carrier takes nothing can be said for some time; that it delivers holds always."""


class AreaDraft(NamedTuple):
    """Empty city or district stands for all of them, an empty carrier for every carrier. A stop without a beginning
    begins now, one without an end lasts."""

    carrier: str
    state: str
    city: str = ""
    district: str = ""
    is_served: bool = False
    is_stop: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    reason: str = ""

    @property
    def area(self) -> Area:
        return Area(self.state, self.city, self.district)

    @property
    def is_for_a_time(self) -> bool:
        return self.is_stop or self.starts_at is not None or self.ends_at is not None


@transaction.atomic
def set_carrier_areas(*, areas: Sequence[AreaDraft], actor: Actor, at: datetime) -> Outcome[str]:
    drafts = {f"{draft.carrier or '*'} {draft.area}": _begun(draft, at=at) for draft in areas}
    refused = refused_by(drafts, _check)
    rows = {name: draft for name, draft in drafts.items() if name not in refused}
    over = _replace(rows.values(), at=at)
    columns = tuple(name for name in AreaDraft._fields if name != "is_stop")
    for begins in ("starts_at IS NULL", "starts_at IS NOT NULL"):
        said = rows.items() if begins.endswith("IS NULL") else [*over.items(), *rows.items()]
        some = {name: _row(draft) for name, draft in said if draft.is_for_a_time == ("NOT" in begins)}
        set_rows(CarrierArea, columns, _KEYS, some, of=begins, actor=actor, at=at)
    return Outcome(done=list(rows), refused=refused)


def _begun(draft: AreaDraft, *, at: datetime) -> AreaDraft:
    return draft._replace(starts_at=draft.starts_at or at) if draft.is_for_a_time else draft


def _replace(drafts: Collection[AreaDraft], *, at: datetime) -> dict[str, AreaDraft]:
    """The stops that are over now, by name; the same areas in other spellings are off the list."""
    said = {(draft.carrier, key_of(draft.area), draft.is_for_a_time): draft for draft in drafts}
    opened = {(carrier, key) for (carrier, key, _), draft in said.items() if draft.is_served}
    other_spellings: list[int] = []
    over: dict[str, AreaDraft] = {}
    known = CarrierArea.objects.filter(carrier__in={draft.carrier for draft in drafts}).order_by("pk")
    for row in known.select_for_update():
        area = Area(row.state, row.city, row.district)
        draft = said.get((row.carrier, key_of(area), row.starts_at is not None))
        if draft and draft.area != area:
            other_spellings.append(row.pk)
        elif row.starts_at and (row.carrier, key_of(area)) in opened and _runs(row, at=at):
            over[f"{row.carrier or '*'} {area}"] = AreaDraft(
                row.carrier, *area, starts_at=row.starts_at, ends_at=at, reason=row.reason
            )
    CarrierArea.objects.filter(pk__in=other_spellings).delete()
    return over


def _runs(row: CarrierArea, *, at: datetime) -> bool:
    return row.starts_at is not None and row.starts_at < at and (row.ends_at is None or row.ends_at > at)


def _row(draft: AreaDraft) -> tuple[object, ...]:
    return (*draft[:5], *draft[6:])


def _check(draft: AreaDraft) -> None:
    if draft.carrier != ALL:
        check_carrier(draft.carrier)
    if not draft.state or (draft.district and not draft.city):
        raise AreaUnclear(area=str(draft.area))
    if draft.is_for_a_time and draft.is_served:
        raise StopOpens()
    if draft.ends_at and draft.starts_at and draft.ends_at <= draft.starts_at:
        raise StopEndsTooEarly()
