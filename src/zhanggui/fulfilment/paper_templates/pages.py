"""The page on which papers are designed, beside a preview of what is being typed; and the pauses of delivery notes."""

from dataclasses import replace

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanggui.fulfilment.flows.keep_paper_logos import keep_paper_logos
from zhanggui.fulfilment.flows.pause_notes import pause_notes
from zhanggui.fulfilment.flows.resume_notes import resume_notes
from zhanggui.fulfilment.flows.save_paper_templates import save_paper_templates
from zhanggui.fulfilment.models import NotePause, SavedTemplate
from zhanggui.fulfilment.paper_templates.choosing import current_templates, logos_of, read_template, template_of
from zhanggui.fulfilment.paper_templates.examples import example_paper
from zhanggui.fulfilment.paper_templates.forms import PauseForm, TemplateForm, scopes
from zhanggui.fulfilment.paper_templates.states import TemplatePaper
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, now
from zhanggui.kernel.keys import keys_in, number_of
from zhanggui.kernel.refusal import Refusal
from zhanggui.papers.first_page import first_page_png, paper_pdf
from zhanggui.papers.logos import LARGEST, NoLogo
from zhanggui.papers.templates import LABEL, NOTE, OF_SHOPS, USUAL, check_template, in_language
from zhanggui.papers.values import DeliveryNotePaper, HandOverPaper
from zhanggui.ui.views.asking import actor_of

_MOST_VERSIONS = 20
_SHOWN_PAUSES = 20


@require_http_methods(["GET", "POST"])
def paper_templates_view(request: HttpRequest) -> HttpResponse:
    """One paper for one warehouse and shop. Saved, it is a new version; an older one can be taken into the form."""
    actor = _designer(request)
    paper, warehouse_id, shop_id = _chosen(request, actor)
    versions = list(
        SavedTemplate.objects.filter(Q(warehouse_id=warehouse_id, shop_id=shop_id), paper=paper).order_by("-version")[
            :_MOST_VERSIONS
        ]
    )
    wanted = number_of(request.GET.get("version", ""))
    shown = next((one for one in versions if one.version == wanted), versions[0] if versions else None)
    if shown:
        known = read_template(shown.template)
    else:
        known = template_of(current_templates(paper), paper, warehouse_id=warehouse_id, shop_id=shop_id)
    form = TemplateForm(request.POST or None, paper=paper, known=known, is_for_shop=shop_id is not None)
    if request.method == "POST" and form.is_valid():
        draft = form.draft(warehouse_id=warehouse_id, shop_id=shop_id)
        try:
            save_paper_templates(templates=[draft], actor=actor, at=now()).one()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved. Papers are printed like this from now on."))
            return redirect(f"{reverse('fulfilment:paper_templates')}?{_query(paper, warehouse_id, shop_id)}")
    warehouses, shops = scopes(actor)
    context = {
        "title": _("Paper templates"),
        "form": form,
        "papers": TemplatePaper.choices,
        "of_shops": paper in OF_SHOPS,
        "paper": paper,
        "warehouses": warehouses,
        "warehouse": str(warehouse_id or ""),
        "shops": shops,
        "shop": str(shop_id or ""),
        "versions": versions,
        "shown": shown,
        "query": _query(paper, warehouse_id, shop_id),
        "pause_form": PauseForm(actor=actor, initial={"first_on": company_day(now()), "last_on": company_day(now())}),
        "pauses": NotePause.objects.select_related("shop").order_by("-pk")[:_SHOWN_PAUSES],
        "today": company_day(now()),
    }
    return render(request, "fulfilment/paper_templates.html", context, status=422 if form.errors else 200)


@require_GET
def preview_paper_view(request: HttpRequest) -> HttpResponse:
    """The first page as the form says, or, asked for as `pdf`, the whole paper; what cannot be printed says why."""
    actor = _designer(request)
    paper, warehouse_id, shop_id = _chosen(request, actor)
    form = TemplateForm(request.GET, paper=paper, known=USUAL[paper])
    form.is_valid()
    template = form.template()
    check_template(template)
    if paper == LABEL and shop_id is not None:
        stock = template_of(current_templates(LABEL), LABEL, warehouse_id=warehouse_id)
        template = replace(template, size=stock.size)
    with in_language(template):
        shown = example_paper(paper, request.GET.get("example", "").strip(), actor=actor, at=now())
    if isinstance(shown, DeliveryNotePaper | HandOverPaper):
        shown = replace(shown, logo=logos_of([template]).get(template.logo, b""))
    headers = {"Cache-Control": "private, no-store"}
    if request.GET.get("as") == "pdf":
        return HttpResponse(paper_pdf(shown, template), content_type="application/pdf", headers=headers)
    return HttpResponse(first_page_png(shown, template), content_type="image/png", headers=headers)


@require_POST
def keep_paper_logo_view(request: HttpRequest) -> JsonResponse:
    """A picture for a paper that is being designed: it is kept, and its digest goes into the form."""
    actor = _designer(request)
    picture = request.FILES.get("picture")
    if picture is None:
        raise NoLogo
    content = picture.read(LARGEST + 1)
    return JsonResponse({"logo": keep_paper_logos(pictures=[content], actor=actor, at=now()).one()})


@require_POST
def pause_notes_view(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.check("pause_notes")
    form = PauseForm(request.POST, actor=actor)
    if form.is_valid():
        try:
            pause_notes(pauses=[form.draft()], actor=actor, at=now()).one()
            messages.success(request, _("No delivery note is printed on these days."))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
    else:
        messages.error(request, _("From which day to which, and why?"))
    return redirect("fulfilment:paper_templates")


@require_POST
def resume_notes_view(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.check("resume_notes")
    resume_notes(pause_ids=keys_in(request.POST.get("pause", "")), actor=actor, at=now()).one()
    return redirect("fulfilment:paper_templates")


def _designer(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    actor.check("save_paper_templates")
    return actor


def _chosen(request: HttpRequest, actor: Actor) -> tuple[str, int | None, int | None]:
    """The paper, warehouse and shop asked for; what the actor may not decide for is the first they may."""
    paper = request.GET.get("paper", NOTE)
    keys: list[int | None] = []
    for name, offered in zip(("warehouse", "shop"), scopes(actor), strict=True):
        allowed = [key for key, _words in offered] or [""]
        asked = request.GET.get(name, "")
        keys.append(number_of(asked if asked in allowed else allowed[0]) or None)
    known = paper if paper in USUAL else NOTE
    return known, keys[0], keys[1] if known in OF_SHOPS else None


def _query(paper: str, warehouse_id: int | None, shop_id: int | None) -> str:
    return f"paper={paper}&warehouse={warehouse_id or ''}&shop={shop_id or ''}"
