"""Parcels turned into the request of `pdd.waybill.get`."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from zhanggui.connectors.asking.answers import compact
from zhanggui.connectors.asking.calling import incomplete
from zhanggui.connectors.asking.goods import named_goods
from zhanggui.connectors.asking.tables import carrier_code, table
from zhanggui.connectors.pdd_waybills.client import LABEL
from zhanggui.connectors.pdd_waybills.unconfirmed import INSURED, SIGN_BACK
from zhanggui.kernel.doors.waybills import Contact, RequestUnfit, Services, WaybillAccount, WaybillRequest

MOST_PARCELS = 10
MOST_ORDERS = 100
MOST_GOODS = 100
COD = "SVC-COD"
OWN = "pinduoduo"


def together(account: WaybillAccount, request: WaybillRequest) -> Hashable:
    """What the parcels of one call must have in common. Refuses a parcel that 拼多多 cannot take like this."""
    sender = request.sender or account.sender
    fields = {
        "orders": 1 <= len(request.orders) <= MOST_ORDERS and len({order.platform for order in request.orders}) == 1,
        "goods": bool(request.goods),
        "template": bool(request.template or account.settings.get("template_url")),
        "sender": bool(sender.name and sender.state and sender.city and sender.district and sender.address),
        "pieces": request.pieces == 1,
        "cipher": request.cipher is None or request.cipher.platform == OWN,
    }
    for field, is_fit in fields.items():
        if not is_fit:
            raise RequestUnfit(provider=LABEL, field=field)
    return carrier_code(__package__, account, request.carrier, provider=LABEL), sender


def asked(account: WaybillAccount, requests: Sequence[WaybillRequest]) -> str:
    """The business parameter for parcels that go together, as JSON."""
    if not account.settings.get("owner_id", "").isdecimal():
        raise incomplete(LABEL, account, "owner_id")
    first = requests[0]
    content = {
        "wp_code": carrier_code(__package__, account, first.carrier, provider=LABEL),
        "need_encrypt": True,
        "sender": _contact(first.sender or account.sender),
        "trade_order_info_dtos": [_parcel(account, request) for request in requests],
    }
    return compact(content)


def _parcel(account: WaybillAccount, request: WaybillRequest) -> Mapping[str, Any]:
    package = {
        "id": request.key,
        "items": [{"name": one.name, "count": one.quantity} for one in named_goods(request.goods, most=MOST_GOODS)],
        "weight": request.weight,
        "volume": request.volume,
        "goods_description": request.remark,
    }
    return _filled(
        {
            "object_id": request.key,
            "user_id": int(account.settings["owner_id"]),
            "template_url": request.template or account.settings["template_url"],
            "logistics_services": _services(request.services),
            "order_info": {
                "order_channels_type": _channel(account, request.orders[0].platform),
                "trade_order_list": [order.number for order in request.orders],
            },
            "package_info": _filled(package),
            "recipient": _recipient(request),
        }
    )


def _recipient(request: WaybillRequest) -> Mapping[str, Any] | None:
    """The receiver in clear, or field by field as ciphers, untouched; None lets the order number speak for them."""
    cipher = request.cipher
    if cipher is None:
        return _contact(request.receiver)
    if not cipher.texts:
        return None
    recipient = _contact(request.receiver)
    recipient |= {name: cipher.texts[name] for name in ("name", "mobile", "phone") if name in cipher.texts}
    if "address" in cipher.texts:
        recipient["address"] |= {"detail": cipher.texts["address"]}
    return recipient


def _contact(contact: Contact) -> dict[str, Any]:
    """A part without words is left out: empty ones are refused."""
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
        asked[COD] = {"value": f"{services.cash_to_collect:.2f}"}
    if services.insured_value:
        asked[INSURED] = {"value": f"{services.insured_value:.2f}"}
    if services.sign_back:
        asked[SIGN_BACK] = {"value": "1"}
    return compact(asked) if asked else ""


def _channel(account: WaybillAccount, platform: str) -> str:
    known = {row["platform"]: row["code"] for row in table(__package__, "channels.csv")}
    return account.settings.get(f"order_channel.{platform or 'other'}") or known.get(platform, known[""])


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in ("", 0, None)}
