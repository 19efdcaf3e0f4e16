"""A parcel turned into the request of `ldop.alpha.waybill.receive`."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.calling import check_complete
from zhanggui.connectors.asking.tables import carrier_code
from zhanggui.connectors.jd_waybills.client import LABEL
from zhanggui.connectors.jd_waybills.unconfirmed import (
    OTHER_PLATFORMS,
    PAID_AT_THE_DOOR,
    SEVERAL_ORDERS,
    SF_PAY_METHODS,
)
from zhanggui.kernel.doors.waybills import Contact, RequestUnfit, WaybillAccount, WaybillRequest

OWN = "jd"
OWN_PLATFORM = "0010001"
ORDINARY = 1


def check_fit(account: WaybillAccount, request: WaybillRequest) -> None:
    """Refuses a parcel that cannot be asked for like this."""
    check_complete(LABEL, account, settings=["vendor_code"])
    sender = request.sender or account.sender
    fields = {
        "orders": len({order.platform for order in request.orders}) == 1,
        "goods": bool(request.goods),
        "sender": bool(sender.name and (sender.mobile or sender.phone) and sender.state and sender.address),
        "sign_back": not request.services.sign_back,
        "services": not request.services.others,
        "cipher": request.cipher is None or request.cipher.platform == OWN,
        "paid_by": request.carrier != "sf" or request.paid_by in SF_PAY_METHODS,
    }
    for field, is_fit in fields.items():
        if not is_fit:
            raise RequestUnfit(provider=LABEL, field=field)
    carrier_code(__package__, account, request.carrier, provider=LABEL)


def asked(account: WaybillAccount, request: WaybillRequest) -> Mapping[str, Any]:
    """The content for one parcel. The order of ours that it names is our key: by it a parcel is known again."""
    settings, branch, services = account.settings, account.branch, request.services
    content = {
        "waybillType": ORDINARY,
        "waybillCount": request.pieces,
        "providerId": settings.get(f"provider_id.{request.carrier}", ""),
        "providerCode": carrier_code(__package__, account, request.carrier, provider=LABEL),
        "branchCode": branch.code,
        "settlementCode": branch.monthly_account,
        "salePlatform": _platform(account, request.orders[0].platform),
        "platformOrderNo": SEVERAL_ORDERS.join(order.number for order in request.orders),
        "vendorCode": settings["vendor_code"],
        "vendorName": settings.get("vendor_name", ""),
        "vendorOrderCode": request.key,
        "goodsName": "，".join(one.name for one in request.goods)[:100],
        "weight": f"{Decimal(request.weight) / 1000:.2f}",
        "volume": f"{request.volume:.2f}",
        "payType": PAID_AT_THE_DOOR if services.cash_to_collect else 0,
        "shouldPayMoney": f"{services.cash_to_collect:.2f}",
        "needGuarantee": bool(services.insured_value),
        "guaranteeMoney": f"{services.insured_value:.2f}",
        "promiseTimeType": 0,
        "receiveTimeType": 0,
        "remark": request.remark,
        "fromAddress": _address(request.sender or account.sender),
        "toAddress": _receiver(request),
    }
    if request.carrier == "sf":
        content |= {"expressType": request.product, "expressPayMethod": SF_PAY_METHODS[request.paid_by]}
    return {name: value for name, value in content.items() if value != ""}


def _receiver(request: WaybillRequest) -> Mapping[str, Any]:
    """The receiver in clear, or field by field as ciphers, untouched."""
    names = {"name": "contact", "mobile": "mobile", "phone": "phone", "address": "address"}
    texts = request.cipher.texts if request.cipher else {}
    return _address(request.receiver) | {names[name]: word for name, word in texts.items() if name in names}


def _address(contact: Contact) -> dict[str, Any]:
    """The platform calls a district a country, and a street a countryside."""
    return {
        "provinceName": contact.state,
        "cityName": contact.city,
        "countryName": contact.district,
        "countrysideName": contact.town,
        "address": contact.address,
        "contact": contact.name,
        "phone": contact.phone or contact.mobile,
        "mobile": contact.mobile or contact.phone,
    }


def _platform(account: WaybillAccount, platform: str) -> str:
    known = OWN_PLATFORM if platform == OWN else OTHER_PLATFORMS
    return account.settings.get(f"sale_platform.{platform or 'other'}") or known
