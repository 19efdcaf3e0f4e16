"""The pages of wave strategies: one written down, and what several would make now."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhanggui.fulfilment.flows.run_strategies import run_strategies
from zhanggui.fulfilment.flows.set_strategies import set_strategies
from zhanggui.fulfilment.models import Parcel, WaveStrategy
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.fulfilment.states import WaveKind
from zhanggui.fulfilment.waving.forms import StrategyForm, known_strategy
from zhanggui.fulfilment.waving.strategies import Arranged, preview, strategies_of
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.keys import keys_in
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.views.asking import actor_of

NAMED = 30
"""So many parcels are named for each reason."""


def strategies_view(request: HttpRequest) -> HttpResponse:
    return redirect("ui:desk", "wave-strategies")


@require_http_methods(["GET", "POST"])
def set_strategies_view(request: HttpRequest) -> HttpResponse:
    """A strategy is written down, or changed when it is named again."""
    actor = actor_of(request)
    actor.check("set_strategies")
    form = StrategyForm(request.POST or None, initial=known_strategy(request.GET.get("known", ""), actor), actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            set_strategies(strategies=[form.draft()], actor=actor, at=now()).one()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("ui:desk", "wave-strategies")
    context = {"title": _("Wave strategy"), "form": form, "desk": "wave-strategies"}
    return render(request, "fulfilment/place_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def preview_strategies_view(request: HttpRequest) -> HttpResponse:
    """What the strategies named, or all that are switched on, would make now; a button makes it."""
    actor = actor_of(request)
    actor.check("run_strategies")
    rows = _asked(request, actor)
    if request.method == "POST":
        outcome = run_strategies(strategy_ids=[row.pk for row in rows], actor=actor, at=now())
        for refusal in outcome.refused.values():
            messages.warning(request, refusal.sentence)
        if outcome.done:
            messages.success(request, _("{count} strategies have made their waves.").format(count=len(outcome.done)))
            return redirect("/desk/waves/?tab=open")
    arranged = preview(strategies_of(rows), actor=actor, at=now())
    names = {row.pk: row.name for row in rows}
    context = {
        "title": _("What would be made now?"),
        "ids": ",".join(str(row.pk) for row in rows),
        "names": list(names.values()),
        "totals": _totals(arranged),
        "strategies": _by_strategy(arranged, names),
        "rest": _reasons(arranged.rest),
    }
    return render(request, "fulfilment/wave_preview.html", context)


def _asked(request: HttpRequest, actor: Actor) -> list[WaveStrategy]:
    rows = WaveStrategy.objects.visible_to(actor).select_related("wall").order_by("priority", "pk")
    ids = keys_in(request.POST.get("ids", "") or request.GET.get("ids", ""))
    return list(rows.filter(pk__among=ids) if ids else rows.filter(is_enabled=True))


def _totals(arranged: Arranged) -> Mapping[str, int]:
    return {
        "waves": len(arranged.waves),
        "parcels": sum(len(wave.plan.parcel_ids) for wave in arranged.waves),
        "pieces": sum(wave.plan.units for wave in arranged.waves),
        "rest": len(arranged.rest),
    }


def _by_strategy(arranged: Arranged, names: Mapping[int, str]) -> Sequence[Mapping[str, Any]]:
    waves: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for plan, strategy_id, *_means in arranged.waves:
        waves[strategy_id or 0].append(
            {
                "kind": WaveKind(plan.kind).label,
                "carrier": carrier_label(plan.carrier),
                "zone": plan.zone,
                "parcels": len(plan.parcel_ids),
                "pieces": plan.units,
                "ship_by": plan.ship_by,
            }
        )
    return [
        {
            "name": name,
            "waves": waves[pk],
            "parcels": sum(wave["parcels"] for wave in waves[pk]),
            "pieces": sum(wave["pieces"] for wave in waves[pk]),
        }
        for pk, name in names.items()
    ]


def _reasons(rest: Mapping[int, Refusal]) -> Sequence[Mapping[str, Any]]:
    """Why parcels are left, the commonest reason first, with the first parcels it concerns by number."""
    sentences = {pk: refusal.sentence for pk, refusal in rest.items()}
    first: dict[str, list[int]] = defaultdict(list)
    for pk, sentence in sentences.items():
        if len(first[sentence]) < NAMED:
            first[sentence].append(pk)
    shown = {pk for ids in first.values() for pk in ids}
    numbers = dict(Parcel.objects.filter(pk__among=shown).values_list("pk", "number"))
    return [
        {"sentence": sentence, "count": count, "parcels": [(pk, numbers[pk]) for pk in first[sentence]]}
        for sentence, count in Counter(sentences.values()).most_common(NAMED)
    ]
