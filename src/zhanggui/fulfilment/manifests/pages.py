"""Pages of the hand-over: the sheet to sign, opening by hand, what differs and why, a list of scans at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhanggui.fulfilment.flows.explain_differences import Explained, explain_differences
from zhanggui.fulfilment.flows.open_manifests import open_manifests
from zhanggui.fulfilment.flows.unlist_parcels import unlist_parcels
from zhanggui.fulfilment.incidents.steps import hand_over_listed
from zhanggui.fulfilment.manifests.forms import OpenForm
from zhanggui.fulfilment.manifests.papers import designed_sheets
from zhanggui.fulfilment.manifests.reading import waybills_in
from zhanggui.fulfilment.manifests.standing import standing_of
from zhanggui.fulfilment.models import Manifest
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.fulfilment.rules.manifests import tally_of
from zhanggui.fulfilment.states import DifferenceKind, ManifestState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.keys import keys_in
from zhanggui.kernel.outcome import Outcome, in_chunks
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.papers.hand_over import hand_over_sheets
from zhanggui.papers.sheets import sheets_pdf
from zhanggui.papers.values import HandOverCopy
from zhanggui.ui.views.asking import actor_of
from zhanggui.ui.views.station import station_actor

MOST_SHEETS = 100


@require_GET
def hand_over_sheet_view(request: HttpRequest) -> HttpResponse:
    """The sheets of `ids` as their warehouses have them; `copies` (white, yellow, red) asks for others than theirs."""
    actor = actor_of(request)
    actor.check("print_manifests")
    designed = designed_sheets(keys_in(request.GET.get("ids", ""))[:MOST_SHEETS], actor=actor, at=now())
    if not designed:
        raise NotFound(what=_("Manifest"), key=request.GET.get("ids", ""))
    asked = {word.strip() for word in request.GET.get("copies", "").split(",")}
    if copies := tuple(copy.value for copy in HandOverCopy if copy.value in asked):
        designed = [(paper, replace(template, copies=copies)) for paper, template in designed]
    headers = {"Content-Disposition": 'inline; filename="hand-over.pdf"', "Cache-Control": "private, no-store"}
    pdf = sheets_pdf(hand_over_sheets(designed))
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "POST"])
def open_manifest_view(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.check("open_manifests")
    form = OpenForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            open_manifests(openings=[form.opening()], actor=actor, at=now()).one()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("ui:desk", "manifests")
    context = {"title": _("Open a manifest"), "form": form, "desk": "manifests"}
    return render(request, "fulfilment/place_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def differences_view(request: HttpRequest, key: int) -> HttpResponse:
    """Each parcel that differs, with room for its reason; what is taken off the pile is ticked."""
    actor = station_actor(request)
    actor.check("see_parcels")
    manifest = Manifest.objects.visible_to(actor).select_related("warehouse").filter(pk=key).first()
    if manifest is None:
        raise NotFound(what=_("Manifest"), key=key)
    trouble: Sequence[str] = ()
    if request.method == "POST":
        trouble = _answer(request, manifest, actor)
        if not trouble:
            messages.success(request, _("Written down."))
            return redirect("fulfilment:differences", key)
    tally = tally_of(standing_of([key])[key])
    context = {
        "title": _("Differences of {number}").format(number=manifest.number),
        "manifest": manifest,
        "carrier": carrier_label(manifest.carrier),
        "is_open": manifest.state == ManifestState.OPEN,
        "may_explain": actor.may("explain_differences"),
        "may_unlist": actor.may("unlist_parcels"),
        "tally": tally,
        "rows": [
            (one, DifferenceKind(one.difference).label, one.is_scanned, request.POST.get(f"reason-{one.parcel_id}", ""))
            for one in tally.differences
        ],
        "trouble": trouble,
    }
    return render(request, "fulfilment/differences.html", context, status=422 if trouble else 200)


def _answer(request: HttpRequest, manifest: Manifest, actor: Actor) -> list[str]:
    """What was written is on record; the sentences of what was refused."""
    reasons = {
        one.parcel_id: request.POST.get(f"reason-{one.parcel_id}", "").strip()
        for one in tally_of(standing_of([manifest.pk])[manifest.pk]).differences
    }
    off = {pk for pk in reasons if request.POST.get(f"off-{pk}")}
    refused: list[Refusal] = []
    try:
        if off:
            actor.check("unlist_parcels")
            for why in sorted({reasons[pk] for pk in off}):
                same = [pk for pk in sorted(off) if reasons[pk] == why]
                refused += unlist_parcels(parcel_ids=same, reason=why, actor=actor, at=now()).refused.values()
        if answers := [Explained(manifest.pk, pk, why) for pk, why in reasons.items() if why and pk not in off]:
            actor.check("explain_differences")
            refused += explain_differences(answers=answers, actor=actor, at=now()).refused.values()
    except Refusal as refusal:
        refused.append(refusal)
    return [refusal.sentence for refusal in refused]


@require_http_methods(["GET", "POST"])
def batch_view(request: HttpRequest) -> HttpResponse:
    """A list of waybills, pasted or from a file, handed over at once; each that could not go has its reason."""
    actor = station_actor(request)
    actor.check("hand_over_waybills")
    outcome: Outcome[str] | None = None
    trouble = ""
    text = request.POST.get("waybills", "")
    if request.method == "POST":
        try:
            at = now()
            waybills = waybills_in(text, request.FILES.get("file"))
            outcome = in_chunks(waybills, lambda part: hand_over_listed(waybills=part, actor=actor, at=at))
        except Refusal as refusal:
            trouble = refusal.sentence
    context: Mapping[str, Any] = {
        "title": _("Batch hand-over"),
        "text": text if outcome is None else "\n".join(outcome.refused),
        "outcome": outcome,
        "refused": list(outcome.refused.items()) if outcome else [],
        "sound": _gravest(outcome.refused.values()) if outcome else "",
        "trouble": trouble,
    }
    return render(request, "fulfilment/batch_hand_over.html", context, status=422 if trouble else 200)


def _gravest(refused: Iterable[Refusal]) -> str:
    """The one sound of a list: what is stopped or void is heard before anything else."""
    sounds = [refusal.sound for refusal in refused]
    return next((sound for sound in ("stopped", "void", *sounds) if sound in sounds), "done")
