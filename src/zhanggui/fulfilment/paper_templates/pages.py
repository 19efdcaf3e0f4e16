"""The page on which papers are designed, beside a preview of what is being typed; and the pauses of delivery notes."""

from decimal import Decimal

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanggui.fulfilment.flows.pause_notes import pause_notes
from zhanggui.fulfilment.flows.resume_notes import resume_notes
from zhanggui.fulfilment.flows.save_paper_templates import save_paper_templates
from zhanggui.fulfilment.models import NotePause, SavedTemplate
from zhanggui.fulfilment.paper_templates.choosing import read_template
from zhanggui.fulfilment.paper_templates.forms import PauseForm, TemplateForm, scopes
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, now
from zhanggui.kernel.keys import keys_in, number_of
from zhanggui.kernel.refusal import Refusal
from zhanggui.papers.delivery_note import notes_by_template_pdf
from zhanggui.papers.picklist import pick_list_pdf
from zhanggui.papers.templates import LIST, NOTE, USUAL, PaperTemplate, check_template
from zhanggui.papers.values import CellShare, Contact, DeliveryNotePaper, NoteLine, PickListPaper, PickRow
from zhanggui.ui.views.asking import actor_of

_SAMPLE_GOODS, _SAMPLE_SPEC = "纯棉短袖圆领T恤春夏新款宽松男女同款", "白色 XL"
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
    known = read_template(shown.template) if shown else USUAL[paper]
    form = TemplateForm(request.POST or None, paper=paper, actor=actor, known=known)
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
        "papers": [(NOTE, _("Delivery note")), (LIST, _("Pick list"))],
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
@xframe_options_sameorigin
def preview_paper_view(request: HttpRequest) -> HttpResponse:
    """The paper as the form says, with made-up goods; a form that cannot be printed says why."""
    actor = _designer(request)
    paper = request.GET.get("paper", NOTE)
    form = TemplateForm(request.GET, paper=paper if paper in USUAL else NOTE, actor=actor, known=USUAL[NOTE])
    form.is_valid()
    template = form.template()
    check_template(template)
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(sample_pdf(template), content_type="application/pdf", headers=headers)


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


def sample_pdf(template: PaperTemplate) -> bytes:
    """Made-up goods with long names, so that one sees what does not fit."""
    at = now()
    if template.paper == LIST:
        rows = tuple(
            PickRow(
                f"A-{place:02}", f"TS-{place:03}-WHITE-XL", _SAMPLE_GOODS, place, _SAMPLE_SPEC, (CellShare("3", place),)
            )
            for place in range(1, 9)
        )
        paper = PickListPaper("W260101-000001", "示例仓", "示例快递", at, rows, parcel_count=8)
        return pick_list_pdf(paper, names=template.columns)
    lines = tuple(
        NoteLine(f"TS-{place:03}-WHITE-XL", _SAMPLE_GOODS, place, _SAMPLE_SPEC, Decimal("39.90"))
        for place in range(1, 5)
    )
    contact = Contact("张䶮", "138****0000", "浙江省杭州市余杭区文一西路1号")
    note = DeliveryNotePaper(
        "P260101-000001", "示例旗舰店", contact, lines, at, ("202601010001",), "示例快递", "YT0000000000018"
    )
    return notes_by_template_pdf([(template, [note])])


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
    return paper if paper in USUAL else NOTE, keys[0], keys[1]


def _query(paper: str, warehouse_id: int | None, shop_id: int | None) -> str:
    return f"paper={paper}&warehouse={warehouse_id or ''}&shop={shop_id or ''}"
