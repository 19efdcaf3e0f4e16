"""Find any document by what is printed on it: order number, waybill, parcel, wave, SKU code, barcode; an order also by
its buyer and its receiver's name, phone or the last four digits of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from zhanggui.catalog.models import Barcode, Sku
from zhanggui.fulfilment.models import Parcel, Wave
from zhanggui.kernel.actor import Actor
from zhanggui.orders.receivers.finding import find_orders

AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One document: what it is, its number, a word more, and its sheet."""

    kind: str
    number: str
    more: str
    url: str


def find_documents(words: str, *, actor: Actor) -> list[Found]:
    """Hits within the actor's rights and scope, the latest orders first. At most six statements."""
    return list(_find(words.strip(), actor))[:AT_MOST]


def _find(words: str, actor: Actor) -> Iterator[Found]:
    if actor.may("see_orders"):
        for order in find_orders(words, actor=actor)[:AT_MOST]:
            more = f"{order.receiver_name_masked} {order.goods}".strip()
            yield Found(_("Order"), order.number, more, _sheet("orders", order.pk))
    if actor.may("see_parcels"):
        parcels = Parcel.objects.visible_to(actor).filter(Q(waybill=words) | Q(number=words))[:AT_MOST]
        for parcel in parcels:
            yield Found(_("Parcel"), parcel.number, parcel.waybill, _sheet("parcels", parcel.pk))
        for wave in Wave.objects.visible_to(actor).filter(number=words):
            yield Found(_("Wave"), wave.number, "", _sheet("waves", wave.pk))
    if actor.may("see_catalog"):
        coded = Barcode.objects.filter(code=words).values_list("sku_id")
        known = list(Sku.objects.filter(code=words).values_list("pk").union(coded))
        skus = Sku.objects.filter(pk__among=[pk for (pk,) in known]).select_related("product").order_by("code")
        for sku in skus[:AT_MOST]:
            yield Found(_("SKU"), sku.code, f"{sku.product.name} {sku.spec}", _sheet("skus", sku.pk))


def _sheet(name: str, key: int) -> str:
    return reverse("ui:sheet", args=[name, key])
