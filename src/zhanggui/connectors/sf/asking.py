"""A request for a waybill as SF wants to read it."""

import re
from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.asking.fit import check_told_in_clear
from zhanggui.connectors.sf.client import LABEL
from zhanggui.kernel.doors.waybills import (
    CarrierNotOffered,
    Contact,
    PaidBy,
    RequestUnfit,
    Services,
    WaybillAccount,
    WaybillAccountIncomplete,
    WaybillRequest,
)

CARRIER = "sf"
MOST_PIECES = 307
EXPRESS_TYPE = "2"  # 顺丰标快, unless the request or the account's setting `express_type` says otherwise

_SENDER, _RECEIVER = 1, 2
_PAY_METHODS = {PaidBy.MONTHLY: 1, PaidBy.SENDER: 1, PaidBy.RECEIVER: 2, PaidBy.THIRD_PARTY: 3}
_BY_CARD = {PaidBy.MONTHLY, PaidBy.THIRD_PARTY}
_MONTHLY_CARD = re.compile(r"[0-9]{10}")


def check_request(request: WaybillRequest, account: WaybillAccount) -> None:
    """SF can be asked for this. Raises the door's refusals."""
    if request.carrier != CARRIER:
        raise CarrierNotOffered(provider=LABEL, carrier=request.carrier)
    check_told_in_clear(request, account, provider=LABEL)
    if not 0 < len(request.key) <= 64:
        raise RequestUnfit(provider=LABEL, field="key")
    if not 1 <= request.pieces <= MOST_PIECES:
        raise RequestUnfit(provider=LABEL, field="pieces")
    if not _express_type(request, account).isdecimal():
        raise RequestUnfit(provider=LABEL, field="product")
    if request.paid_by in _BY_CARD and not _MONTHLY_CARD.fullmatch(account.branch.monthly_account):
        raise WaybillAccountIncomplete(provider=LABEL, account=account.code, setting="monthly_account")


def order_of(request: WaybillRequest, account: WaybillAccount) -> Mapping[str, Any]:
    """The business data of EXP_RECE_CREATE_ORDER: the request's key is SF's order id, which can be used once only."""
    card = account.branch.monthly_account
    order: dict[str, Any] = {
        "language": "zh-CN",
        "orderId": request.key,
        "expressTypeId": int(_express_type(request, account)),
        "payMethod": _PAY_METHODS[request.paid_by],
        "isReturnRoutelabel": 1,
        "isGenWaybillNo": 1,
        "isDocall": 0,
        "parcelQty": request.pieces,
        "cargoDetails": [{"name": goods.name, "count": goods.quantity} for goods in request.goods],
        "contactInfoList": [
            _contact(_SENDER, request.sender or account.sender),
            _contact(_RECEIVER, request.receiver),
        ],
        "serviceList": _services(request.services, card),
    }
    if request.paid_by in _BY_CARD:
        order["monthlyCard"] = card
    if request.weight:
        order["totalWeight"] = round(request.weight / 1000, 3)
    if request.services.sign_back:
        order["isSignBack"] = 1
    if request.remark:
        order["remark"] = request.remark
    return order


def _express_type(request: WaybillRequest, account: WaybillAccount) -> str:
    return request.product or account.settings.get("express_type") or EXPRESS_TYPE


def _contact(kind: int, contact: Contact) -> dict[str, Any]:
    shown = {
        "contact": contact.name,
        "mobile": contact.mobile,
        "tel": contact.phone,
        "company": contact.company,
        "province": contact.state,
        "city": contact.city,
        "county": contact.district,
        "address": contact.town + contact.address,
        "postCode": contact.postcode,
    }
    return {"contactType": kind, "country": "CN"} | {name: value for name, value in shown.items() if value}


def _services(services: Services, card: str) -> list[dict[str, str]]:
    """Money goes as text. Cash on delivery is paid out to the monthly card."""
    asked = [{"name": name, "value": value} for name, value in services.others.items()]
    if services.cash_to_collect:
        asked.append({"name": "COD", "value": str(services.cash_to_collect), "value1": card})
    if services.insured_value:
        asked.append({"name": "INSURE", "value": str(services.insured_value)})
    return asked
