"""One call to `/api.php` of the shop: what stands in `info`, every failure one of the channel refusals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import read_object, text
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.selling.account import AccountIncomplete, check_complete
from zhanggui.connectors.selling.connections import post_form
from zhanggui.connectors.selling.judging import verdict_for
from zhanggui.connectors.selling.trying import CallFailed, down, try_patiently, unanswered
from zhanggui.connectors.shopex.ecshop.signing import sign
from zhanggui.kernel.doors.channel_accounts import ShopAccount

LABEL = "ECShop"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EcshopClient:
    """Calls for one shop over one pooled connection set."""

    account: ShopAccount = field(repr=False)
    http: httpx.Client
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]

    def ask(self, act: str, **parameters: str) -> Row:
        return try_patiently(lambda: self._once(act, parameters), sleep=self.sleep)

    def _once(self, act: str, parameters: Mapping[str, str]) -> Row:
        check_complete(self.account, channel=LABEL, settings=["url"], secrets=["shop_token"])
        self.account.pace(act)
        form = {"act": act, "api_version": "1.0", "return_data": "json", **parameters}
        form["ac"] = sign(form, token=self.account.secrets["shop_token"])
        try:
            response = post_form(self.http, f"{self.account.settings['url'].rstrip('/')}/api.php", form)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
            raise AccountIncomplete(channel=LABEL, shop=self.account.shop_code, setting="url") from fault
        except httpx.RequestError as fault:
            raise unanswered(LABEL, fault) from fault
        try:
            answer = read_object(response.content)
        except Unanswered as fault:
            raise down(LABEL, str(fault) if response.is_success else f"HTTP {response.status_code}") from fault
        if text(answer, "result") != "success":
            code = text(answer, "msg")
            raise CallFailed(
                verdict_for(
                    action_for(__package__, code), channel=LABEL, shop=self.account.shop_code, code=code, reason=code,
                    sentence=code, now=self.clock(),
                )
            )  # fmt: skip
        info = answer.get("info")
        return info if isinstance(info, dict) else {}
