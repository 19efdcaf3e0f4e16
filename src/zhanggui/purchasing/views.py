"""Pages of purchase orders beside their desks."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhanggui.catalog.queries import SEE_COST
from zhanggui.kernel.keys import keys_in
from zhanggui.kernel.refusal import NotFound
from zhanggui.people.doors import door
from zhanggui.purchasing.models import PurchaseOrder
from zhanggui.purchasing.paper import purchases_pdf
from zhanggui.ui.views.asking import actor_of

MOST_PAPERS = 200


@require_safe
@door(SEE_COST)
def papers_view(request: HttpRequest) -> HttpResponse:
    """The orders named in the address, on paper."""
    actor, ids = actor_of(request), request.GET.get("ids", "")
    actor.check("see_purchases")
    seen = PurchaseOrder.objects.visible_to(actor).filter(pk__in=keys_in(ids)[:MOST_PAPERS])
    orders = list(seen.select_related("supplier", "warehouse").prefetch_related("lines__sku__product").order_by("pk"))
    if not orders:
        raise NotFound(what="purchase order", key=ids[:40])
    answer = HttpResponse(purchases_pdf(orders), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="purchase-orders.pdf"'
    return answer
