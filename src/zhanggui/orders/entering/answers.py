"""What the form asks while someone types: goods, buyers known by phone, pasted addresses, regions."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhanggui.catalog.finding import find_skus
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.entering.buyers import buyers_known_by
from zhanggui.orders.entering.page import PLACE
from zhanggui.orders.flows.show_receivers import show_receivers
from zhanggui.orders.receivers.gazetteer import gazetteer
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.rules.addresses import parse_pasted
from zhanggui.orders.rules.regions import check_region
from zhanggui.orders.states import LookPurpose
from zhanggui.ui.views.asking import actor_of, body_of

LONGEST_PASTE = 2000
PARTS = ("name", "mobile", "phone", "state", "city", "district", "town", "address", "postcode", "email")


@require_GET
def goods_view(request: HttpRequest) -> HttpResponse:
    """SKUs that fit what was typed."""
    actor_of(request).check(PLACE)
    found = find_skus(request.GET.get("q", "")[:80])
    return JsonResponse(
        {
            "skus": [
                {
                    "code": sku.code,
                    "name": sku.name,
                    "spec": sku.spec,
                    "price": str(sku.price),
                    "floor": str(sku.floor_price),
                    "sure": sku.rank < 2,
                }
                for sku in found
            ]
        }
    )


@never_cache
@require_POST
def buyers_view(request: HttpRequest) -> HttpResponse:
    """Buyers whom this phone or name calls: masked. The question comes in the body, for addresses are logged."""
    actor = actor_of(request)
    actor.check(PLACE)
    return JsonResponse({"buyers": buyers_known_by(str(body_of(request).get("q", ""))[:60], actor=actor)})


@never_cache
@require_POST
def known_receiver_view(request: HttpRequest, key: int) -> HttpResponse:
    """The whole receiver of an earlier order, to be copied into the form: the look is on record."""
    actor = actor_of(request)
    actor.check(PLACE)
    order_id = show_receivers(order_ids=[key], purpose=LookPurpose.CARE, actor=actor, at=now()).one()
    receiver = receivers_of([order_id])[order_id]
    return JsonResponse({name: getattr(receiver, name) for name in PARTS})


@never_cache
@require_POST
def pasted_view(request: HttpRequest) -> HttpResponse:
    """A pasted text as a receiver, with the parts a person must look at."""
    actor_of(request).check(PLACE)
    pasted = parse_pasted(str(body_of(request).get("text", ""))[:LONGEST_PASTE], gazetteer())
    receiver = {name: getattr(pasted.receiver, name) for name in PARTS}
    return JsonResponse({"receiver": receiver, "unsure": list(pasted.unsure), "note": pasted.note})


@require_POST
def region_view(request: HttpRequest) -> HttpResponse:
    """Whether three names are one place, and the names that can follow."""
    actor_of(request).check(PLACE)
    body = body_of(request)
    state, city, district = (str(body.get(name, "")).strip()[:60] for name in ("state", "city", "district"))
    known = gazetteer()
    answer: dict[str, object] = {}
    try:
        region = check_region(known, state=state, city=city, district=district)
        answer |= {"region": region._asdict()}
        state, city = region.state, region.city
    except Refusal as refusal:
        answer |= {"wrong": refusal.sentence, "code": refusal.code()}
    answer |= {"cities": list(known.cities(state)), "districts": list(known.districts(state, city))}
    return JsonResponse(answer)
