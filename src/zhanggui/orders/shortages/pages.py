"""The paper of a shortage slip, as PDF for the printer and as a page for the browser's print dialog."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from zhanggui.kernel.clock import now
from zhanggui.kernel.keys import keys_in
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import ShortageSlip
from zhanggui.orders.shortages.shown import slip_paper, slips_asked
from zhanggui.papers.shortage_slip import shortage_slip_pdf
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.views.asking import actor_of


class OneSlipAtATime(Refusal):
    """These orders stand on several shortage slips. Open them one by one from the list of slips."""


@require_GET
def shortage_slip_view(request: HttpRequest) -> HttpResponse:
    """The slip `slip`, or the one on which the orders `orders` stand."""
    slip = _slip(request)
    headers = {
        "Content-Disposition": f'inline; filename="shortage-slip-{slip.number}.pdf"',
        "Cache-Control": "private, no-store",
    }
    content = shortage_slip_pdf(slip_paper(slip, at=now()))
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_GET
def shortage_slip_page_view(request: HttpRequest) -> HttpResponse:
    """The same slip for a printer the browser knows."""
    slip = _slip(request)
    context = {"title": gettext("Shortage slip"), "slip": slip, "paper": slip_paper(slip, at=now())}
    return render(request, "orders/shortage_slip.html", context)


def _slip(request: HttpRequest) -> ShortageSlip:
    actor = actor_of(request)
    actor.check("see_orders")
    slip_ids, order_ids = keys_in(request.GET.get("slip", "")), keys_in(request.GET.get("orders", ""))
    if not slip_ids and not order_ids:
        raise RequestNotUnderstood(reason="slip")
    slips = slips_asked(slip_ids=slip_ids, order_ids=order_ids, actor=actor)
    if len(slips) > 1:
        raise OneSlipAtATime
    return slips[0]
