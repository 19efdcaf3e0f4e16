"""Parcels turned into the request of `logistics.newCreateOrder`."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from zhanggui.connectors.asking.calling import incomplete
from zhanggui.connectors.asking.goods import named_goods
from zhanggui.connectors.asking.tables import carrier_code
from zhanggui.connectors.douyin_waybills.client import LABEL
from zhanggui.connectors.douyin_waybills.unconfirmed import COD, INSURED
from zhanggui.kernel.doors.waybills import (
    Contact,
    OrderName,
    PaidBy,
    RequestUnfit,
    Services,
    WaybillAccount,
    WaybillRequest,
)

MOST_PARCELS = 50
MOST_GOODS = 100
OWN = "douyin"

_FOREIGN_ORDER = re.compile(r"[0-9A-Za-z/-]{1,32}")


def order_id(request: WaybillRequest) -> str:
    """The order the parcel goes by: the first."""
    return _number(request.orders[0])


def pack_id(request: WaybillRequest) -> str:
    """The parcel among those of its order: fifteen characters made of our key, always the same for it."""
    return hashlib.sha256(request.key.encode()).hexdigest()[:15]


class Group(NamedTuple):
    """What stands once in a call."""

    logistics_code: str
    sender: Contact
    order_channel: str


def together(account: WaybillAccount, request: WaybillRequest) -> Group:
    """What the parcels of one call must have in common. Refuses a parcel that 抖店 cannot take like this."""
    sender = request.sender or account.sender
    platforms = {order.platform for order in request.orders}
    is_own = platforms == {OWN}
    channel = "" if is_own else account.settings.get(f"order_channel.{''.join(platforms) or 'other'}", "")
    fields = {
        "orders": len(platforms) == 1 and (is_own or bool(_FOREIGN_ORDER.fullmatch(request.orders[0].number))),
        "order_channel": is_own or bool(channel),
        "goods": bool(request.goods),
        "cipher": request.cipher is None or request.cipher.platform == OWN,
        "paid_by": request.paid_by in {PaidBy.MONTHLY, PaidBy.SENDER},
        "sender": bool(sender.name and (sender.mobile or sender.phone) and sender.state and sender.address),
    }
    for field, is_fit in fields.items():
        if not is_fit:
            raise RequestUnfit(provider=LABEL, field=field)
    return Group(carrier_code(__package__, account, request.carrier, provider=LABEL), sender, channel)


def asked(account: WaybillAccount, requests: Sequence[WaybillRequest]) -> Mapping[str, Any]:
    """The business parameters for parcels that go together."""
    group = together(account, requests[0])
    shop = account.settings.get("user_id") or "0"
    if not shop.removeprefix("-").isdecimal():
        raise incomplete(LABEL, account, "user_id")
    return _filled(
        {
            "logistics_code": group.logistics_code,
            "sender_info": {"address": _address(group.sender), "contact": _contact(group.sender)},
            "order_channel": group.order_channel,
            "user_id": int(shop),
            "order_infos": [_parcel(account, request) for request in requests],
        }
    )


def _number(order: OrderName) -> str:
    """The number as this service wants it: those of 抖店 itself lose the letter A at their end."""
    return order.number.removesuffix("A") if order.platform == OWN else order.number


def _parcel(account: WaybillAccount, request: WaybillRequest) -> Mapping[str, Any]:
    branch = account.branch
    net = {"net_code": branch.code, "monthly_account": branch.monthly_account}
    return _filled(
        {
            "order_id": order_id(request),
            "pack_id": pack_id(request),
            "combine_orders": [_number(one) for one in request.orders] if len(request.orders) > 1 else [],
            "receiver_info": _receiver(request),
            "items": [
                _filled({"item_name": one.name, "item_specs": one.spec, "item_count": one.quantity})
                for one in named_goods(request.goods, most=MOST_GOODS)
            ],
            "service_list": _services(request.services),
            "is_sign_back": int(request.services.sign_back),
            "product_type": request.product,
            "pay_method": 2 if request.paid_by is PaidBy.SENDER else 0,
            "net_info": _filled(net),
            "total_pack_count": request.pieces if request.pieces > 1 else 0,
            "remark": request.remark,
        }
        | (_measures(request) if request.carrier == "sf" else {})
    )


def _receiver(request: WaybillRequest) -> Mapping[str, Any]:
    """The receiver in clear, or field by field as ciphers, untouched."""
    address, contact = _address(request.receiver), _contact(request.receiver)
    texts = request.cipher.texts if request.cipher else {}
    contact |= {name: texts[name] for name in ("name", "mobile", "phone") if name in texts}
    if "address" in texts:
        address |= {"detail_address": texts["address"]}
    return {"address": address, "contact": contact}


def _address(contact: Contact) -> dict[str, Any]:
    return _filled(
        {
            "country_code": "CHN",
            "province_name": contact.state,
            "city_name": contact.city,
            "district_name": contact.district,
            "street_name": contact.town,
            "detail_address": contact.address,
        }
    )


def _contact(contact: Contact) -> dict[str, Any]:
    return _filled({"name": contact.name, "mobile": contact.mobile, "phone": contact.phone})


def _measures(request: WaybillRequest) -> dict[str, Any]:
    """Weight and size, which only 顺丰 is told."""
    size = request.size
    measures: dict[str, int | Decimal] = {"total_weight": request.weight, "volume": request.volume}
    if size:
        measures |= {"total_length": size.length, "total_width": size.width, "total_height": size.height}
    return {name: str(value) for name, value in measures.items() if value}


def _services(services: Services) -> list[Mapping[str, str]]:
    asked = dict(services.others)
    if services.cash_to_collect:
        asked[COD] = _fen(services.cash_to_collect)
    if services.insured_value:
        asked[INSURED] = _fen(services.insured_value)
    return [{"service_code": code, "service_value": value} for code, value in asked.items()]


def _fen(amount: Decimal) -> str:
    return str(int(amount * 100))


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something; a null is refused."""
    return {name: value for name, value in fields.items() if value not in ("", 0, None, [], {})}
