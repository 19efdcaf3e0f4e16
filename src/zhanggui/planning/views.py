"""Pages of planning beside its desks: a new plan, how it is planned, sales from a file, and the picture of a SKU."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.doors import door
from zhanggui.planning.charting import chart_of
from zhanggui.planning.flows.import_sales import import_sales
from zhanggui.planning.flows.set_planning_numbers import set_planning_numbers
from zhanggui.planning.flows.set_uplifts import set_uplifts
from zhanggui.planning.flows.start_plans import start_plans
from zhanggui.planning.forms import NumbersForm, PlanForm, SalesFileForm, UpliftsForm
from zhanggui.planning.models import Forecast, Plan, Uplift
from zhanggui.planning.queries import learned_uplifts, numbers_now
from zhanggui.planning.reading import read_sales
from zhanggui.planning.sheets import is_running, plan_of
from zhanggui.ui.views.asking import actor_of

MOST_SHOWN = 200
LARGEST = 50_000_000


@require_http_methods(["GET", "HEAD", "POST"])
@door("start_plans")
def new_plan_view(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = PlanForm(request.POST if request.method == "POST" else None, actor=actor)
    if request.method == "POST" and form.is_valid():
        ids = [int(pk) for pk in form.cleaned_data["warehouses"]]
        outcome = start_plans(warehouse_ids=ids, actor=actor, at=now())
        for refusal in outcome.refused.values():
            form.add_error(None, refusal.sentence)
        if not outcome.refused:
            newest = Plan.objects.visible_to(actor).order_by("-pk").values_list("pk", flat=True)[0]
            return redirect("ui:sheet", "plans", newest) if len(ids) == 1 else redirect("ui:desk", "plans")
    context = {"title": _("New plan"), "form": form, "do": _("Work it out")}
    return render(request, "planning/form.html", context, status=422 if form.errors else 200)


@require_safe
@door("see_plans")
def progress_view(request: HttpRequest, key: int) -> HttpResponse:
    """How far a plan is, asked for again until it is worked out; then the page is read anew, with all of it."""
    actor = actor_of(request)
    plan = Plan.objects.visible_to(actor).filter(pk=key).first()
    if plan is None:
        raise NotFound(what="plan", key=key)
    answer = render(request, "planning/progress.html", {"values": plan_of(plan, actor)})
    if not is_running(plan):
        answer["HX-Refresh"] = "true"
    return answer


@require_safe
@door("see_plans")
def chart_view(request: HttpRequest, key: int) -> HttpResponse:
    forecast = Forecast.objects.visible_to(actor_of(request)).filter(pk=key).first()
    if forecast is None:
        raise NotFound(what="forecast", key=key)
    return JsonResponse(chart_of(forecast))


@require_http_methods(["GET", "HEAD", "POST"])
@door("set_uplifts")
def numbers_view(request: HttpRequest) -> HttpResponse:
    """Two forms: the company's numbers, for who may set them, and what festivals bring."""
    actor, asked = actor_of(request), request.POST.get("do")
    may_set = actor.may("set_planning_numbers")
    numbers = NumbersForm(request.POST if asked == "numbers" else None, initial=numbers_now().as_json())
    said = dict(Uplift.objects.values_list("festival", "times"))
    uplifts = UpliftsForm(request.POST if asked == "uplifts" else None, initial=said, learned=learned_uplifts(actor))
    if asked == "numbers" and may_set and numbers.is_valid():
        set_planning_numbers(**numbers.cleaned_data, actor=actor, at=now())
        return redirect("planning:numbers")
    if asked == "uplifts" and uplifts.is_valid():
        changed = {kind: times for kind, times in uplifts.uplifts().items() if said.get(kind) != times}
        set_uplifts(uplifts=changed, actor=actor, at=now())
        return redirect("planning:numbers")
    context = {"title": _("How it is planned"), "numbers": numbers, "uplifts": uplifts, "may_set": may_set}
    state = 422 if numbers.errors or uplifts.errors else 200
    return render(request, "planning/numbers.html", context, status=state)


@require_http_methods(["GET", "HEAD", "POST"])
@door("import_sales")
def import_sales_view(request: HttpRequest) -> HttpResponse:
    form = SalesFileForm(request.POST or None, request.FILES or None)
    context = {"title": _("Import sales"), "form": form}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            file = read_sales(upload.read(LARGEST), name=upload.name)
            outcome = import_sales(sales=file.rows, actor=actor_of(request), at=now())
        except Refusal as refusal:
            form.add_error("file", refusal.sentence)
        else:
            refused = file.refused | outcome.refused
            told = [(key, no.sentence) for key, no in refused.items()]
            context |= {"done": len(outcome.done), "refused": len(told), "refused_rows": told[:MOST_SHOWN]}
    return render(request, "planning/import_sales.html", context, status=422 if form.errors else 200)
