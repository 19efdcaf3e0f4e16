"""A request for a waybill as 快递鸟 wants to read it."""

import hashlib
from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.asking.fit import check_told_in_clear
from zhanggui.connectors.asking.tables import carrier_code
from zhanggui.connectors.kdniao.client import LABEL
from zhanggui.kernel.doors.waybills import Contact, PaidBy, RequestUnfit, Services, WaybillAccount, WaybillRequest

EXPRESS_TYPE = "1"  # 标准快件
LONGEST_ORDER_CODE = 30  # UNCONFIRMED

_PAY_TYPES = {PaidBy.SENDER: 1, PaidBy.RECEIVER: 2, PaidBy.MONTHLY: 3, PaidBy.THIRD_PARTY: 4}


def check_request(request: WaybillRequest, account: WaybillAccount) -> str:
    """快递鸟 can be asked for this; gives its code of the carrier. Raises the door's refusals."""
    code = carrier_code(__package__, account, request.carrier, provider=LABEL)
    check_told_in_clear(request, account, provider=LABEL)
    for who, contact in (("receiver", request.receiver), ("sender", request.sender or account.sender)):
        for field, value in (("state", contact.state), ("city", contact.city)):
            if not value:
                raise RequestUnfit(provider=LABEL, field=f"{who}.{field}")
    return code


def order_code(key: str) -> str:
    """Our key as an order code, always the same one."""
    return key if len(key) <= LONGEST_ORDER_CODE else hashlib.sha256(key.encode()).hexdigest()[:LONGEST_ORDER_CODE]


def order_of(request: WaybillRequest, account: WaybillAccount, code: str) -> Mapping[str, Any]:
    """`RequestData` of 1007. With a template the answer brings the label as a page."""
    order: dict[str, Any] = {
        **contract_of(account),
        "OrderCode": order_code(request.key),
        "ShipperCode": code,
        "PayType": _PAY_TYPES[request.paid_by],
        "ExpType": request.product or account.settings.get("express_type") or EXPRESS_TYPE,
        "IsNotice": 1,  # nobody is sent for the parcel: it is handed over with the others
        "Quantity": request.pieces,
        "Sender": _person(request.sender or account.sender),
        "Receiver": _person(request.receiver),
        "Commodity": [{"GoodsName": goods.name, "Goodsquantity": goods.quantity} for goods in request.goods],
        "IsReturnPrintTemplate": "1" if request.template else "0",
    }
    if request.template:
        order["TemplateSize"] = request.template
    if request.weight:
        order["Weight"] = round(request.weight / 1000, 3)
    if request.remark:
        order["Remark"] = request.remark
    if request.services.sign_back:
        order["IsReturnSignBill"] = 1  # UNCONFIRMED
    if services := _services(request.services):
        order["AddService"] = services
    return order


def contract_of(account: WaybillAccount) -> Mapping[str, str]:
    """By what the carrier knows us: our customer number and its word, the monthly card, the branch that collects."""
    contract = {
        "CustomerName": account.settings.get("customer_name", ""),
        "CustomerPwd": account.secrets.get("customer_password", ""),
        "MonthCode": account.branch.monthly_account,
        "SendSite": account.branch.name or account.branch.code,
    }
    return {name: value for name, value in contract.items() if value}


def _person(contact: Contact) -> Mapping[str, str]:
    shown = {
        "Company": contact.company,
        "Name": contact.name,
        "Tel": contact.phone,
        "Mobile": contact.mobile,
        "PostCode": contact.postcode,
        "ProvinceName": contact.state,
        "CityName": contact.city,
        "ExpAreaName": contact.district,
        "Address": contact.town + contact.address,
    }
    return {name: value for name, value in shown.items() if value}


def _services(services: Services) -> list[dict[str, str]]:
    asked = [{"Name": name, "Value": value} for name, value in services.others.items()]
    if services.cash_to_collect:
        asked.append({"Name": "COD", "Value": str(services.cash_to_collect)})
    if services.insured_value:
        asked.append({"Name": "INSURE", "Value": str(services.insured_value)})
    return asked
