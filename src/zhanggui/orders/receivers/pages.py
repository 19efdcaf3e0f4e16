"""What the sheet of an order shows only on demand, because looking is put on record."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhanggui.kernel.clock import now
from zhanggui.kernel.seal import unseal
from zhanggui.orders.flows.show_receivers import show_receivers
from zhanggui.orders.flows.show_snapshots import show_snapshots
from zhanggui.orders.models import Order, OrderSnapshot
from zhanggui.orders.receivers.hidden import hidden_texts
from zhanggui.orders.receivers.looks import day_of
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.receivers.shown import whole_receiver
from zhanggui.ui.views.asking import actor_of


@never_cache
@require_POST
def show_receivers_view(request: HttpRequest, key: int) -> HttpResponse:
    purpose = request.POST.get("purpose", "")
    shown = show_receivers(order_ids=[key], purpose=purpose, actor=actor_of(request), at=now()).one()
    if not request.headers.get("HX-Request"):
        return redirect("ui:sheet", "orders", str(key))
    texts = hidden_texts([shown]).get(shown, [])
    values = whole_receiver(Order.objects.get(pk=shown), receivers_of([shown])[shown], texts)
    day = day_of(actor_of(request), at=now())
    return render(request, "orders/receiver.html", {"values": values, "day": day})


@never_cache
@require_POST
def show_snapshots_view(request: HttpRequest, key: int) -> HttpResponse:
    shown = show_snapshots(snapshot_ids=[key], actor=actor_of(request), at=now()).one()
    payload = unseal(OrderSnapshot.objects.get(id=shown).payload)
    return render(request, "orders/snapshot.html", {"payload": readable(payload)})


def readable(payload: bytes) -> str:
    """A payload laid out for people: JSON indented, anything else as it came."""
    try:
        return json.dumps(json.loads(payload), ensure_ascii=False, indent=2)
    except ValueError:
        return payload.decode(errors="replace")
