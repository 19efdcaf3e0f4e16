"""How to call each flow on a set of any size, in a world where every document of the set can be done.

A maker prepares `n` documents through real flows and answers the call to be listened to.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.world import BY, World, causes
from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.rules.sku_rows import SkuRow
from zhanggui.catalog.testing import make_skus
from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.flows.pause_links import pause_links
from zhanggui.channels.flows.queue_notices import queue_notices
from zhanggui.channels.flows.renew_links import LinkRenewal, renew_links
from zhanggui.channels.flows.resume_links import resume_links
from zhanggui.channels.flows.retry_notices import retry_notices
from zhanggui.channels.models import Notice
from zhanggui.channels.states import NoticeState
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.clear_stopped_parcels import clear_stopped_parcels
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.reprint_parcels import reprint_parcels
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
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
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.steps import move_to
from zhanggui.orders.flows.block_buyers import BuyerBlock, block_buyers
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.close_areas import Area, close_areas
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.match_lines import match_lines
from zhanggui.orders.flows.record_progress import Progress, record_progress
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.reopen_areas import reopen_areas
from zhanggui.orders.flows.reopen_orders import reopen_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.show_receivers import show_receivers
from zhanggui.orders.flows.show_snapshots import show_snapshots
from zhanggui.orders.flows.unblock_buyers import unblock_buyers
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.models import BlockedBuyer, OrderLine, OrderSnapshot, UnreachableArea
from zhanggui.orders.testing import channel_order, make_orders, make_shop
from zhanggui.people.flows.change_passwords import PasswordChange, change_passwords
from zhanggui.people.flows.change_profiles import Profile, change_profiles
from zhanggui.people.flows.create_users import UserDraft, create_users
from zhanggui.people.flows.deactivate_users import deactivate_users
from zhanggui.people.flows.install_roles import install_roles
from zhanggui.people.flows.make_api_tokens import TokenDraft, make_api_tokens
from zhanggui.people.flows.revoke_api_tokens import revoke_api_tokens
from zhanggui.people.flows.set_scope import UserScope, set_scope
from zhanggui.people.models import ApiToken, Role, User
from zhanggui.people.scope import Scope
from zhanggui.people.testing import PASSWORD
from zhanggui.ui.flows.delete_views import delete_views
from zhanggui.ui.flows.save_views import ViewDraft, save_views
from zhanggui.ui.models import SavedView

Call = Callable[[], Any]
CLERK = replace(system_actor("clerk"), user_id=7)


def fresh_orders(world: World, n: int) -> Call:
    wanted = {sku.code: 1 for sku in world.skus}
    orders = [channel_order(skus=wanted) for _ in range(n)]
    return lambda: import_orders(shop_id=world.shop.pk, orders=orders, **BY)


def newer_orders(world: World, n: int) -> Call:
    """Addresses changed while the parcels are printed: the longest way through an import."""
    wanted = {sku.code: 1 for sku in world.skus}
    orders = [channel_order(skus=wanted) for _ in range(n)]
    take_to("printed", make_orders(world.shop, orders))
    newer = [
        replace(
            order,
            modified_at=order.modified_at + timedelta(minutes=5),
            receiver=replace(order.receiver, address="another"),
            address_change_asked=True,
            raw=b"newer",
        )
        for order in orders
    ]
    return lambda: import_orders(shop_id=world.shop.pk, orders=newer, **BY)


def repeated_orders(world: World, n: int) -> Call:
    orders = [channel_order(skus={sku.code: 1 for sku in world.skus}) for _ in range(n)]
    make_orders(world.shop, orders)
    return lambda: import_orders(shop_id=world.shop.pk, orders=orders, **BY)


def of_orders(flow: Callable[..., Any], **arguments: Any) -> Callable[[World, int], Call]:
    def maker(world: World, n: int) -> Call:
        order_ids = world.orders(n)
        return lambda: flow(order_ids=order_ids, **arguments, **BY)

    return maker


def releasing(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    hold_orders(order_ids=order_ids, **BY)
    return lambda: release_orders(order_ids=order_ids, **BY)


def reopening(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    cancel_orders(order_ids=order_ids, **BY)
    return lambda: reopen_orders(order_ids=order_ids, **BY)


def progressing(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    review_orders(order_ids=order_ids, **BY)
    line_ids = OrderLine.objects.filter(order_id__in=order_ids).values_list("pk", flat=True)
    lines = [Progress(line_id, claimed=1) for line_id in line_ids]
    return lambda: record_progress(lines=lines, **BY)


def planning(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    review_orders(order_ids=order_ids, **BY)
    return lambda: plan_parcels(order_ids=order_ids, **BY)


def planning_without_stock(world: World, n: int) -> Call:
    make_stock(world.warehouse, {sku.pk: 1000 for sku in world.skus})
    order_ids = world.orders(n)
    review_orders(order_ids=order_ids, **BY)
    counts = [Count(next(causes), world.place("P-01"), sku.pk, 0) for sku in world.skus]
    adjust_stock(counts=counts, note="gone", **BY)
    return lambda: plan_parcels(order_ids=order_ids, **BY)


def of_parcels(stage: str, flow: Callable[..., Any], **arguments: Any) -> Callable[[World, int], Call]:
    def maker(world: World, n: int) -> Call:
        parcel_ids = take_to(stage, world.orders(n))
        return lambda: flow(parcel_ids=parcel_ids, **arguments, **BY)

    return maker


def picking(world: World, n: int) -> Call:
    parcel_ids = take_to("printed", world.orders(n))
    wave_ids = set(Parcel.objects.filter(pk__in=parcel_ids).values_list("wave_id", flat=True))
    return lambda: pick_waves(wave_ids=sorted(wave_ids), **BY)


def weighing(world: World, n: int) -> Call:
    grams = dict.fromkeys(take_to("verified", world.orders(n)), 260)
    return lambda: weigh_parcels(grams=grams, **BY)


def clearing(stage: str) -> Callable[[World, int], Call]:
    def maker(world: World, n: int) -> Call:
        parcel_ids = take_to(stage, world.orders(n))
        stop_parcels(parcel_ids=parcel_ids, reason="refund", **BY)
        return lambda: clear_stopped_parcels(parcel_ids=parcel_ids, **BY)

    return maker


def stopping_orders(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    take_to("waved", order_ids)
    hold_orders(order_ids=order_ids, **BY)
    return lambda: stop_orders(order_ids=order_ids, **BY)


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


def cataloguing(world: World, n: int) -> Call:
    rows = [
        SkuRow(code=f"C{cause}", product_name=f"C{cause}", category="茶叶", barcodes=(f"B{cause}",))
        for cause in (next(causes) for _ in range(n))
    ]
    return lambda: import_skus(rows=rows, **BY)


def drafts(n: int) -> list[UserDraft]:
    if not Role.objects.exists():
        install_roles(**BY)
    return [UserDraft(username=f"u{next(causes)}", name="U", password=PASSWORD, roles=("packer",)) for _ in range(n)]


def people(n: int) -> list[int]:
    names = create_users(users=drafts(n), **BY).done
    return list(User.objects.filter(username__in=names).values_list("pk", flat=True))


def hiring(world: World, n: int) -> Call:
    users = drafts(n)
    return lambda: create_users(users=users, **BY)


def scoping(world: World, n: int) -> Call:
    scopes = [UserScope(user_id, Scope(("picker",), (world.shop.pk,), (world.warehouse.pk,))) for user_id in people(n)]
    return lambda: set_scope(scopes=scopes, **BY)


def renaming(world: World, n: int) -> Call:
    profiles = [Profile(user_id, name="New") for user_id in people(n)]
    return lambda: change_profiles(profiles=profiles, **BY)


def new_passwords(world: World, n: int) -> Call:
    changes = [PasswordChange(user_id, "Maple-Harbour-9") for user_id in people(n)]
    return lambda: change_passwords(changes=changes, **BY)


def dismissing(world: World, n: int) -> Call:
    user_ids = people(n)
    return lambda: deactivate_users(user_ids=user_ids, **BY)


def giving_keys(world: World, n: int) -> Call:
    tokens = [TokenDraft(user_id, f"key {user_id}") for user_id in people(n)]
    return lambda: make_api_tokens(tokens=tokens, **BY)


def taking_keys(world: World, n: int) -> Call:
    giving_keys(world, n)()
    token_ids = list(ApiToken.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    return lambda: revoke_api_tokens(token_ids=token_ids, **BY)


def saving_views(world: World, n: int) -> Call:
    views = [ViewDraft(desk="orders", title=f"V{next(causes)}") for _ in range(n)]
    return lambda: save_views(views=views, actor=CLERK, at=BY["at"])


def deleting_views(world: World, n: int) -> Call:
    saving_views(world, n)()
    view_ids = list(SavedView.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    return lambda: delete_views(view_ids=view_ids, actor=CLERK, at=BY["at"])


def link_drafts(n: int) -> list[LinkDraft]:
    shops = [make_shop(channel="taobao") for _ in range(n)]
    secrets = {"app_secret": "s", "session": "x"}
    return [LinkDraft(shop.pk, {"gateway": "http://127.0.0.1:1"}, secrets, BY["at"]) for shop in shops]


def linked_shops(n: int) -> list[int]:
    return link_shops(links=link_drafts(n), **BY).done


def linking(world: World, n: int) -> Call:
    links = link_drafts(n)
    return lambda: link_shops(links=links, **BY)


def pausing(world: World, n: int) -> Call:
    shop_ids = linked_shops(n)
    return lambda: pause_links(shop_ids=shop_ids, **BY)


def resuming(world: World, n: int) -> Call:
    shop_ids = linked_shops(n)
    pause_links(shop_ids=shop_ids, **BY)
    return lambda: resume_links(shop_ids=shop_ids, **BY)


def renewing(world: World, n: int) -> Call:
    links = [LinkRenewal(shop_id, {"session": "new"}) for shop_id in linked_shops(n)]
    return lambda: renew_links(links=links, **BY)


def noticing(world: World, n: int) -> Call:
    draft = replace(link_drafts(1)[0], shop_id=world.shop.pk)
    type(world.shop).objects.filter(pk=world.shop.pk).update(channel="taobao")
    link_shops(links=[draft], **BY)
    parcel_ids = take_to("shipped", world.orders(n))
    return lambda: queue_notices(parcel_ids=parcel_ids, **BY)


def noticing_again(world: World, n: int) -> Call:
    noticing(world, n)()
    notice_ids = list(Notice.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    move_to(Notice, notice_ids, NoticeState.REFUSED)
    return lambda: retry_notices(notice_ids=notice_ids, **BY)


def matching(world: World, n: int) -> Call:
    """Orders came in before the catalog knew their codes."""
    codes = [f"L{next(causes)}" for _ in range(n)]
    make_orders(world.shop, [channel_order(skus=[code]) for code in codes])
    import_skus(rows=[SkuRow(code=code, product_name=code, category="茶叶") for code in codes], **BY)
    return lambda: match_lines(sku_codes=codes, **BY)


def blocking(world: World, n: int) -> Call:
    buyers = [BuyerBlock(f"b{next(causes)}") for _ in range(n)]
    return lambda: block_buyers(buyers=buyers, **BY)


def unblocking(world: World, n: int) -> Call:
    blocking(world, n)()
    ids = list(BlockedBuyer.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    return lambda: unblock_buyers(buyer_ids=ids, **BY)


def closing_areas(world: World, n: int) -> Call:
    areas = [Area(f"state {next(causes)}") for _ in range(n)]
    return lambda: close_areas(areas=areas, **BY)


def reopening_areas(world: World, n: int) -> Call:
    closing_areas(world, n)()
    ids = list(UnreachableArea.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    return lambda: reopen_areas(area_ids=ids, **BY)


def showing_snapshots(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    snapshot_ids = list(OrderSnapshot.objects.filter(order_id__in=order_ids).values_list("id", flat=True))
    return lambda: show_snapshots(snapshot_ids=snapshot_ids, **BY)


MAKERS: dict[str, Callable[[World, int], Call]] = {
    "import_orders": fresh_orders,
    "import_orders: newer": newer_orders,
    "import_orders: again": repeated_orders,
    "review_orders": of_orders(review_orders),
    "hold_orders": of_orders(hold_orders),
    "cancel_orders": of_orders(cancel_orders),
    "handle_remarks": of_orders(handle_remarks),
    "write_memos": of_orders(write_memos, memo="gift wrap", flag=3),
    "show_receivers": of_orders(show_receivers),
    "show_snapshots": showing_snapshots,
    "release_orders": releasing,
    "reopen_orders": reopening,
    "record_progress": progressing,
    "match_lines": matching,
    "block_buyers": blocking,
    "unblock_buyers": unblocking,
    "close_areas": closing_areas,
    "reopen_areas": reopening_areas,
    "plan_parcels": planning,
    "plan_parcels: short": planning_without_stock,
    "build_waves": of_parcels("planned", build_waves),
    "print_parcels": of_parcels("waved", print_parcels),
    "reprint_parcels": of_parcels("printed", reprint_parcels),
    "pick_waves": picking,
    "weigh_parcels": weighing,
    "ship_parcels": of_parcels("weighed", ship_parcels),
    "stop_parcels: planned": of_parcels("planned", stop_parcels, reason="refund"),
    "stop_parcels: waved": of_parcels("waved", stop_parcels, reason="refund"),
    "stop_parcels: printed": of_parcels("printed", stop_parcels, reason="refund"),
    "stop_parcels: weighed": of_parcels("weighed", stop_parcels, reason="refund"),
    "stop_orders": stopping_orders,
    "clear_stopped_parcels": clearing("weighed"),
    "receive_goods": receiving,
    "adjust_stock": counting,
    "post_moves": moving,
    "claim_stock": claiming,
    "release_claims": letting_go,
    "promise_picks": promising,
    "unpromise_picks": unpromising,
    "pick_claimed": picking_claimed,
    "open_locations": opening,
    "import_skus": cataloguing,
    "create_users": hiring,
    "set_scope": scoping,
    "change_profiles": renaming,
    "change_passwords": new_passwords,
    "deactivate_users": dismissing,
    "make_api_tokens": giving_keys,
    "revoke_api_tokens": taking_keys,
    "save_views": saving_views,
    "delete_views": deleting_views,
    "link_shops": linking,
    "pause_links": pausing,
    "resume_links": resuming,
    "renew_links": renewing,
    "queue_notices": noticing,
    "retry_notices": noticing_again,
}
