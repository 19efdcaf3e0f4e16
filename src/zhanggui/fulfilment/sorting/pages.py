"""The big screen of a wall, and the part of it that is read again and again, also by the stations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhanggui.fulfilment.models import Wave
from zhanggui.fulfilment.sorting.board import board_of
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import NotFound
from zhanggui.ui.views.asking import actor_of


def look_words() -> dict[str, str]:
    return {
        "empty": _("empty"),
        "filling": _("filling"),
        "complete": _("complete"),
        "stopped": _("stopped"),
        "gone": _("taken out"),
    }


@require_safe
def wall_screen_view(request: HttpRequest, key: int) -> HttpResponse:
    """The wall on a screen of its own, to be read from three metres."""
    actor = actor_of(request)
    actor.check("see_parcels")
    wave = _wave(request, key)
    context = {"title": _("Wall · {wave}").format(wave=wave.number), "wave": wave}
    return render(request, "fulfilment/wall_screen.html", context)


@require_safe
def wall_cells_view(request: HttpRequest, key: int) -> HttpResponse:
    """The cells as they are now."""
    actor = actor_of(request)
    actor.check("see_parcels")
    board = board_of(_wave(request, key), actor=actor, at=now())
    looks = [(look, words, board.count(look)) for look, words in look_words().items()]
    return render(request, "fulfilment/wall_cells.html", {"board": board, "looks": looks})


def _wave(request: HttpRequest, key: int) -> Wave:
    wave = Wave.objects.visible_to(actor_of(request)).select_related("wall").filter(pk=key).first()
    if wave is None:
        raise NotFound(what="wave", key=key)
    return wave
