"""Pages of a line on the sheet of its order: bind it to a SKU, exchange its goods, take it out, and back."""

from decimal import Decimal
from typing import Any, Protocol

import orjson
from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanggui.catalog.finding import find_skus
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.keys import number_of
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.changes.answering import named_lines
from zhanggui.orders.flows.bind_lines import bind_lines
from zhanggui.orders.flows.cancel_lines import cancel_lines
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.reopen_lines import reopen_lines
from zhanggui.orders.flows.undo_exchanges import undo_exchanges
from zhanggui.orders.models import Exchange, Order, OrderLine
from zhanggui.orders.rules.binding import Binding, ItemExchange
from zhanggui.orders.rules.cancelling import LineCancel
from zhanggui.orders.rules.exchanges import MOST_PIECES
from zhanggui.orders.states import LineOrigin
from zhanggui.ui.desk.seen import Watched, check_unchanged
from zhanggui.ui.views.asking import actor_of

_WATCHED = (
    Watched("order.version", _("Version")),
    Watched("sku_code", _("Merchant code")),
    Watched("ordered", _("Pieces")),
    Watched("amount", _("Amount")),
    Watched("exchange", _("Exchanged for")),
    Watched("cancelled_by", _("Taken out by")),
)
_UNDONE = (Watched("exchange", _("Exchanged for")),)
_PICKED = {"data-find-sku": "", "autocomplete": "off", "autofocus": True, "role": "combobox"}


class LineForm(forms.Form):
    """Carries what was seen of the line, so that nobody decides about goods that somebody has changed since."""

    seen = forms.JSONField(widget=forms.HiddenInput, required=False)


class BindForm(LineForm):
    sku_code = forms.CharField(
        label=_("Merchant code"),
        max_length=64,
        widget=forms.TextInput(attrs=_PICKED),
        help_text=_("Type a code, a barcode, a name or pinyin initials."),
    )
    remember = forms.BooleanField(
        label=_("Remember for this shop"),
        required=False,
        help_text=_("Later orders with the same code, or without one the same listing, are bound by themselves."),
    )


class ExchangeForm(LineForm):
    sku_code = forms.CharField(
        label=_("Send instead"),
        max_length=64,
        widget=forms.TextInput(attrs=_PICKED),
        help_text=_("Type a code, a barcode, a name or pinyin initials."),
    )
    quantity = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=MOST_PIECES)
    price_difference = forms.DecimalField(
        label=_("Price difference"),
        required=False,
        max_digits=10,
        decimal_places=2,
        help_text=_("What the buyer pays on top; below zero: what they get back."),
    )


class CancelLineForm(LineForm):
    refund = forms.DecimalField(
        label=_("The buyer gets back"),
        min_value=0,
        max_digits=10,
        decimal_places=2,
        help_text=_("As agreed; at most what was paid for the line. The money itself goes back on the platform."),
    )
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)


def _answer_field(*, is_likely: bool) -> forms.BooleanField:
    return forms.BooleanField(
        label=_("The buyer asked for it"),
        required=False,
        initial=is_likely,
        help_text=_("The buyer asked the platform for other goods. Ticked, this exchange is our yes."),
    )


class Send(Protocol):
    def __call__(self, line: OrderLine, given: dict[str, Any], actor: Actor) -> Outcome[int]: ...


@require_GET
def find_skus_view(request: HttpRequest) -> HttpResponse:
    """SKUs that fit what was typed, for those who may see the catalog."""
    actor_of(request).check("see_catalog")
    found = find_skus(request.GET.get("q", "")[:80])
    return JsonResponse({"skus": [{"code": one.code, "name": f"{one.name} {one.spec}".strip()} for one in found]})


@require_http_methods(["GET", "POST"])
def bind_line_view(request: HttpRequest, key: int) -> HttpResponse:
    def send(line: OrderLine, given: dict[str, Any], actor: Actor) -> Outcome[int]:
        binding = Binding(line.pk, given["sku_code"].strip())
        return bind_lines(bindings=[binding], remember=given["remember"], actor=actor, at=now())

    return _line_page(
        request, key, BindForm(request.POST or None), send, right="bind_lines", title=gettext("Bind to a SKU")
    )


@require_http_methods(["GET", "POST"])
def exchange_line_view(request: HttpRequest, key: int) -> HttpResponse:
    def send(line: OrderLine, given: dict[str, Any], actor: Actor) -> Outcome[int]:
        difference = given["price_difference"] or Decimal(0)
        answer = given.get("is_answer")
        exchange = ItemExchange(line.pk, given["sku_code"].strip(), given["quantity"], difference, answer)
        return exchange_lines(exchanges=[exchange], actor=actor, at=now())

    line = _line_of(key, actor_of(request))
    wanted = number_of(request.GET.get("quantity", ""))
    same = {"sku_code": line.sku.code} if wanted and line.sku else {}
    form = ExchangeForm(request.POST or None, initial={"quantity": wanted or line.ordered, **same})
    if (named := named_lines(line.order_id)) is not None:
        form.fields["is_answer"] = _answer_field(is_likely=not named or line.number in named)
    return _line_page(request, key, form, send, right="exchange_lines", title=gettext("Exchange goods"))


@require_POST
def undo_exchange_view(request: HttpRequest, key: int) -> HttpResponse:
    actor = actor_of(request)
    actor.check("undo_exchanges")
    line = _line_of(key, actor)
    with transaction.atomic():
        Order.objects.select_for_update(no_key=True).get(pk=line.order_id)
        if "seen" in request.POST:
            check_unchanged(line.order.number, _UNDONE, [request.POST["seen"]], [_exchanged_for(line)])
        undo_exchanges(line_ids=[line.pk], actor=actor, at=now()).one()
    messages.success(request, gettext("The exchange is taken back."))
    return redirect("ui:sheet", "orders", str(line.order_id))


@require_http_methods(["GET", "POST"])
def cancel_line_view(request: HttpRequest, key: int) -> HttpResponse:
    def send(line: OrderLine, given: dict[str, Any], actor: Actor) -> Outcome[int]:
        cancel = LineCancel(line.pk, given["refund"])
        return cancel_lines(cancels=[cancel], reason=given["reason"], actor=actor, at=now())

    line = _line_of(key, actor_of(request))
    form = CancelLineForm(request.POST or None, initial={"refund": line.amount})
    return _line_page(request, key, form, send, right="cancel_lines", title=gettext("Take the line out"))


@require_POST
def reopen_line_view(request: HttpRequest, key: int) -> HttpResponse:
    actor = actor_of(request)
    actor.check("reopen_lines")
    line = _line_of(key, actor)
    reopen_lines(line_ids=[line.pk], actor=actor, at=now()).one()
    messages.success(request, gettext("The line is sent after all."))
    return redirect("ui:sheet", "orders", str(line.order_id))


def _line_of(key: int, actor: Actor) -> OrderLine:
    lines = OrderLine.objects.filter(origin=LineOrigin.CHANNEL, order__in=Order.objects.visible_to(actor))
    line = lines.select_related("order", "sku").filter(pk=key).first()
    if line is None:
        raise NotFound(what=gettext("Line"), key=key)
    return line


def _seen_now(line: OrderLine) -> list[Any]:
    """The values of _WATCHED."""
    exchanged = _exchanged_for(line)
    return [line.order.version, line.sku_code, line.ordered, str(line.amount), exchanged, line.cancelled_by]


def _exchanged_for(line: OrderLine) -> str:
    exchange = Exchange.objects.filter(line=line, ended_at=None).select_related("sku").first()
    return f"{exchange.quantity} × {exchange.sku.code}" if exchange else ""


def _line_page(request: HttpRequest, key: int, form: forms.Form, send: Send, *, right: str, title: str) -> HttpResponse:
    actor = actor_of(request)
    actor.check(right)
    line = _line_of(key, actor)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                Order.objects.select_for_update(no_key=True).get(pk=line.order_id)
                line = _line_of(key, actor)
                if (seen := form.cleaned_data["seen"]) is not None:
                    check_unchanged(line.order.number, _WATCHED, seen, _seen_now(line))
                send(line, form.cleaned_data, actor).one()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            form.data = request.POST.dict() | {"seen": orjson.dumps(_seen_now(line)).decode()}
        else:
            messages.success(request, gettext("{action}: done.").format(action=title))
            return redirect("ui:sheet", "orders", str(line.order_id))
    form.initial["seen"] = _seen_now(line)
    context = {"title": title, "form": form, "line": line, "order": line.order}
    return render(request, "orders/line_page.html", context, status=422 if form.errors else 200)
