"""The shop's token, renewed in the last day before its end and never after it."""

from datetime import timedelta
from typing import Any

from werkzeug.wrappers import Request, Response

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.stage.faults import Fault
from zhanggui.simulators.stage.server import in_json

LAST_DAY = timedelta(days=1)


class Tokens:
    """The door of authorisation, which stands beside the gateway and is not signed."""

    def __init__(self, market: Market, *, app_key: str, secret: str) -> None:
        self._market, self._app_key, self._secret = market, app_key, secret

    def answer(self, request: Request, _: Fault | None) -> Response:
        given = request.values.to_dict()
        keys, now = self._market.keys, self._market.clock()
        if given.get("app_key") != self._app_key or given.get("app_secret") != self._secret:
            return _refused(400, "app_key或app_secret不正确")
        if given.get("grant_type") != "refresh_token" or given.get("refresh_token") != keys.refresh:
            return _refused(401, "refresh_token无效")
        if now >= keys.expires_at:
            return _refused(402, "refresh_token已过期，请重新授权")
        if keys.expires_at - now > LAST_DAY:
            return _refused(403, "未到可刷新的时间")
        keys.renew(keys.refresh)
        return in_json(self._told())

    def _told(self) -> dict[str, Any]:
        keys, now = self._market.keys, self._market.clock()
        return {
            "access_token": keys.token,
            "refresh_token": keys.refresh,
            "expires_in": int((keys.expires_at - now).total_seconds()),
            "scope": "snsapi_base",
            "open_id": "demo-open-id",
            "uid": "1000000001",
            "time": int(now.timestamp() * 1000),
            "token_type": "bearer",
            "code": 0,
        }


def _refused(code: int, sentence: str) -> Response:
    return in_json({"code": code, "msg": sentence, "requestId": "demo"})
