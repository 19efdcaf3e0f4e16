"""What all addresses have in common: who calls, whether it is signed, and how it is refused."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Request, Response

from zhanggui.simulators.stage.faults import Fault
from zhanggui.simulators.stage.server import Door, in_json

from .signing import is_signed


class Refused(Exception):
    """A code (empty where none is told), a sentence, and what else stands in the answer."""

    def __init__(self, code: str, reason: str, **also: Any) -> None:
        super().__init__(reason)
        self.content = {"Success": False, "Reason": reason} | ({"ResultCode": code} if code else {}) | also


Act = Callable[[dict[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True)
class Address:
    """One address with its request types. `code` is told with a refusal that concerns the call itself."""

    account: str
    app_key: str
    acts: Mapping[str, Act]
    tells_codes: bool

    def door(self, name: str) -> Door:
        return Door(lambda request: f"{name}:{request.form.get('RequestType', '')}", self._answer)

    def _answer(self, request: Request, fault: Fault | None) -> Response:
        form = request.form.to_dict()
        try:
            if fault:
                raise Refused(fault.code, fault.sentence)
            content = {"Success": True} | dict(self._done(form))
        except Refused as refused:
            content = refused.content
        return in_json({"EBusinessID": self.account} | content)

    def _done(self, form: Mapping[str, str]) -> Mapping[str, Any]:
        act = self.acts.get(form.get("RequestType", ""))
        if not act or form.get("EBusinessID") != self.account or form.get("DataType") != "2":
            raise self._refused("104", "没有权限，服务未开通")
        if not is_signed(form.get("RequestData", ""), form.get("DataSign", ""), self.app_key):
            raise self._refused("102", "数据验证不通过：签名错误")
        try:
            return act(json.loads(form["RequestData"]))
        except ValueError:
            raise self._refused("103", "RequestData格式错误") from None

    def _refused(self, code: str, reason: str) -> Refused:
        return Refused(code if self.tells_codes else "", reason)
