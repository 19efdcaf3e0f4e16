"""A parcel of one's own choice on a paper that is being designed; whom it goes to stays masked."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from zhanggui.fulfilment.manifests.papers import hand_over_papers
from zhanggui.fulfilment.models import Manifest, ManifestParcel, Parcel, Wave
from zhanggui.fulfilment.paper_templates.samples import sample_paper
from zhanggui.fulfilment.papers import label_papers, note_papers, pick_list_paper, sort_sheet_paper
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.papers.first_page import AnyPaper
from zhanggui.papers.templates import HAND, LABEL, LIST, SORT
from zhanggui.papers.values import Contact

_SHOWN_PLACES = 2


class WaveNotYet(Refusal):
    """Parcel {number} is in no wave yet: this paper is printed for waves."""


class ManifestNotYet(Refusal):
    """Parcel {number} is on no hand-over sheet yet."""


def example_paper(paper: str, number: str, *, actor: Actor, at: datetime) -> AnyPaper:
    """The paper of the parcel, wave or manifest of this number; without one a made-up paper. Raises NotFound."""
    if not number:
        return sample_paper(paper, at=at)
    if paper in (LIST, SORT):
        wave = _wave(number, actor)
        return pick_list_paper(wave, at=at) if paper == LIST else sort_sheet_paper(wave, actor, at=at)
    if paper == HAND:
        return hand_over_papers([_manifest_id(number, actor)], actor=actor, at=at)[0]
    parcel = _parcel(number, actor)
    order = parcel.order
    places = list(dict.fromkeys(filter(None, (order.receiver_state, order.receiver_city))))[:_SHOWN_PLACES]
    masked = Contact(order.receiver_name_masked, order.receiver_mobile_masked, f"{''.join(places)}****")
    if paper == LABEL:
        label = label_papers([parcel], with_requests=True, at=at)[0]
        return replace(label, receiver=masked, waybill=label.waybill or parcel.number)
    return replace(note_papers([parcel], at=at)[0], receiver=masked)


def _parcel(number: str, actor: Actor) -> Parcel:
    rows = Parcel.objects.visible_to(actor).filter(Q(number=number) | Q(waybill=number))
    parcel = rows.select_related("order", "warehouse", "shop", "wave").order_by("-pk").first()
    if parcel is None:
        raise NotFound(what=_("Parcel"), key=number)
    return parcel


def _wave(number: str, actor: Actor) -> Wave:
    """Of this number, or the one the parcel of this number is in."""
    waves = Wave.objects.visible_to(actor).select_related("warehouse")
    wave = waves.filter(number=number).first()
    if wave is None:
        parcel = _parcel(number, actor)
        wave = waves.filter(pk=parcel.wave_id or 0).first()
        if wave is None:
            raise WaveNotYet(number=parcel.number)
    return wave


def _manifest_id(number: str, actor: Actor) -> int:
    manifests = Manifest.objects.visible_to(actor)
    found = manifests.filter(number=number).values_list("pk", flat=True).first()
    if found is None:
        parcel = _parcel(number, actor)
        entries = ManifestParcel.objects.filter(parcel=parcel, manifest__in=manifests).order_by("-pk")
        found = entries.values_list("manifest_id", flat=True).first()
        if found is None:
            raise ManifestNotYet(number=parcel.number)
    return found
