"""How a trade comes into being: lines, discounts and freight, in the platform's own fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from zhanggui.simulators.market.money import fen, shared, yuan
from zhanggui.simulators.market.people import Buyer

from .catalogue import Sku
from .moments import written
from .store import Doc, Trade

FIRST_TID = 3_300_000_000_000_000_000
MESSAGES = (
    "麻烦尽快发货，谢谢",
    "周末送货",
    "请发顺丰，运费可补",
    "送人的，不要放价格单",
    "放门口就行\n不用打电话",
    "包装结实一点\t易碎",
    "要新日期",
    "",
)


@dataclass(frozen=True)
class Bought:
    """One line of the basket."""

    sku: Sku
    num: int


def make_trade(
    *, rng: Random, tid: int, nick: str, buyer: Buyer, basket: Sequence[Bought], at: datetime, oversold: bool = False
) -> Trade:
    """An unpaid trade. Sums hold to the fen: Σ divide_order_fee + post_fee = payment."""
    gross = [fen(line.sku.price) * line.num for line in basket]
    own = [fen(line.sku.price) // 10 if rng.random() < 0.1 else 0 for line in basket]
    net = [total - discount for total, discount in zip(gross, own, strict=True)]
    voucher = sum(net) // 10_000 * 1000 if sum(net) >= 20_000 and rng.random() < 0.6 else 0
    parts = shared(voucher, net)
    freight = 600 if sum(net) < 5900 and rng.random() < 0.5 else 0
    divided = [amount - part for amount, part in zip(net, parts, strict=True)]
    created = written(at)
    oids = [tid] if len(basket) == 1 else [tid + number * 10_000 for number in range(1, len(basket) + 1)]
    orders = [
        _order(
            oid=oid,
            line=line,
            discount=discount,
            part=part,
            divided=share,
            freight=freight if len(basket) == 1 else 0,
            shipping="express" if freight else "free",
            oversold=oversold,
        )
        for oid, line, discount, part, share in zip(oids, basket, own, parts, divided, strict=True)
    ]
    message = rng.choice(MESSAGES) if rng.random() < 0.15 else ""
    doc: Doc = {
        "tid": tid,
        "tid_str": str(tid),
        "type": "fixed",
        "status": "WAIT_BUYER_PAY",
        "title": nick,
        "seller_nick": nick,
        "buyer_nick": buyer.nick,
        "buyer_open_uid": buyer.open_uid,
        "created": created,
        "modified": created,
        "timeout_action_time": written(at + timedelta(days=1)),
        "payment": yuan(sum(divided) + freight),
        "total_fee": yuan(sum(gross)),
        "post_fee": yuan(freight),
        "discount_fee": "0.00",
        "adjust_fee": "0.00",
        "received_payment": "0.00",
        "commission_fee": "0.00",
        "coupon_fee": 0,
        "point_fee": 0,
        "has_buyer_message": bool(message),
        "buyer_message": message,
        "seller_memo": "",
        "seller_flag": 0,
        "shipping_type": "express" if freight else "free",
        "trade_from": rng.choice(("WAP,WAP", "TAOBAO", "APP,TAOBAO")),
        "is_part_consign": False,
        "num": sum(line.num for line in basket),
        "orders": orders,
        "promotion_details": _promotions(tid, voucher, oids, own),
    }
    return Trade(doc, buyer.receiver.as_dict())


def _order(
    *, oid: int, line: Bought, discount: int, part: int, divided: int, freight: int, shipping: str, oversold: bool
) -> Doc:
    total = fen(line.sku.price) * line.num
    return {
        "oid": oid,
        "oid_str": str(oid),
        "num_iid": line.sku.num_iid,
        "sku_id": str(line.sku.sku_id),
        "outer_iid": line.sku.outer_id.rsplit("-", 1)[0],
        "outer_sku_id": line.sku.outer_id,
        "title": line.sku.title,
        "sku_properties_name": line.sku.spec,
        "price": line.sku.price,
        "num": line.num,
        "total_fee": yuan(total - discount),
        "payment": yuan(divided + freight),
        "discount_fee": yuan(discount),
        "adjust_fee": "0.00",
        "divide_order_fee": yuan(divided),
        "part_mjz_discount": yuan(part),
        "status": "WAIT_BUYER_PAY",
        "refund_status": "NO_REFUND",
        "shipping_type": shipping,
        "is_oversold": oversold,
        "seller_type": "B",
        "order_from": "TAOBAO",
        "cid": 50_000_000 + line.sku.num_iid % 100_000,
    }


def _promotions(tid: int, voucher: int, oids: Sequence[int], own: Sequence[int]) -> list[Doc]:
    found = [(tid, "shopVoucher-88_1", "店铺满减", voucher)]
    found += [(oid, "itemSale-77_2", "限时折扣", amount) for oid, amount in zip(oids, own, strict=True)]
    return [
        {"id": owner, "promotion_id": key, "promotion_name": name, "discount_fee": yuan(amount)}
        for owner, key, name, amount in found
        if amount
    ]
