"""What stock was worth on a day, beside what the books say; and the method by which it is valued."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from zhanggui.books.queries import standing
from zhanggui.books.states import Role
from zhanggui.catalog.queries import SEE_COST
from zhanggui.costing.flows.choose_method import choose_method
from zhanggui.costing.forms import MethodForm
from zhanggui.costing.models import CostBatch, CostBook, CostLine, MethodChange, StockValue, WaitingMove
from zhanggui.costing.queries import Valued, names_of, values_at
from zhanggui.costing.states import Method
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, now
from zhanggui.kernel.refusal import Refusal
from zhanggui.people.doors import door
from zhanggui.ui.report_files import csv_answer
from zhanggui.ui.views.asking import actor_of

A_PAGE = 100
MOST_CHANGES = 50


class DayUnreadable(Refusal):
    """{day} is no day."""


@require_safe
@door(SEE_COST)
def values_on_day_view(request: HttpRequest) -> HttpResponse:
    """What is worth most comes first. The file has every SKU."""
    actor = actor_of(request)
    day = _day_asked(request.GET.get("day", ""))
    asked = request.GET.get("sku", "").strip()
    found = sorted(values_at(day, code=asked), key=lambda one: (-one.value, one.sku_id))
    if "export" in request.GET:
        heads = [
            _("Merchant code"),
            _("Goods"),
            _("Specification"),
            pgettext("costing", "Pieces"),
            _("Cost of one piece"),
            pgettext("costing", "Value"),
        ]
        return csv_answer(f"stock-value-{day}", heads, _cells(found))
    number = _page_asked(request.GET.get("page", ""), rows=len(found))
    shown = found[(number - 1) * A_PAGE : number * A_PAGE]
    total = sum((one.value for one in found), Decimal(0))
    context = {
        "title": _("Stock value on a day"),
        "day": day,
        "today": company_day(now()),
        "sku": asked,
        "rows": _rows(shown),
        "number": number,
        "before": number - 1,
        "after": number + 1 if number * A_PAGE < len(found) else 0,
        "skus": len(found),
        "pieces": sum(one.quantity for one in found),
        "total": total,
        "books": None if asked else _in_books(day, total, actor),
    }
    return render(request, "costing/values_on_day.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door("choose_method")
def method_view(request: HttpRequest) -> HttpResponse:
    """The method now, who chose it when, and what still waits to be valued or posted."""
    book = CostBook.objects.filter(pk=1).first()
    present = book.method if book else Method.AVERAGE
    form = MethodForm(request.POST or None, initial={"method": present})
    if request.method == "POST" and form.is_valid():
        try:
            choose_method(**form.cleaned_data, actor=actor_of(request), at=now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("cost_method")
    unposted = CostBatch.objects.filter(entry__isnull=True).exclude(value=0, beside=0)
    context = {
        "title": _("How stock is valued"),
        "form": form,
        "present": Method(present).label,
        "is_valued": CostLine.objects.exists(),
        "changes": MethodChange.objects.order_by("-pk")[:MOST_CHANGES],
        "waiting": WaitingMove.objects.count(),
        "unposted": unposted.count(),
    }
    return render(request, "costing/method.html", context, status=422 if form.errors else 200)


def _day_asked(text: str) -> date:
    """Today where no day is named."""
    if not text:
        return company_day(now())
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DayUnreadable(day=text[:20]) from None


def _page_asked(text: str, *, rows: int) -> int:
    last = max(1, -(-rows // A_PAGE))
    return min(max(1, int(text)), last) if text.isdecimal() and len(text) < 9 else 1


def _rows(found: Sequence[Valued]) -> list[dict[str, Any]]:
    names = names_of(one.sku_id for one in found)
    cards = dict(StockValue.objects.filter(sku_id__among={one.sku_id for one in found}).values_list("sku_id", "pk"))
    return [
        {"name": names[one.sku_id], "worth": one, "url": f"/sheet/stock-values/{cards[one.sku_id]}/"} for one in found
    ]


def _cells(found: Sequence[Valued]) -> list[list[object]]:
    names = names_of(one.sku_id for one in found)
    return [[*names[one.sku_id], one.quantity, one.unit_cost, one.value] for one in found]


def _in_books(day: date, total: Decimal, actor: Actor) -> dict[str, Any] | None:
    """What the account of stock says on that day, and by how much it differs; for those who see the books."""
    account = standing(Role.STOCK, day) if actor.may("see_books") else None
    return {"account": account, "gap": account.amount - total} if account else None
