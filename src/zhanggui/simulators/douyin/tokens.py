"""The shop's tokens, as the platform renews them.

More than an hour before its end a token is given again as it is. Within the last hour there is a new pair, and the
old token is taken for another hour. After the end there is a new pair, and the old one is void.
"""

from datetime import datetime, timedelta
from typing import Any

from zhanggui.simulators.market.keys import Keys
from zhanggui.simulators.market.market import Market

from .gateway import Asked, Refused

LASTS = timedelta(days=7)
LAST_HOUR = timedelta(hours=1)
SHOP_ID, SHOP_NAME = 4463798, "示例抖店"
CODE = "code-demo-01"


class Tokens:
    """Puts keys that last as long as this platform's into the market."""

    def __init__(self, market: Market) -> None:
        self._market = market
        market.keys = Keys(market.clock, lasts=LASTS)
        self._old: tuple[str, datetime] | None = None

    def is_known(self, token: str) -> bool:
        return token == self._keys.token or self._is_old(token)

    def is_good(self, token: str) -> bool:
        return self._keys.is_good(token) or self._is_old(token)

    def create(self, asked: Asked) -> dict[str, Any]:
        """For a code that the seller's page of consent gave, or for an application the seller made for himself."""
        kind = asked.get("grant_type")
        by_code = kind == "authorization_code" and asked.get("code") == CODE
        is_own = str(asked.get("shop_id")) == str(SHOP_ID) or str(asked.get("test_shop")) == "1"
        if not by_code and not (kind == "authorization_self" and is_own):
            raise _no_token()
        if not self._keys.is_good(self._keys.token):
            self._keys.renew(self._keys.refresh)
        return self._told()

    def refresh(self, asked: Asked) -> dict[str, Any]:
        if asked.get("grant_type") != "refresh_token" or asked.get("refresh_token") != self._keys.refresh:
            raise _no_token()
        now, old = self._market.clock(), self._keys.token
        left = self._keys.expires_at - now
        if left <= LAST_HOUR:
            self._keys.renew(self._keys.refresh)
            self._old = (old, now + LAST_HOUR) if left > timedelta() else None
        return self._told()

    @property
    def _keys(self) -> Keys:
        return self._market.keys

    def _is_old(self, token: str) -> bool:
        return self._old is not None and token == self._old[0] and self._market.clock() < self._old[1]

    def _told(self) -> dict[str, Any]:
        return {
            "access_token": self._keys.token,
            "refresh_token": self._keys.refresh,
            "expires_in": int((self._keys.expires_at - self._market.clock()).total_seconds()),
            "scope": "SCOPE",
            "shop_id": SHOP_ID,
            "shop_name": SHOP_NAME,
            "authority_id": str(SHOP_ID),
            "auth_subject_type": "",
        }


def _no_token() -> Refused:
    return Refused(50001, "授权失败", "isv.token-invalid", "token获取失败，请检查入参")
