"""What to write to carriers about parcels: one text for each carrier, as their service wants it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from zhanggui.fulfilment.queries import carrier_label
from zhanggui.kernel.actor import Actor
from zhanggui.logistics.models import Anomaly
from zhanggui.logistics.tracking.queries import last_words
from zhanggui.logistics.tracking.states import AnomalyKind

MOST = 500


class Inquiry(NamedTuple):
    carrier: str
    parcels: int
    text: str


def inquiries(anomaly_ids: Sequence[int], *, actor: Actor) -> list[Inquiry]:
    """The chosen cases by carrier: waybill, what is wrong, since when, and what was told last. Two statements."""
    rows = Anomaly.objects.visible_to(actor).filter(pk__among=set(anomaly_ids)).select_related("track")
    cases = list(rows.order_by("track__carrier", "due_at", "pk"))
    words = last_words([case.track_id for case in cases])
    by_carrier: dict[str, dict[int, list[Any]]] = {}
    for case in cases:
        by_carrier.setdefault(case.track.carrier, {}).setdefault(case.track_id, []).append(case)
    return [
        Inquiry(
            carrier_label(carrier), len(own), "\n".join(_line(same, words.get(pk, "")) for pk, same in own.items())
        )
        for carrier, own in by_carrier.items()
    ]  # fmt: skip


def _line(cases: Sequence[Any], said: str) -> str:
    """One parcel with everything that is wrong with it."""
    track = cases[0].track
    since = _("last scan {when}") if track.moved_at else _("handed over {when}")
    when = f"{timezone.localtime(track.moved_at or track.handed_at):%m-%d %H:%M}"
    kinds = "、".join(str(AnomalyKind(case.kind).label) for case in cases)
    return "  ".join(part for part in (track.waybill, kinds, since.format(when=when), said[:60]) if part)
