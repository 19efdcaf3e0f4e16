"""Pages that write a request with a template, settle one from the sheet, define templates, and pay into accounts."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from zhanggui.kernel.clock import now
from zhanggui.kernel.doors.carriers import known_carriers
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.desks import shops_of
from zhanggui.orders.flows.handle_requests import handle_requests
from zhanggui.orders.flows.refuse_requests import refuse_requests
from zhanggui.orders.flows.reopen_requests import reopen_requests
from zhanggui.orders.flows.save_remark_templates import TemplateDraft, save_remark_templates
from zhanggui.orders.flows.top_up_accounts import TopUp, top_up_accounts
from zhanggui.orders.flows.write_requests import write_requests
from zhanggui.orders.models import Order, RemarkRequest, RemarkTemplate
from zhanggui.orders.remarks.states import RequestKind
from zhanggui.orders.rules.memos import MemoSeen
from zhanggui.orders.rules.remarks.recognisers import COURIERS
from zhanggui.ui.offering import offer
from zhanggui.ui.views.asking import actor_of

SETTLING: dict[str, Callable[..., Outcome[int]]] = {
    "handle": handle_requests,
    "refuse": refuse_requests,
    "reopen": reopen_requests,
}


def carriers() -> list[tuple[str, str]]:
    """Carriers an order may wish for: those people name in remarks, and those that are installed."""
    names = {key: words[0] for key, words in COURIERS.items()}
    return list((names | {key: gettext(str(carrier.label)) for key, carrier in known_carriers().items()}).items())


def _line(label: Any, *, required: bool = True, longest: int = 200) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=longest)


class _RequestForm(forms.Form):
    """The fields of one kind of request; `seen` is the memo that the page shows."""

    def __init__(
        self, *args: Any, kind: str, order: Order, template: RemarkTemplate | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= _fields(kind, template)
        shown = MemoSeen(order.version, order.seller_memo, order.seller_flag)
        self.fields["seen"] = forms.JSONField(widget=forms.HiddenInput, initial=list(shown), required=False)

    def clean_seen(self) -> MemoSeen | None:
        match self.cleaned_data["seen"]:
            case [int(version), str(memo), int(flag)]:
                return MemoSeen(version, memo, flag)
        return None


def _fields(kind: str, template: RemarkTemplate | None) -> dict[str, forms.Field]:
    match kind:
        case RequestKind.COURIER:
            return {"carrier": forms.ChoiceField(label=_("Courier"), choices=carriers)}
        case RequestKind.ADDRESS:
            return {"address": _line(_("New address"), longest=300)}
        case RequestKind.QUANTITY:
            return {"quantity": forms.IntegerField(label=_("Pieces wanted"), min_value=1, max_value=9_999)}
        case RequestKind.RECEIVER:
            return {
                "name": _line(_("New receiver"), required=False, longest=120),
                "phone": _line(_("New phone"), required=False, longest=40),
            }
        case RequestKind.TOGETHER:
            return {"order": _line(_("Other order no."), required=False, longest=40)}
        case RequestKind.ITEM:
            return {"old": _line(_("Instead of"), required=False), "new": _line(_("Wanted"))}
        case RequestKind.INVOICE:
            return {"title": _line(_("Invoice title")), "tax_no": _line(_("Tax number"), required=False, longest=20)}
        case RequestKind.CARD:
            return {"text": _line(_("Words on the card"))}
        case RequestKind.DELIVERY:
            day = forms.DateInput(attrs={"type": "date"})
            return {"not_before": forms.DateField(label=_("First day to send it"), widget=day)}
    kinds = dict(template.fields) if template else {}
    return {name: _own_field(name, field) for name, field in kinds.items()}


def _own_field(name: str, kind: str) -> forms.Field:
    if kind == "day":
        return forms.DateField(label=name, required=False, widget=forms.DateInput(attrs={"type": "date"}))
    return forms.DecimalField(label=name, required=False) if kind == "number" else _line(name, required=False)


@require_http_methods(["GET", "POST"])
def write_request_view(request: HttpRequest, key: int, kind: str, template_id: int | None = None) -> HttpResponse:
    actor = actor_of(request)
    actor.check("write_requests")
    order = Order.objects.visible_to(actor).filter(pk=key).first()
    if order is None or kind not in RequestKind.values:
        raise NotFound(what="order", key=key)
    template = get_object_or_404(RemarkTemplate, pk=template_id) if template_id else None
    form = _RequestForm(request.POST or None, kind=kind, order=order, template=template)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        seen = given.pop("seen", None)
        fields = {name: "" if value is None else str(value) for name, value in given.items()}
        try:
            write_requests(
                order_ids=[key], kind=kind, fields=fields, template_id=template_id,
                seen={key: seen} if seen else None, actor=actor, at=now(),
            ).one()  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, gettext("Written into the memo."))
            return redirect("ui:sheet", "orders", str(key))
    label = template.name if template else RequestKind(kind).label
    title = gettext("{kind}: order {number}").format(kind=label, number=order.number)
    context = {"title": title, "form": form, "order": order}
    return render(request, "orders/write_request.html", context, status=422 if form.errors else 200)


@require_POST
def settle_request_view(request: HttpRequest, key: int, how: str) -> HttpResponse:
    """One click on the sheet: handled, refused, or open again."""
    actor = actor_of(request)
    flow = SETTLING.get(how)
    if flow is None:
        raise NotFound(what="request", key=key)
    actor.check(f"{how}_requests")
    flow(request_ids=[key], actor=actor, at=now()).one()
    order_id = RemarkRequest.objects.values_list("order_id", flat=True).get(pk=key)
    return redirect("ui:sheet", "orders", str(order_id))


_KINDS = {"text": _("text"), "number": _("number"), "day": _("day")}


def _kind(word: str) -> str:
    """The kind that a person calls by this word."""
    return next((kind for kind, called in _KINDS.items() if word == str(called)), word)


class TemplateForm(forms.Form):
    name = _line(_("Name of the template"), longest=40)
    words = forms.CharField(
        label=_("Words that recognise it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line. A clause of a remark with one of them is such a request."),
    )
    fields_text = forms.CharField(
        label=_("Fields"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: name, then text, number or day. Empty: one line of text."),
    )

    def draft(self) -> TemplateDraft:
        given = self.cleaned_data
        rows = [line.split() for line in given["fields_text"].splitlines() if line.strip()]
        fields = tuple((row[0], _kind(row[1]) if len(row) > 1 else "text") for row in rows)
        words = tuple(line.strip() for line in given["words"].splitlines() if line.strip())
        return TemplateDraft(given["name"].strip(), words, fields or ((gettext("Text"), "text"),))


@require_http_methods(["GET", "POST"])
def save_remark_template_view(request: HttpRequest) -> HttpResponse:
    def send(form: Any) -> None:
        save_remark_templates(templates=[form.draft()], actor=actor_of(request), at=now()).one()

    return _form_page(
        request,
        TemplateForm,
        send,
        right="save_remark_templates",
        desk="remark-templates",
        title=gettext("New template"),
    )


class TopUpForm(forms.Form):
    shop = forms.TypedChoiceField(label=_("Shop"), coerce=int)
    buyer = _line(_("Buyer"), longest=120)
    amount = forms.DecimalField(label=_("Amount"), min_value=0, decimal_places=2, max_digits=12)
    cause = _line(_("Receipt no."), longest=120)
    note = _line(_("Note"), required=False)


@require_http_methods(["GET", "POST"])
def top_up_account_view(request: HttpRequest) -> HttpResponse:
    def send(form: Any) -> None:
        given = form.cleaned_data
        top_up = TopUp(given["shop"], given["buyer"].strip(), given["amount"], given["cause"].strip(), given["note"])
        top_up_accounts(top_ups=[top_up], actor=actor_of(request), at=now()).one()

    return _form_page(
        request,
        TopUpForm,
        send,
        right="top_up_accounts",
        desk="prepaid-accounts",
        title=gettext("Pay in"),
        with_shops=True,
    )


def _form_page(
    request: HttpRequest,
    form_of: type[forms.Form],
    send: Callable[[Any], None],
    *,
    right: str,
    desk: str,
    title: str,
    with_shops: bool = False,
) -> HttpResponse:
    actor = actor_of(request)
    actor.check(right)
    form = form_of(request.POST or None)
    if with_shops:
        offer(form, "shop", shops_of(actor))
    if request.method == "POST" and form.is_valid():
        try:
            send(form)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("ui:desk", desk)
    context = {"title": title, "form": form, "desk": desk}
    return render(request, "orders/listing.html", context, status=422 if form.errors else 200)
