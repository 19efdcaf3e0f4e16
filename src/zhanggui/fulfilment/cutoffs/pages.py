"""The page of the cut-off board, on a desk or on the wall."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from zhanggui.fulfilment.cutoffs.board import Board, CutOffRow, board_of
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.fulfilment.rules.forecasts import DONE, STAGES, STUCK, Forecast
from zhanggui.kernel.clock import now
from zhanggui.kernel.keys import key_of
from zhanggui.kernel.refusal import NotFound
from zhanggui.orders.cut_offs import cut_off_words, cut_offs_of
from zhanggui.ui.views.asking import actor_of

SHOWN = (*STUCK, *STAGES, DONE)
OF_ORDERS = frozenset({"to_review", "to_plan", "held", "shortage"})


def stage_words() -> dict[str, str]:
    return {
        "held": _("On hold"),
        "shortage": _("Out of stock"),
        "stopped": _("Stop basket"),
        "to_review": _("To review"),
        "to_plan": _("To plan"),
        "planned": _("To wave"),
        "waved": _("To print"),
        "printed": _("To pick"),
        "picked": _("To verify"),
        "verified": _("To weigh"),
        "weighed": _("To hand over"),
        "shipped": pgettext("board", "Left"),
    }


@require_safe
def cut_offs_view(request: HttpRequest) -> HttpResponse:
    """The board of one warehouse; without the frame when only its figures are asked for."""
    actor = actor_of(request)
    actor.check("see_parcels")
    warehouses = cut_offs_of(actor)
    key = chosen_warehouse(warehouses, request.GET.get("warehouse", ""))
    name, times = warehouses[key]
    board = board_of(key, times, actor=actor, at=now())
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(plot_of(board))
    context = {
        "title": _("Cut-off board"),
        "warehouses": [(pk, one) for pk, (one, _times) in warehouses.items()],
        "warehouse": key,
        "warehouse_name": name,
        "stages": [(stage, words, _pace(board, stage)) for stage, words in stage_words().items()],
        "moving": STAGES,
        "may_edit": actor.may("set_cut_offs"),
        "has_several": len(warehouses) > 1,
        "rows": [_shown(board, row) for row in board.rows],
        "at": now(),
        "is_big": "big" in request.GET,
    }
    page = "fulfilment/cut_offs_table.html" if request.headers.get("HX-Request") else "fulfilment/cut_offs.html"
    return render(request, page, context)


def chosen_warehouse(warehouses: Mapping[int, Any], chosen: str) -> int:
    """The one asked for, or the first. Raises NotFound."""
    key = key_of(chosen) if chosen else next(iter(warehouses), None)
    if key is None or key not in warehouses:
        raise NotFound(what="warehouse", key=chosen)
    return int(key)


def _pace(board: Board, stage: str) -> int | None:
    """How many an hour, at least one; None where the shift has not said yet."""
    return max(1, round(board.speeds[stage])) if stage in board.speeds else None


def _shown(board: Board, row: CutOffRow) -> dict[str, Any]:
    words = stage_words()
    forecast = row.forecast if row.total > row.counts[DONE] else Forecast(None)
    return {
        "name": cut_off_words(row.window),
        "carriers": " ".join(map(carrier_label, sorted(row.carriers))),
        "cells": [{"stage": stage, "count": row.counts[stage], "url": _url(board, row, stage)} for stage in SHOWN],
        "total": row.total,
        "left": row.counts[DONE],
        "done_at": forecast.done_at,
        "stands": words.get(forecast.stands, ""),
        "slowest": words.get(forecast.slowest, ""),
        "is_late": row.is_late,
        "is_done": row.total > 0 and row.total == row.counts[DONE],
    }


def _url(board: Board, row: CutOffRow, stage: str) -> str:
    """The list that sums to the number."""
    cut_off = f"{board.warehouse_id}-{row.window.key}"
    if stage in OF_ORDERS:
        return f"/desk/orders/?{urlencode({'tab': 'all', 'stage': stage, 'cut_off': cut_off})}"
    return f"/desk/parcels/?{urlencode({'tab': stage, 'cut_off': cut_off})}"


def plot_of(board: Board) -> dict[str, Sequence[Any]]:
    """What the plot draws: cut-offs, and of each stage how much of them stands there."""
    words = stage_words()
    return {
        "cut_offs": [cut_off_words(row.window) for row in board.rows],
        "stages": [
            {"stage": stage, "name": words[stage], "counts": [row.counts[stage] for row in board.rows]}
            for stage in SHOWN
        ],
    }
