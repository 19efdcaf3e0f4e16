"""A request for a waybill as 快递100 wants to read it."""

import hashlib
from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.asking.fit import check_told_in_clear
from zhanggui.connectors.asking.goods import named_goods
from zhanggui.connectors.asking.tables import carrier_code
from zhanggui.connectors.kuaidi100.client import LABEL
from zhanggui.kernel.doors.waybills import Contact, PaidBy, WaybillAccount, WaybillRequest

EXPRESS_TYPE = "标准快递"
PRINT_TYPE = "HTML"  # the answer names a page with the label; NON gives the sorting marks only
MOST_CARGO_LETTERS = 50

_LONGEST_ORDER_ID = 32
_PAY_TYPES = {
    PaidBy.MONTHLY: "MONTHLY",
    PaidBy.SENDER: "SHIPPER",
    PaidBy.RECEIVER: "CONSIGNEE",
    PaidBy.THIRD_PARTY: "THIRDPARTY",
}


def check_request(request: WaybillRequest, account: WaybillAccount) -> str:
    """快递100 can be asked for this; gives its code of the carrier. Raises the door's refusals."""
    code = carrier_code(__package__, account, request.carrier, provider=LABEL)
    check_told_in_clear(request, account, provider=LABEL)
    return code


def order_id(key: str) -> str:
    """Our key as an order id, always the same one: 快递100 takes no more than 32 letters."""
    return key if len(key) <= _LONGEST_ORDER_ID else hashlib.sha256(key.encode()).hexdigest()[:_LONGEST_ORDER_ID]


def order_of(request: WaybillRequest, account: WaybillAccount, code: str) -> Mapping[str, Any]:
    """`param` of a label order. `reorder` false: the same order id is not a second order."""
    services = request.services
    order: dict[str, Any] = {
        **contract_of(account),
        "kuaidicom": code,
        "orderId": order_id(request.key),
        "reorder": False,
        "printType": PRINT_TYPE if request.template else "NON",
        "sendMan": _person(request.sender or account.sender),
        "recMan": _person(request.receiver),
        "cargo": _cargo(request),
        "count": request.pieces,
        "payType": _PAY_TYPES[request.paid_by],
        "expType": request.product or account.settings.get("express_type") or EXPRESS_TYPE,
    }
    optional = {
        "tempId": request.template,
        "weight": str(request.weight / 1000) if request.weight else "",
        "remark": request.remark,
        "collection": str(services.cash_to_collect) if services.cash_to_collect else "",
        "valinsPay": str(services.insured_value) if services.insured_value else "",
        "needChild": "1" if request.pieces > 1 else "",
        "needBack": "1" if services.sign_back else "",
    }
    return order | {name: value for name, value in optional.items() if value} | dict(services.others)


def contract_of(account: WaybillAccount) -> Mapping[str, str]:
    """By what the carrier knows us: our customer number and its key, the branch, and what else it gave us."""
    branch, settings, secrets = account.branch, account.settings, account.secrets
    contract = {
        "partnerId": branch.monthly_account or settings.get("partner_id", ""),
        "partnerKey": secrets.get("partner_key", ""),
        "partnerSecret": secrets.get("partner_secret", ""),
        "partnerName": settings.get("partner_name", ""),
        "net": branch.name or branch.code,
        "code": branch.segment,
    }
    return {name: value for name, value in contract.items() if value}


def _person(contact: Contact) -> Mapping[str, str]:
    address = "".join((contact.state, contact.city, contact.district, contact.town, contact.address))
    shown = {
        "name": contact.name,
        "mobile": contact.mobile,
        "tel": contact.phone,
        "company": contact.company,
        "printAddr": address,
    }
    return {name: value for name, value in shown.items() if value}


def _cargo(request: WaybillRequest) -> str:
    told = "、".join(f"{goods.name}*{goods.quantity}" for goods in named_goods(request.goods, most=5))
    return told if len(told) <= MOST_CARGO_LETTERS else told[: MOST_CARGO_LETTERS - 1] + "…"
