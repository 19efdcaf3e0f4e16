"""The two gateways of 菜鸟 as one: what is asked, and what comes back, in the names of the Taobao gateway."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhanggui.connectors.asking.answers import compact
from zhanggui.connectors.asking.line import Line
from zhanggui.connectors.cainiao.client import call
from zhanggui.connectors.cainiao.link import call_link
from zhanggui.kernel.doors.waybills import WaybillAccount

LINK = "link"
"""The value of the setting `through` for accounts that go through LINK."""


def gateway_of(line: Line, account: WaybillAccount, *, clock: Callable[[], datetime]) -> "ThroughTop | ThroughLink":
    """The gateway the account goes through."""
    return ThroughLink(line, account) if account.settings.get("through") == LINK else ThroughTop(line, account, clock)


@dataclass(frozen=True, slots=True)
class ThroughTop:
    """The gateway of the Taobao Open Platform."""

    line: Line
    account: WaybillAccount
    clock: Callable[[], datetime]

    def get(self, asked: Mapping[str, Any], *, carrier: str) -> Mapping[str, Any]:
        parameters = {"param_waybill_cloud_print_apply_new_request": compact(asked)}
        return call(self.line, self.account, "cainiao.waybill.ii.get", parameters, clock=self.clock, carrier=carrier)

    def cancel(self, code: str, number: str) -> Mapping[str, Any]:
        parameters = {"cp_code": code, "waybill_code": number}
        return call(self.line, self.account, "cainiao.waybill.ii.cancel", parameters, clock=self.clock, waybill=number)

    def by_order(self, questions: Sequence[Mapping[str, str]]) -> Mapping[str, Any]:
        return self._found("cainiao.waybill.ii.query.by.tradecode", questions)

    def by_number(self, questions: Sequence[Mapping[str, str]]) -> Mapping[str, Any]:
        return self._found("cainiao.waybill.ii.query.by.waybillcode", questions)

    def search(self, code: str) -> Mapping[str, Any]:
        return call(self.line, self.account, "cainiao.waybill.ii.search", {"cp_code": code}, clock=self.clock)

    def templates(self) -> Mapping[str, Any]:
        return call(self.line, self.account, "cainiao.cloudprint.stdtemplates.get", {}, clock=self.clock)

    def _found(self, method: str, questions: Sequence[Mapping[str, str]]) -> Mapping[str, Any]:
        parameters = {"param_list": compact(list(questions))}
        return call(self.line, self.account, method, parameters, clock=self.clock)


@dataclass(frozen=True, slots=True)
class ThroughLink:
    """LINK. Of a question by order or number, or of the shape of its list of labels, we know nothing."""

    line: Line
    account: WaybillAccount

    def get(self, asked: Mapping[str, Any], *, carrier: str) -> Mapping[str, Any]:
        answer = call_link(self.line, self.account, "TMS_WAYBILL_GET", asked, carrier=carrier)
        return {"modules": answer.get("waybill_cloud_print_response_list")}

    def cancel(self, code: str, number: str) -> Mapping[str, Any]:
        content = {"cp_code": code, "waybill_code": number}
        answer = call_link(self.line, self.account, "TMS_WAYBILL_DISCARD", content, waybill=number)
        return {"cancel_result": answer.get("discard_result")}

    def search(self, code: str) -> Mapping[str, Any]:
        content = {"cp_code": code} if code else {}
        return call_link(self.line, self.account, "TMS_WAYBILL_SUBSCRIPTION_QUERY", content)
