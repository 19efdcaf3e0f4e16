"""The page on which a put wall is opened, changed, or opened again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhanggui.fulfilment.flows.open_walls import open_walls
from zhanggui.fulfilment.walls.forms import WallForm, known_wall
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.views.asking import actor_of


@require_http_methods(["GET", "POST"])
def open_walls_view(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.check("open_walls")
    form = WallForm(request.POST or None, initial=known_wall(request.GET.get("known", ""), actor), actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            open_walls(walls=[form.draft()], actor=actor, at=now()).one()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("ui:desk", "walls")
    context = {"title": _("Put wall"), "form": form, "desk": "walls"}
    return render(request, "fulfilment/place_form.html", context, status=422 if form.errors else 200)
