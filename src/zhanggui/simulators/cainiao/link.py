"""LINK, the platform's other gateway: camel-case JSON in one field, signed by a digest over it."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

from zhanggui.simulators.stage.counter import Counter

from . import methods
from .refused import Refused

MESSAGES = ("TMS_WAYBILL_GET", "TMS_WAYBILL_DISCARD", "TMS_WAYBILL_SUBSCRIPTION_QUERY")


class LinkRefused(Exception):
    """LINK refuses. Its own codes are UNCONFIRMED."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.content = {"success": False, "errorCode": code, "errorMsg": message}


def digest(content: str, secret: str) -> str:
    return base64.b64encode(hashlib.new("md5", content.encode() + secret.encode()).digest()).decode()


def answer(counter: Counter, given: Mapping[str, str], *, secret: str, token: str) -> dict[str, Any]:
    """The answer to one message; `token` is empty when the authorisation ran out."""
    content = given.get("logistics_interface", "")
    if given.get("data_digest") != digest(content, secret):
        raise LinkRefused("S02", "非法的数字签名")
    if given.get("logistic_provider_id") != token:
        raise LinkRefused("S03", "授权已失效")
    asked = orjson.loads(content or "{}")
    try:
        return {"success": True, "errorCode": "", "errorMsg": ""} | _done(counter, given.get("msg_type", ""), asked)
    except Refused as refused:
        said = refused.content
        raise LinkRefused(str(said.get("sub_code", said["code"])), str(said.get("sub_msg", said["msg"]))) from None


def _done(counter: Counter, message: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    match message:
        case "TMS_WAYBILL_GET":
            told = methods.get(counter, {methods.REQUEST: orjson.dumps(_snaked(asked)).decode()})
            rows = told["modules"]["waybill_cloud_print_response"]
            names = {"object_id": "objectId", "waybill_code": "waybillCode", "print_data": "printData"}
            names |= {"parent_waybill_code": "parentWaybillCode"}
            named = [{names[name]: value for name, value in row.items() if name in names} for row in rows]
            return {"waybillCloudPrintResponseList": named}
        case "TMS_WAYBILL_DISCARD":
            methods.cancel(counter, {"cp_code": asked["cpCode"], "waybill_code": asked["waybillCode"]})
            return {"discardResult": True}
        case "TMS_WAYBILL_SUBSCRIPTION_QUERY":
            wanted = asked.get("cpCode", "")
            carriers = [one for one in counter.numbers.branches if wanted in ("", one.carrier)]
            return {"waybillApplySubscriptionCols": [_contract(branch) for branch in carriers]}
    raise LinkRefused("S04", "非法的通知类型")


def _contract(branch: Any) -> dict[str, Any]:
    account = {
        "branchCode": branch.code,
        "branchName": branch.name,
        "quantity": str(branch.left or 0),
        "allocatedQuantity": str(branch.used),
        "cancelQuantity": str(branch.cancelled),
        "shippAddressCols": list(branch.senders),
        "serviceInfoCols": [{"serviceCode": "SVC-COD", "serviceName": "代收货款"}],
    }
    kind = methods.DIRECT if branch.left is None else methods.FRANCHISED
    return {"cpCode": branch.carrier, "cpType": str(kind), "branchAccountCols": [account]}


def _snaked(value: Any) -> Any:
    """The same content in the names of the Taobao gateway, which the methods know."""
    if isinstance(value, dict):
        return {
            "".join(f"_{c.lower()}" if c.isupper() else c for c in name): _snaked(inner)
            for name, inner in value.items()
        }
    return [_snaked(one) for one in value] if isinstance(value, list) else value
