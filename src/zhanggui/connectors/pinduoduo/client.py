"""One call of the gateway: parameters in, the answer's content out, every failure as one of the channel refusals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import compact, read_object
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.pinduoduo.errors import LABEL, judge
from zhanggui.connectors.pinduoduo.signing import sign
from zhanggui.connectors.selling.account import AccountIncomplete, check_complete
from zhanggui.connectors.selling.connections import post_form
from zhanggui.connectors.selling.trying import CallFailed, down, try_patiently, unanswered
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired

GATEWAY = "https://gw-api.pinduoduo.com/api/router"

ROOTS = {
    "pdd.goods.detail.get": "goods_detail_get_response",
    "pdd.goods.list.get": "goods_list_get_response",
    "pdd.goods.quantity.update": "goods_quantity_update_response",
    "pdd.goods.sku.price.update": "goods_update_sku_price_response",
    "pdd.logistics.online.send": "logistics_online_send_response",
    "pdd.mall.info.get": "mall_info_get_response",
    "pdd.order.information.get": "order_info_get_response",
    "pdd.order.list.get": "order_list_get_response",
    "pdd.order.note.update": "response",
    "pdd.order.number.list.increment.get": "order_sn_increment_get_response",
    "pdd.order.upload.extra.logistics": "upload_extra_logistics_response",
    "pdd.pop.auth.token.refresh": "pop_auth_token_refresh_response",
    "pdd.refund.list.increment.get": "refund_increment_get_response",
    "pdd.refund.status.check": "refund_status_check_response",
}
"""Under which name each call is answered: it does not follow from the call's own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands below the root of the answer, and the bytes it came in."""

    content: Mapping[str, Any]
    raw: bytes


@dataclass(frozen=True, slots=True)
class PopClient:
    """Calls for one account over one pooled connection set. Safe to use from several threads."""

    account: ShopAccount = field(repr=False)
    http: httpx.Client
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]

    def call(
        self, method: str, parameters: Mapping[str, Any], *, repeatable: bool = True, needs_token: bool = True
    ) -> Answer:
        """The answer of `method`. With `repeatable=False` it is called again only when it surely did nothing."""
        return try_patiently(
            lambda: self._call_once(method, parameters, needs_token=needs_token),
            sleep=self.sleep,
            repeatable=repeatable,
        )

    def _call_once(self, method: str, parameters: Mapping[str, Any], *, needs_token: bool) -> Answer:
        self.account.pace(method)  # it may wait: the call is signed for the moment in which it leaves
        form = self._signed(method, parameters, needs_token=needs_token)
        try:
            response = post_form(self.http, self.account.settings.get("gateway") or GATEWAY, form)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
            raise AccountIncomplete(channel=LABEL, shop=self.account.shop_code, setting="gateway") from fault
        except httpx.RequestError as fault:
            raise unanswered(LABEL, fault) from fault
        if response.status_code != 200:
            raise down(LABEL, f"HTTP {response.status_code}")
        return self._content(method, response.content)

    def _content(self, method: str, body: bytes) -> Answer:
        try:
            answer = read_object(body)
        except Unanswered as fault:
            raise down(LABEL, str(fault)) from fault
        error = answer.get("error_response")
        if isinstance(error, dict):
            raise CallFailed(judge(error, account=self.account, now=self.clock()))
        content = answer.get(ROOTS[method])
        if not isinstance(content, dict):
            raise down(LABEL, "an answer to something else")
        return Answer(content=content, raw=body)

    def _signed(self, method: str, parameters: Mapping[str, Any], *, needs_token: bool) -> dict[str, str]:
        settings, secrets = self.account.settings, self.account.secrets
        check_complete(self.account, channel=LABEL, settings=["client_id"], secrets=["client_secret"])
        if needs_token and not secrets.get("access_token"):
            raise ChannelLoginExpired(shop=self.account.shop_code)
        form = {name: value if isinstance(value, str) else compact(value) for name, value in parameters.items()}
        form |= {
            "type": method,
            "client_id": settings["client_id"],
            "timestamp": str(int(self.clock().timestamp())),
            "data_type": "JSON",
            "version": "V1",
        }
        if needs_token:
            form["access_token"] = secrets["access_token"]
        return form | {"sign": sign(form, secret=secrets["client_secret"])}


def as_id(number: str) -> int | str:
    """Inside nested values ids are numbers; what is none is sent as it is, for the platform to refuse."""
    return int(number) if number.isascii() and number.isdecimal() else number
