"""The company measured: 1,000 SKUs over 150 bins, and two equal halves, one for our flows and one for the limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random

import orjson

from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.models import Sku
from zhanggui.catalog.rules.sku_rows import SkuRow
from zhanggui.inventory.flows.open_locations import open_locations
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.models import Location
from zhanggui.inventory.queries import outside, packing_place
from zhanggui.inventory.rules.places import Place
from zhanggui.inventory.states import LocationKind
from zhanggui.kernel.actor import EVERYTHING, Actor, system_actor
from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder, ChannelState, Receiver
from zhanggui.people.models import Shop, Warehouse

SKUS = 1_000
LINES = 3
PICKING_BINS, STORAGE_BINS = 100, 50
IN_EACH_BIN = 20_000
AT = datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Side:
    """One half: its own shop and warehouse, the same goods, the same orders under its own letter."""

    letter: str
    shop: Shop
    warehouse: Warehouse
    skus: dict[str, int]

    @cached_property
    def actor(self) -> Actor:
        """Someone who works in this half only."""
        return Actor(
            name="bench", grants=EVERYTHING, source="bench",
            shop_ids=frozenset({self.shop.pk}), warehouse_ids=frozenset({self.warehouse.pk}),
        )  # fmt: skip

    @cached_property
    def packing(self) -> int:
        return packing_place([self.warehouse.pk])[self.warehouse.pk]

    @cached_property
    def customer(self) -> int:
        return outside(LocationKind.CUSTOMER)

    def number(self, place: int) -> str:
        return f"{self.letter}{2_611_210_000_000_000 + place}"

    def numbers(self, places: Sequence[int]) -> list[str]:
        return [self.number(place) for place in places]

    def orders(self, places: Sequence[int]) -> list[ChannelOrder]:
        """The orders at these places of the endless list. Both halves have the same goods, for buyers of the same names
        in streets of their own: an order of the other half is no duplicate."""
        return [_order(self.number(place), Random(place), road=f"文一西路{self.letter}") for place in places]


def make_sides(letters: Sequence[str]) -> list[Side]:
    """The catalog, and for each letter a shop and a warehouse full of goods."""
    actor = system_actor("bench")
    rows = [
        SkuRow(
            code=_code(place), product_name=f"龙井 {place}", category="茶叶", barcodes=(f"ZG{place:07}",),
            weight_g=250, price=Decimal("39.90"), cost=Decimal("18.50"),
        )
        for place in range(SKUS)
    ]  # fmt: skip
    import_skus(rows=rows, actor=actor, at=AT)
    skus = dict(Sku.objects.values_list("code", "pk"))
    sides = []
    for letter in letters:
        shop = Shop.objects.create(code=f"bench{letter}", name=f"Bench {letter}", channel="files")
        warehouse = Warehouse.objects.create(code=f"WH{letter}", name=f"Warehouse {letter}")
        sides.append(Side(letter, shop, warehouse, skus))
        _fill(warehouse, list(skus.values()), base=len(sides) * 10 * SKUS, actor=actor)
    return sides


def _fill(warehouse: Warehouse, sku_ids: Sequence[int], *, base: int, actor: Actor) -> None:
    places = [
        *(Place(warehouse.pk, f"P-{n:03}", LocationKind.PICKING, n) for n in range(PICKING_BINS)),
        *(Place(warehouse.pk, f"S-{n:03}", LocationKind.STORAGE, n) for n in range(STORAGE_BINS)),
        Place(warehouse.pk, "PACK", LocationKind.PACKING, 900),
    ]
    open_locations(places=places, actor=actor, at=AT)
    bins = dict(Location.objects.filter(warehouse=warehouse).values_list("code", "pk"))
    receipts = [
        Receipt(base + 2 * place + half, bins[code], sku_id, IN_EACH_BIN, Decimal("18.50"))
        for place, sku_id in enumerate(sku_ids)
        for half, code in enumerate((f"P-{place % PICKING_BINS:03}", f"S-{place % STORAGE_BINS:03}"))
    ]
    receive_goods(receipts=receipts, actor=actor, at=AT)


def _code(place: int) -> str:
    return f"LJ-{place:05}"


SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"


def _order(number: str, chance: Random, *, road: str) -> ChannelOrder:
    placed = AT - timedelta(seconds=chance.randrange(600, 80_000))
    paid = placed + timedelta(seconds=chance.randrange(5, 500))
    lines = tuple(
        ChannelLine(
            number=f"{number}{place}", sku_code=_code(sku), title=f"西湖龙井 明前特级 第{sku}号 绿茶礼盒装",
            spec="净含量:250g;包装:礼盒", quantity=quantity, price=Decimal("39.90"), amount=Decimal("39.90") * quantity,
            listing=str(600_000_000_000 + sku),
        )
        for place, sku in enumerate(chance.sample(range(SKUS), LINES), start=1)
        for quantity in (chance.choice((1, 1, 2)),)
    )  # fmt: skip
    receiver = Receiver(
        name=f"{chance.choice(SURNAMES)}{chr(chance.randrange(0x4E00, 0x5E00))}{chance.choice(('', '明'))}",
        mobile=f"138{chance.randrange(10**8):08}", state="浙江省", city="杭州市", district="西湖区",
        town="灵隐街道", address=f"{road}{chance.randrange(1, 999)}号{chance.randrange(1, 99)}室", postcode="310000",
        cipher=f"{chance.getrandbits(480):0120x}",
    )  # fmt: skip
    total = sum((line.amount for line in lines), Decimal(0))
    return ChannelOrder(
        number=number, state=ChannelState.AWAITING_SHIPMENT, placed_at=placed, paid_at=paid, modified_at=paid,
        lines=lines, receiver=receiver, buyer=f"t**{chance.randrange(10_000)}", paid=total,
        raw=_payload(number, placed, paid, lines, receiver, total),
    )  # fmt: skip


def _payload(
    number: str, placed: datetime, paid: datetime, lines: Sequence[ChannelLine], receiver: Receiver, total: Decimal
) -> bytes:
    """About 1.5 KB, as a platform would say it."""
    trade = {
        "tid": number, "status": "WAIT_SELLER_SEND_GOODS", "created": placed, "pay_time": paid, "modified": paid,
        "payment": str(total), "post_fee": "0.00", "seller_nick": "bench", "receiver_name": receiver.name,
        "receiver_state": receiver.state, "receiver_city": receiver.city, "receiver_district": receiver.district,
        "receiver_town": receiver.town, "receiver_address": receiver.address, "receiver_mobile": receiver.mobile,
        "receiver_zip": receiver.postcode, "oaid": receiver.cipher,
        "orders": {
            "order": [
                {
                    "oid": line.number, "num_iid": line.listing, "outer_sku_id": line.sku_code, "title": line.title,
                    "sku_properties_name": line.spec, "num": line.quantity, "price": str(line.price),
                    "payment": str(line.amount), "total_fee": str(line.amount), "refund_status": "NO_REFUND",
                    "status": "WAIT_SELLER_SEND_GOODS", "buyer_rate": False, "seller_rate": False,
                }
                for line in lines
            ]
        },
    }  # fmt: skip
    return orjson.dumps({"trade": trade})
