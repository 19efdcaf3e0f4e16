"""How to call each flow over stock on a set of any size."""

from tests.architecture.calls import Call, Makers
from tests.world import BY, World, causes
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.flows.claim_stock import claim_stock
from zhanggui.inventory.flows.open_locations import open_locations
from zhanggui.inventory.flows.pick_claimed import pick_claimed
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.flows.promise_picks import promise_picks
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.flows.release_claims import release_claims
from zhanggui.inventory.flows.unpromise_picks import unpromise_picks
from zhanggui.inventory.rules import PickWant, Posting, Want
from zhanggui.inventory.rules.counts import Count
from zhanggui.inventory.rules.places import Place
from zhanggui.inventory.testing import make_stock


def stock(n: int, world: World) -> list[int]:
    sku_ids = [sku.pk for sku in make_skus(n)]
    make_stock(world.warehouse, dict.fromkeys(sku_ids, 9))
    return sku_ids


def receiving(world: World, n: int) -> Call:
    receipts = [Receipt(next(causes), world.place("P-01"), sku.pk, 2) for sku in make_skus(n)]
    return lambda: receive_goods(receipts=receipts, **BY)


def counting(world: World, n: int) -> Call:
    counts = [Count(next(causes), world.place("P-01"), sku_id, 5) for sku_id in stock(n, world)]
    return lambda: adjust_stock(counts=counts, note="count", **BY)


def moving(world: World, n: int) -> Call:
    bin_, storage = world.place("P-01"), world.place("S-01")
    moves = [Posting(next(causes), sku_id, bin_, storage, 1) for sku_id in stock(n, world)]
    return lambda: post_moves(cause="shift", moves=moves, **BY)


def wants_of(world: World, n: int) -> list[Want]:
    return [Want(cause := next(causes), cause, world.warehouse.pk, sku_id, 2) for sku_id in stock(n, world)]


def claiming(world: World, n: int) -> Call:
    wants = wants_of(world, n)
    return lambda: claim_stock(cause="line", wants=wants, **BY)


def letting_go(world: World, n: int) -> Call:
    wants = wants_of(world, n)
    claim_stock(cause="line", wants=wants, **BY)
    return lambda: release_claims(cause="line", cause_ids=[want.cause_id for want in wants], **BY)


def promising(world: World, n: int) -> Call:
    wants = [PickWant(next(causes), world.warehouse.pk, sku_id, 2) for sku_id in stock(n, world)]
    return lambda: promise_picks(wants=wants, **BY)


def unpromising(world: World, n: int) -> Call:
    sku_ids = stock(n, world)
    promise_picks(wants=[PickWant(next(causes), world.warehouse.pk, sku_id, 2) for sku_id in sku_ids], **BY)
    picks = [(world.place("P-01"), sku_id, "", 2) for sku_id in sku_ids]
    return lambda: unpromise_picks(picks=picks, **BY)


def picking_claimed(world: World, n: int) -> Call:
    wants = wants_of(world, n)
    claim_stock(cause="line", wants=wants, **BY)
    promise_picks(wants=[PickWant(want.cause_id, want.warehouse_id, want.sku_id, 2) for want in wants], **BY)
    bin_, pack = world.place("P-01"), world.place("PACK")
    moves = [Posting(want.cause_id, want.sku_id, bin_, pack, 2) for want in wants]
    claims = [want.cause_id for want in wants]
    return lambda: pick_claimed(cause="pick", moves=moves, claim_cause="line", claim_cause_ids=claims, **BY)


def opening(world: World, n: int) -> Call:
    places = [Place(world.warehouse.pk, f"N-{next(causes)}", "storage") for _ in range(n)]
    return lambda: open_locations(places=places, **BY)


MAKERS: Makers = {
    "receive_goods": receiving,
    "adjust_stock": counting,
    "post_moves": moving,
    "claim_stock": claiming,
    "release_claims": letting_go,
    "promise_picks": promising,
    "unpromise_picks": unpromising,
    "pick_claimed": picking_claimed,
    "open_locations": opening,
}
