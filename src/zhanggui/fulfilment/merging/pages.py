"""Pages of merging and splitting: one parcel parted with a live preview, one merge group."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhanggui.fulfilment.flows.set_merge_groups import set_merge_groups
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.merging.forms import GroupForm, known_group
from zhanggui.fulfilment.merging.previewing import preview_split
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.papers import lines_of, name_of
from zhanggui.fulfilment.rules.splitting import WAYS
from zhanggui.kernel.clock import now
from zhanggui.kernel.keys import number_of
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.ui.views.asking import actor_of


def merge_groups_view(request: HttpRequest) -> HttpResponse:
    return redirect("ui:desk", "merge-groups")


@require_http_methods(["GET", "POST"])
def set_merge_groups_view(request: HttpRequest) -> HttpResponse:
    """A group is written down, or changed when it is named again."""
    actor = actor_of(request)
    actor.check("set_merge_groups")
    form = GroupForm(request.POST or None, initial=known_group(request.GET.get("known", "")), actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            set_merge_groups(groups=[form.draft()], actor=actor, at=now()).one()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("ui:desk", "merge-groups")
    context = {"title": _("Merge group"), "form": form, "desk": "merge-groups"}
    return render(request, "fulfilment/place_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def split_parcel_view(request: HttpRequest, key: int) -> HttpResponse:
    """The lines of one parcel, which pieces go by themselves, and the parcels that would result."""
    actor = actor_of(request)
    actor.check("split_parcels")
    parcel = Parcel.objects.visible_to(actor).select_related("order", "shop").filter(pk=key).first()
    if parcel is None:
        raise NotFound(what=_("Parcel"), key=key)
    asked = request.POST if request.method == "POST" else request.GET
    way = asked.get("way", "by_hand") if asked.get("way") in WAYS else "by_hand"
    lines = lines_of([parcel])[parcel.pk]
    take = {line.pk: number_of(asked.get(f"take_{line.pk}", "")) for line in lines}
    limit = number_of(asked.get("limit", ""))
    trouble = ""
    if request.method == "POST":
        try:
            split_parcels(parcel_ids=[key], way=way, limit=limit, take=take, actor=actor, at=now()).one()
        except Refusal as refusal:
            trouble = refusal.sentence
        else:
            messages.success(request, _("Parcel {number} is split.").format(number=parcel.number))
            return redirect("ui:sheet", "parcels", str(key))
    context = {
        "title": _("Split parcel {number}").format(number=parcel.number),
        "parcel": parcel,
        "ways": WAYS,
        "way": way,
        "limit": limit or "",
        "lines": [(line, name_of(line), take[line.pk]) for line in lines],
        "preview": preview_split(parcel, way=way, limit=limit, take=take, actor=actor, at=now()),
        "is_asked": "way" in asked,
        "trouble": trouble,
    }
    page = "split_preview" if request.headers.get("HX-Request") and request.method == "GET" else "split"
    return render(request, f"fulfilment/{page}.html", context, status=422 if trouble else 200)
