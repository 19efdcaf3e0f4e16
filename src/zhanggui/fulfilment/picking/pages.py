"""The picker's pages on a phone: claim a wave, walk its bins, say what is short."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from zhanggui.fulfilment.answers.refusing import told_at
from zhanggui.fulfilment.flows.claim_picks import claim_picks
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.short_picks import short_picks
from zhanggui.fulfilment.flows.take_picks import take_picks
from zhanggui.fulfilment.goods_codes import sku_of
from zhanggui.fulfilment.incidents.noting import note_refusal
from zhanggui.fulfilment.models import Parcel, Pick, Wave
from zhanggui.fulfilment.picking.rows import codes_of, progress_of, tasks_of, waves_to_pick
from zhanggui.fulfilment.rules.picking import NotAllThere, NothingScanned, WrongGoods, WrongPlace
from zhanggui.fulfilment.states import ParcelState, PickState, WaveState
from zhanggui.fulfilment.verifying.elsewhere import gone_elsewhere
from zhanggui.inventory.states import CountReason
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.keys import keys_in, number_of
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.ui.station import refused_answer
from zhanggui.ui.views.station import station_actor


@require_http_methods(["GET", "POST"])
def picking_view(request: HttpRequest) -> HttpResponse:
    """Waves to fetch; one is claimed whole, or zone by zone."""
    actor = station_actor(request)
    actor.check("pick_waves")
    trouble = ""
    if request.method == "POST":
        key, zone = number_of(request.POST.get("wave", "")), request.POST.get("zone", "")
        try:
            claim_picks(wave_ids=[key], zone=zone, actor=actor, at=now()).one()
        except Refusal as refusal:
            trouble = refusal.sentence
        else:
            return redirect("fulfilment:picking_wave", key)
    context = {"title": _("Pick with the phone"), "waves": waves_to_pick(actor), "trouble": trouble}
    return render(request, "fulfilment/picking.html", context, status=422 if trouble else 200)


@require_http_methods(["GET", "POST"])
def picking_wave_view(request: HttpRequest, key: int) -> HttpResponse:
    """The next bin of this wave; what was taken stays taken, whenever the page is opened again."""
    actor = station_actor(request)
    actor.check("pick_waves")
    wave = _wave(key, actor)
    trouble: Refusal | None = None
    if request.method == "POST":
        try:
            _taken(request, actor)
            _finish(wave, actor)
        except Refusal as refusal:
            trouble = _noted(refusal, request, wave, actor)
        else:
            return redirect("fulfilment:picking_wave", key)
    context = {**_shown(wave, actor), "trouble": trouble, "quantity": number_of(request.POST.get("quantity", ""))}
    return render(request, "fulfilment/picking_wave.html", context, status=422 if trouble else 200)


@require_POST
def refused_pick_view(request: HttpRequest, key: int) -> HttpResponse:
    """Why a code that is neither the bin nor the goods is refused: a stopped or void label is that first."""
    actor = station_actor(request)
    actor.check("pick_waves")
    wave = _wave(key, actor)
    pick = (
        Pick.objects.filter(wave=wave, pk__among=keys_in(request.POST.get("picks", ""))).select_related("sku").first()
    )
    code = request.POST.get("code", "").strip()[:64]
    wrong = gone_elsewhere(code, warehouse_id=wave.warehouse_id) or WrongGoods(
        scanned=code, sku=pick.sku.code if pick else "–"
    )
    return JsonResponse(refused_answer(_noted(wrong, request, wave, actor), {}))


@require_POST
def end_picking_view(request: HttpRequest, key: int) -> HttpResponse:
    """Nothing is left to fetch, and the wave could not be confirmed by itself: it is tried again."""
    actor = station_actor(request)
    actor.check("pick_waves")
    wave = _wave(key, actor)
    try:
        _finish(wave, actor)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("fulfilment:picking_wave", key)


def _wave(key: int, actor: Actor) -> Wave:
    wave = Wave.objects.visible_to(actor).filter(pk=key).first()
    if wave is None:
        raise NotFound(what=_("Wave"), key=key)
    return wave


def _noted(refusal: Refusal, request: HttpRequest, wave: Wave, actor: Actor) -> Refusal:
    """What the picker is told; it is in the queue of incidents."""
    code = (request.POST.get("code") or request.POST.get("bin") or "").strip()[:64]
    told = told_at(refusal, code=code, actor=actor)
    note_refusal(told, station="pick", code=code, context={"wave": wave.number}, actor=actor, at=now())
    return told


def _taken(request: HttpRequest, actor: Actor) -> None:
    """What the form says was fetched is on the cart, or was short."""
    sent = request.POST
    ids = keys_in(sent.get("picks", ""))
    picks = list(Pick.objects.filter(pk__among=ids).select_related("location", "sku"))
    scanned, bin_scanned = sent.get("code", "").strip(), sent.get("bin", "").strip()
    goods = sku_of(scanned) if scanned else None
    quantity = number_of(sent.get("quantity", ""))
    for pick in picks:
        if not (bin_scanned or scanned):
            raise NothingScanned(bin=pick.location.code)
        if bin_scanned and bin_scanned.upper() != pick.location.code.upper():
            raise WrongPlace(scanned=bin_scanned, expected=pick.location.code)
        if scanned and pick.sku_id != goods and scanned != pick.sku.code:
            raise WrongGoods(scanned=scanned, sku=pick.sku.code)
        if pick.sku_id != picks[0].sku_id:
            raise WrongGoods(scanned=picks[0].sku.code, sku=pick.sku.code)
        if pick.location_id != picks[0].location_id:
            raise WrongPlace(scanned=picks[0].location.code, expected=pick.location.code)
    if picks and scanned and (gone := gone_elsewhere(scanned, warehouse_id=picks[0].location.warehouse_id or 0)):
        raise gone
    if sent.get("reason"):
        short_picks(pick_ids=ids, found=quantity, reason=sent["reason"], actor=actor, at=now())
        before = {pick.parcel_line_id for pick in picks}
        _tell_short(request, before)
        return
    wanted = sum(pick.quantity for pick in picks)
    if quantity != wanted:
        raise NotAllThere(taken=quantity, wanted=wanted)
    outcome = take_picks(pick_ids=ids, actor=actor, at=now())
    for refusal in outcome.refused.values():
        raise refusal


def _tell_short(request: HttpRequest, line_ids: set[int]) -> None:
    stopped = Parcel.objects.filter(lines__pk__among=line_ids, state__in=[ParcelState.STOPPED, ParcelState.VOID])
    cells = sorted(filter(None, stopped.distinct().values_list("cell", flat=True)))
    if cells:
        words = _("Short: leave cells {cells} empty, and bring what you have for them to the stop basket.")
        messages.warning(request, words.format(cells=", ".join(map(str, cells))))
    else:
        messages.info(request, _("The rest comes from another bin."))


def _finish(wave: Wave, actor: Actor) -> None:
    """When the last piece of the wave is on a cart, the wave is picked."""
    left = Pick.objects.filter(wave=wave, state=PickState.TO_PICK)
    left = left.exclude(parcel_line__order_line__order__stop_reason__gt="")
    taken = Pick.objects.filter(wave=wave, state=PickState.TAKEN)
    if not left.exists() and taken.exists():
        pick_waves(wave_ids=[wave.pk], actor=actor, at=now()).one()


def _shown(wave: Wave, actor: Actor) -> dict[str, Any]:
    wave.refresh_from_db()
    tasks = tasks_of(wave, actor) if wave.state == WaveState.PRINTED else []
    codes = codes_of(tasks[0].sku_id, wave.warehouse_id) if tasks else {}
    picked = ngettext("{count} parcel is picked.", "{count} parcels are picked.", wave.parcel_count)
    return {
        "title": wave.number,
        "wave": wave,
        "task": tasks[0] if tasks else None,
        "next": tasks[1] if len(tasks) > 1 else None,
        "left": len(tasks),
        "codes": codes,
        "reasons": CountReason.choices,
        "progress": progress_of(wave, actor),
        "is_over": wave.state == WaveState.PICKED,
        "picked_words": picked.format(count=wave.parcel_count),
    }
