"""Parcels turned into the request of `cainiao.waybill.ii.get`."""

from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.answers import compact
from zhanggui.connectors.asking.calling import check_complete
from zhanggui.connectors.asking.goods import named_goods
from zhanggui.connectors.asking.tables import carrier_code, table
from zhanggui.connectors.cainiao.client import LABEL
from zhanggui.connectors.cainiao.unconfirmed import COD, INSURED, SIGN_BACK
from zhanggui.kernel.doors.waybills import Contact, RequestUnfit, Services, WaybillAccount, WaybillRequest

MOST_PARCELS = 10
MOST_ORDERS = 100
MOST_GOODS = 100


def together(account: WaybillAccount, request: WaybillRequest) -> Hashable:
    """What the parcels of one call must have in common. Refuses a parcel that 菜鸟 cannot take like this."""
    if not request.orders or len(request.orders) > MOST_ORDERS:
        raise RequestUnfit(provider=LABEL, field="orders")
    if len({order.platform for order in request.orders}) > 1:
        raise RequestUnfit(provider=LABEL, field="orders")
    if not request.goods:
        raise RequestUnfit(provider=LABEL, field="goods")
    if not (request.template or account.settings.get("template_url")):
        raise RequestUnfit(provider=LABEL, field="template")
    sender = request.sender or account.sender
    if not (sender.name and (sender.mobile or sender.phone) and sender.state and sender.address):
        raise RequestUnfit(provider=LABEL, field="sender")
    if request.cipher is not None and not request.cipher.token:
        raise RequestUnfit(provider=LABEL, field="cipher")
    code = carrier_code(__package__, account, request.carrier, provider=LABEL)
    return code, request.product, sender, request.pieces > 1


def asked(account: WaybillAccount, requests: Sequence[WaybillRequest]) -> Mapping[str, Any]:
    """The business parameter for parcels that go together."""
    first = requests[0]
    check_complete(LABEL, account, settings=["user_id"])
    return _filled(
        {
            "cp_code": carrier_code(__package__, account, first.carrier, provider=LABEL),
            "product_code": first.product,
            "customer_code": account.branch.monthly_account,
            "brand_code": account.branch.segment,
            "shipping_branch_code": account.branch.code,
            "need_encrypt": True,
            "multi_packages_shipment": first.pieces > 1,
            "sender": _contact(first.sender or account.sender),
            "trade_order_info_dtos": [_parcel(account, request) for request in requests],
        }
    )


def _parcel(account: WaybillAccount, request: WaybillRequest) -> Mapping[str, Any]:
    return {
        "object_id": request.key,
        "user_id": account.settings["user_id"],
        "template_url": request.template or account.settings["template_url"],
        "logistics_services": _services(request.services),
        "order_info": {
            "order_channels_type": _channel(account, request.orders[0].platform),
            "trade_order_list": [order.number for order in request.orders],
        },
        "package_info": _package(request),
        "recipient": _recipient(request),
    }


def _package(request: WaybillRequest) -> Mapping[str, Any]:
    size = request.size
    return _filled(
        {
            "id": request.key,
            "items": [{"name": one.name, "count": one.quantity} for one in named_goods(request.goods, most=MOST_GOODS)],
            "weight": request.weight,
            "volume": request.volume,
            "length": int(size.length) if size else 0,
            "width": int(size.width) if size else 0,
            "height": int(size.height) if size else 0,
            "total_packages_count": request.pieces if request.pieces > 1 else 0,
            "goods_description": request.remark,
        }
    )


def _recipient(request: WaybillRequest) -> Mapping[str, Any]:
    """The receiver as the platform gave them: a token goes on untouched, beside the masked words."""
    recipient = _contact(request.receiver)
    cipher = request.cipher
    if cipher is not None:
        recipient |= {"oaid" if cipher.platform == "taobao" else "caid": cipher.token, "tid": cipher.order_number}
    return recipient


def _contact(contact: Contact) -> dict[str, Any]:
    address = {
        "province": contact.state,
        "city": contact.city,
        "district": contact.district,
        "town": contact.town,
        "detail": contact.address,
    }
    who = {"name": contact.name, "mobile": contact.mobile, "phone": contact.phone}
    return _filled(who) | {"address": _filled(address)}


def _services(services: Services) -> str:
    """Value-added services as JSON text; empty when none is asked for."""
    asked = {code: {"value": value} for code, value in services.others.items()}
    if services.cash_to_collect:
        asked[COD] = {"value": _yuan(services.cash_to_collect)}
    if services.insured_value:
        asked[INSURED] = {"value": _yuan(services.insured_value)}
    if services.sign_back:
        asked[SIGN_BACK] = {"value": "1"}
    return compact(asked) if asked else ""


def _channel(account: WaybillAccount, platform: str) -> str:
    known = {row["platform"]: row["code"] for row in table(__package__, "channels.csv")}
    return account.settings.get(f"order_channel.{platform or 'other'}") or known.get(platform, known[""])


def _yuan(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in ("", 0, False, None)}
