"""What the page of merging shows: planned parcels that could go together, and what keeps them apart."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhanggui.fulfilment.columns import parcel_extras
from zhanggui.fulfilment.merging.parts import merge_groups, read_parts
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.rules.merging import Part, why_separate
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.links import sheet_link


def proposal_extras(ids: Sequence[int], actor: Actor) -> dict[int, dict[str, Any]]:
    """Orders and goods of these parcels, and why each was not merged by itself. Fixed statements."""
    shown: dict[int, dict[str, Any]] = {pk: dict(values) for pk, values in parcel_extras(ids).items()}
    keys = set()
    for pk, number, key in Parcel.objects.filter(pk__among=set(ids)).values_list("pk", "number", "merge_key"):
        shown.setdefault(pk, {})["number"] = sheet_link("parcels", pk, number, actor)
        keys.add(bytes(key))
    alike = Parcel.objects.filter(state=ParcelState.PLANNED, merge_key__in=sorted(keys)).order_by("merge_key", "pk")
    alone = set(alike.filter(stays_alone=True).values_list("pk", flat=True))
    parts, refused = read_parts(alike, groups=merge_groups())
    by_key: dict[bytes, dict[int, Part]] = {}
    for one in parts:
        by_key.setdefault(one.key, {})[one.parcel_id] = one
    reasons: dict[int, Refusal | None] = dict(refused)
    for same in by_key.values():
        reasons |= why_separate(same)
    for pk in ids:
        shown.setdefault(pk, {})["why"] = _chips(reasons.get(pk), stays_alone=pk in alone)
    return shown


def _chips(why: Refusal | None, *, stays_alone: bool) -> list[dict[str, str]]:
    if stays_alone:
        return [{"label": _("Taken apart by hand"), "tone": "muted"}]
    if why is None:
        return [{"label": _("Nothing in the way"), "tone": "good"}]
    return [{"label": why.sentence, "tone": "warn", "title": why.sentence}]
