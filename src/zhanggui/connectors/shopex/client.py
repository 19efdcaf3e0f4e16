"""One call to the hub: parameters in, the answer's data out, every failure as one of the channel refusals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import read_object, read_value, text
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.selling.account import AccountIncomplete, check_complete
from zhanggui.connectors.selling.connections import post_form
from zhanggui.connectors.selling.judging import verdict_for, waiting
from zhanggui.connectors.selling.moments import beijing
from zhanggui.connectors.selling.trying import CallFailed, Verdict, down, try_patiently, unanswered
from zhanggui.connectors.shopex.signing import sign_matrix
from zhanggui.connectors.shopex.unconfirmed import PAUSE_WHEN_UNTOLD
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelLoginExpired

APP, VERSION = "ecos.ome", "1"
_NOT_LET_IN, _BUSY = {401, 403}, {429, 503}
Row = Mapping[str, Any]


class StillRunning(ChannelDown):
    """{channel} is still at work on it. ({reason})"""


@dataclass(frozen=True, slots=True)
class HubClient:
    """Calls for one shop over one pooled connection set. Safe to use from several threads."""

    account: ShopAccount = field(repr=False)
    http: httpx.Client
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    label: str
    node_type: str = ""

    def call(self, method: str, parameters: Mapping[str, str], *, repeatable: bool = True) -> Any:
        """The data of the answer. With `repeatable=False` it is called again only when it surely did nothing."""
        return try_patiently(lambda: self._once(method, parameters), sleep=self.sleep, repeatable=repeatable)

    def _once(self, method: str, parameters: Mapping[str, str]) -> Any:
        self.account.pace(method)
        form = self._signed(method, parameters)
        try:
            response = post_form(self.http, self.account.settings["hub"], form)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
            raise AccountIncomplete(channel=self.label, shop=self.account.shop_code, setting="hub") from fault
        except httpx.RequestError as fault:
            raise unanswered(self.label, fault) from fault
        return self._read(response)

    def _read(self, response: httpx.Response) -> Any:
        status = response.status_code
        if status in _NOT_LET_IN:
            raise CallFailed(Verdict(ChannelLoginExpired(shop=self.account.shop_code), was_executed_maybe=False))
        if status in _BUSY:
            told = response.headers.get("Retry-After", "")
            raise CallFailed(waiting(self.label, int(told) if told.isdecimal() else PAUSE_WHEN_UNTOLD))
        try:
            answer = read_object(response.content)
        except Unanswered as fault:
            raise down(self.label, str(fault) if response.is_success else f"HTTP {status}") from fault
        match text(answer, "rsp"):
            case "succ":
                return self._data(answer)
            case "running":
                raise StillRunning(channel=self.label, reason=text(answer, "msg_id"))
            case "fail":
                raise CallFailed(self._judge(answer))
        raise down(self.label, "an answer to something else")

    def _data(self, answer: Row) -> Any:
        """It comes as text that is JSON again, or as it is."""
        data = answer.get("data")
        if not isinstance(data, str) or not data:
            return data
        try:
            return read_value(data.encode())
        except Unanswered as fault:
            raise down(self.label, str(fault)) from fault

    def _judge(self, answer: Row) -> Verdict:
        code = text(answer, "res")
        return verdict_for(
            action_for(__package__, code), channel=self.label, shop=self.account.shop_code, code=code, reason=code,
            sentence=text(answer, "err_msg") or code, now=self.clock(),
        )  # fmt: skip

    def _signed(self, method: str, parameters: Mapping[str, str]) -> dict[str, str]:
        settings = self.account.settings
        check_complete(
            self.account, channel=self.label, settings=["hub", "from_node_id", "to_node_id"], secrets=["token"]
        )
        form = {name: value for name, value in parameters.items() if value != ""}
        form |= {
            "app_id": APP,
            "method": method,
            "date": beijing(self.clock()),
            "format": "json",
            "v": VERSION,
            "from_node_id": settings["from_node_id"],
            "to_node_id": settings["to_node_id"],
        }
        if self.node_type:
            form["node_type"] = self.node_type
        if certificate := settings.get("certi_id"):
            form["certi_id"] = certificate
        form["sign"] = sign_matrix(form, token=self.account.secrets["token"])
        return form
