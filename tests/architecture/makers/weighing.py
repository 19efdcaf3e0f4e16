"""How to call each flow of the scale on a set of any size."""

from decimal import Decimal
from itertools import count

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.catalog.models import Product, Sku
from zhanggui.fulfilment.flows.accept_weights import accept_weights
from zhanggui.fulfilment.flows.book_packagings import book_packagings
from zhanggui.fulfilment.flows.learn_weights import learn_weights
from zhanggui.fulfilment.flows.recheck_parcels import recheck_parcels
from zhanggui.fulfilment.flows.reset_weights import reset_weights
from zhanggui.fulfilment.flows.set_packagings import PackagingDraft, set_packagings
from zhanggui.fulfilment.flows.teach_weights import teach_weights
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import OddWeight, PackUse
from zhanggui.fulfilment.testing import LEAD, take_to
from zhanggui.inventory.flows.use_supplies import Supply, use_supplies
from zhanggui.inventory.testing import make_stock

_numbers = count(1)


def skus(n: int) -> list[Sku]:
    product = Product.objects.create(code=f"W{next(_numbers)}", name="Weighed")
    return [Sku.objects.create(product=product, code=f"{product.code}-{each}", weight_g=40) for each in range(n)]


def a_box(world: World, *, pieces: int) -> int:
    (box,) = skus(1)
    if pieces:
        make_stock(world.warehouse, {box.pk: pieces})
    set_packagings(packagings=[PackagingDraft(box.code)], **BY)
    return box.pk


def boxed(world: World, n: int, *, pieces: int) -> list[int]:
    """Weighed parcels, each in a box of its kind."""
    parcel_ids, box = take_to("verified", world.orders(n)), a_box(world, pieces=pieces)
    weigh_parcels(grams=dict.fromkeys(parcel_ids, 290), packagings=dict.fromkeys(parcel_ids, box), **BY)
    return parcel_ids


def weighing_in_boxes(world: World, n: int) -> Call:
    parcel_ids, box = take_to("verified", world.orders(n)), a_box(world, pieces=n)
    grams, boxes = dict.fromkeys(parcel_ids, 290), dict.fromkeys(parcel_ids, box)
    return lambda: weigh_parcels(grams=grams, packagings=boxes, **BY)


def learning(world: World, n: int) -> Call:
    parcel_ids = boxed(world, n, pieces=n)
    return lambda: learn_weights(parcel_ids=parcel_ids, **BY)


def odd(world: World, n: int) -> list[int]:
    parcel_ids = take_to("verified", world.orders(n))
    weigh_parcels(grams=dict.fromkeys(parcel_ids, 5000), **BY)
    return parcel_ids


def accepting(world: World, n: int) -> Call:
    ids = list(OddWeight.objects.filter(parcel_id__in=odd(world, n)).values_list("pk", flat=True))
    return lambda: accept_weights(odd_ids=ids, reason="a thick manual", confirmed_by=LEAD, **BY)


def rechecking(world: World, n: int) -> Call:
    parcel_ids = odd(world, n)
    return lambda: recheck_parcels(parcel_ids=parcel_ids, **BY)


def booking(world: World, n: int) -> Call:
    parcel_ids = boxed(world, n, pieces=0)
    uses = list(PackUse.objects.filter(parcel_id__in=parcel_ids))
    make_stock(world.warehouse, {uses[0].sku_id: n})
    return lambda: book_packagings(use_ids=[use.pk for use in uses], **BY)


def using(world: World, n: int) -> Call:
    (box,) = skus(1)
    make_stock(world.warehouse, {box.pk: n})
    first = next(_numbers) * 1_000_000
    supplies = [Supply(first + each, world.warehouse.pk, box.pk, Decimal(1)) for each in range(n)]
    return lambda: use_supplies(supplies=supplies, cause="test", **BY)


def teaching(world: World, n: int) -> Call:
    ids = [sku.pk for sku in skus(n)]
    return lambda: teach_weights(sku_ids=ids, grams=Decimal(40), **BY)


def resetting(world: World, n: int) -> Call:
    ids = [sku.pk for sku in skus(n)]
    teach_weights(sku_ids=ids, grams=Decimal(40), **BY)
    return lambda: reset_weights(sku_ids=ids, **BY)


def writing_packagings(world: World, n: int) -> Call:
    drafts = [PackagingDraft(sku.code) for sku in skus(n)]
    return lambda: set_packagings(packagings=drafts, **BY)


MAKERS: Makers = {
    "weigh_parcels: in boxes": weighing_in_boxes,
    "learn_weights": learning,
    "accept_weights": accepting,
    "recheck_parcels": rechecking,
    "book_packagings": booking,
    "use_supplies": using,
    "teach_weights": teaching,
    "reset_weights": resetting,
    "set_packagings": writing_packagings,
}
