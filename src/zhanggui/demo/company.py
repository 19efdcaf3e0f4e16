"""Found the demo company: people, a warehouse with goods, and its shops on simulated platforms. Safe to repeat."""

import csv
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from zhanggui.books.flows.install_chart import install_chart
from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.models import Sku
from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.flows.set_shares import ShareDraft, set_shares
from zhanggui.channels.jobs import read_shop_listings
from zhanggui.channels.models import ShopLink
from zhanggui.demo.arrivals import inspect_arrivals
from zhanggui.demo.buying import plan_purchases
from zhanggui.demo.costs import value_goods
from zhanggui.demo.couriers import open_couriers
from zhanggui.demo.goods import goods
from zhanggui.demo.keeping import keep_goods
from zhanggui.demo.lasting import watch_stock
from zhanggui.demo.models import StaffPost
from zhanggui.demo.people import PEOPLE, POSTS
from zhanggui.demo.platforms import BESIDE, PLATFORMS, SimulatedPlatform
from zhanggui.demo.suppliers import find_suppliers
from zhanggui.inventory.flows.open_locations import open_locations
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.models import Location
from zhanggui.inventory.rules.places import Place
from zhanggui.inventory.states import WAITS_FOR_INSPECTOR, LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.orders.flows.switch_gift_rules import switch_gift_rules
from zhanggui.orders.flows.write_gift_rules import write_gift_rules
from zhanggui.orders.models import GiftRule
from zhanggui.orders.rules.conditions import Condition, Group, Test
from zhanggui.orders.rules.gifts.drafts import GiftDraft
from zhanggui.orders.rules.gifts.terms import GiftChoice, GiftTerms
from zhanggui.people.flows.create_users import UserDraft, create_users
from zhanggui.people.flows.install_roles import install_roles
from zhanggui.people.models import Shop, User, Warehouse

SHOP = "tb-demo"
PIECES = 6000
GIFT = "满两件送一件"
AISLES, SHELVES = "ABCDEF", 24


def found_company(*, taobao: str, beside: Mapping[str, str] | None = None, actor: Actor, at: datetime) -> None:
    """Afterwards the company stands. Its shop on Taobao speaks to the simulator at `taobao`, others to those that are
    named in `beside`, by platform."""
    install_roles(actor=actor, at=at)
    install_chart(actor=actor, at=at)
    warehouse, _ = Warehouse.objects.get_or_create(
        code="HZ", defaults={"name": "杭州主仓", "sender_name": "掌柜演示旗舰店", "sender_phone": "0571-85022088",
                             "sender_address": "浙江省杭州市余杭区文一西路969号"},
    )  # fmt: skip
    Shop.objects.get_or_create(code="files", defaults={"name": "电话与文件订单", "channel": "files"})
    _hire(actor=actor, at=at)
    open_locations(places=_places(warehouse.pk), actor=actor, at=at)
    import_skus(rows=goods(), actor=actor, at=at)
    find_suppliers(at=at)
    _fill_shelves(warehouse, actor=actor, at=at)
    inspect_arrivals(warehouse, actor=actor, at=at)
    value_goods(actor=actor, at=at)
    plan_purchases(warehouse, actor=actor, at=at)
    watch_stock(warehouse, actor=actor, at=at)
    keep_goods(warehouse, actor=actor, at=at)
    open_couriers(warehouse.pk, actor=actor, at=at)
    _link(SHOP, "掌柜演示旗舰店", PLATFORMS["taobao"], taobao, actor=actor, at=at)
    for key, address in (beside or {}).items():
        _link(f"{key}-demo", BESIDE[key], PLATFORMS[key], address, actor=actor, at=at)
    _give_gifts(actor=actor, at=at)
    StaffPost.objects.bulk_create([StaffPost(code=code) for code in POSTS], ignore_conflicts=True)


def write_catalogue(path: Path) -> None:
    """What the simulated shop puts on sale."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["code", "title", "spec", "price", "stock"])
        writer.writerows([row.code, row.product_name, row.spec, row.price, PIECES] for row in goods())


def _hire(*, actor: Actor, at: datetime) -> None:
    known = set(User.objects.values_list("username", flat=True))
    drafts = [
        UserDraft(username, name, settings.DEMO_PASSWORD, roles=(role,))
        for username, name, role in PEOPLE
        if username not in known
    ]
    if drafts:
        create_users(users=drafts, actor=actor, at=at)


def _places(warehouse_id: int) -> Sequence[Place]:
    bins = [
        Place(warehouse_id, f"{aisle}-{shelf:02}", LocationKind.PICKING, place)
        for place, (aisle, shelf) in enumerate(((a, s) for a in AISLES for s in range(1, SHELVES + 1)), start=1)
    ]
    zones = [
        Place(warehouse_id, "收货区", LocationKind.RECEIVING),
        Place(warehouse_id, WAITS_FOR_INSPECTOR, LocationKind.RECEIVING, 1),
        Place(warehouse_id, "存储区", LocationKind.STORAGE, 800),
        Place(warehouse_id, "打包区", LocationKind.PACKING, 900),
        Place(warehouse_id, "次品区", LocationKind.DEFECTIVE, 990),
        Place(warehouse_id, "补发配件区", LocationKind.PARTS, 991),
    ]
    return [*bins, *zones]


def _fill_shelves(warehouse: Warehouse, *, actor: Actor, at: datetime) -> None:
    """Every SKU has a bin of its own, full. The cause is the SKU's, so filling twice fills once."""
    bins = list(
        Location.objects.filter(warehouse=warehouse, kind=LocationKind.PICKING)
        .order_by("walk_order")
        .values_list("pk", flat=True)
    )
    skus = Sku.objects.filter(code__in=[row.code for row in goods()]).order_by("pk").values_list("pk", "code", "cost")
    receipts = [
        Receipt(zlib.crc32(code.encode()), bins[place % len(bins)], sku_id, PIECES, unit_cost=cost)
        for place, (sku_id, code, cost) in enumerate(skus)
    ]
    receive_goods(receipts=receipts, actor=actor, at=at)


def _give_gifts(*, actor: Actor, at: datetime) -> None:
    """Whoever buys two pieces or more gets one of the first SKU, as long as there is budget."""
    if GiftRule.objects.filter(name=GIFT).exists():
        return
    first, second = [row.code for row in goods()][:2]
    condition = Condition("all", (Group("all", (Test("units", "ge", ("2",)),)),))
    terms = GiftTerms((GiftChoice(first, 1, (second,)),), per_buyer=1, cap_pieces=500)
    write_gift_rules(drafts=[GiftDraft(GIFT, condition, terms)], actor=actor, at=at)
    rule_ids = list(GiftRule.objects.filter(name=GIFT).values_list("pk", flat=True))
    switch_gift_rules(rule_ids=rule_ids, is_on=True, actor=actor, at=at)


def _link(code: str, name: str, platform: SimulatedPlatform, address: str, *, actor: Actor, at: datetime) -> None:
    """The shop has its keys, and shows an even share of the stock."""
    shop, _ = Shop.objects.get_or_create(code=code, defaults={"name": name, "channel": platform.key})
    settings_ = platform.settings(address)
    if ShopLink.objects.filter(shop=shop, settings=settings_).exists():
        return
    link = LinkDraft(shop.pk, settings_, dict(platform.secrets), covered_to=at - timedelta(hours=2))
    link_shops(links=[link], actor=actor, at=at)
    set_shares(shares=[ShareDraft(shop.pk, True, 100 // (len(BESIDE) + 1), safety=5)], actor=actor, at=at)
    read_shop_listings.defer(shop_id=shop.pk)
