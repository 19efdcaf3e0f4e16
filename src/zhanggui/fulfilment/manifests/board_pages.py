"""The page of the hand-over board, on a desk or on the wall."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhanggui.fulfilment.manifests.board import HandOverBoard, hand_over_board
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.kernel.clock import now
from zhanggui.ui.views.asking import actor_of


@require_safe
def hand_over_board_view(request: HttpRequest) -> HttpResponse:
    """The board; without the frame when only its figures are asked for."""
    actor = actor_of(request)
    actor.check("see_parcels")
    board = hand_over_board(actor=actor, at=now())
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(plot_of(board))
    context = {
        "title": _("Hand-over board"),
        "board": board,
        "carriers": [(carrier_label(one.carrier), one, one.shipped + one.waiting) for one in board.carriers],
        "may_open": actor.may("open_manifests"),
        "may_batch": actor.may("hand_over_waybills"),
        "at": now(),
        "is_big": "big" in request.GET,
    }
    is_part = request.headers.get("HX-Request")
    page = "fulfilment/hand_over_figures.html" if is_part else "fulfilment/hand_over_board.html"
    return render(request, page, context)


def plot_of(board: HandOverBoard) -> dict[str, Any]:
    """What the plot draws: hours of the day, and of each carrier how many were scanned in each."""
    hours = max((len(counts) for counts in board.hours.values()), default=0)
    return {
        "hours": [f"{hour:02}:00" for hour in range(hours)],
        "series": [{"name": carrier_label(carrier), "counts": counts} for carrier, counts in board.hours.items()],
    }
