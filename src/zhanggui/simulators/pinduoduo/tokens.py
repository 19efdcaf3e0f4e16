"""The shop's tokens: a new grant voids the one before."""

from typing import Any

from zhanggui.simulators.market.market import Market

from .gateway import Given, Refused, needed
from .listing import MALL_ID, MALL_NAME

CODE = "code-demo-01"


def create(market: Market, given: Given) -> dict[str, Any]:
    """For the code that the seller's page of consent gave."""
    if needed(given, "code") != CODE:
        raise Refused(10000, "参数错误:code")
    market.keys.renew(market.keys.refresh)
    return {"pop_auth_token_create_response": _told(market)}


def refresh(market: Market, given: Given) -> dict[str, Any]:
    if not market.keys.renew(needed(given, "refresh_token")):
        raise Refused(10000, "参数错误:refresh_token")
    return {"pop_auth_token_refresh_response": _told(market)}


def _told(market: Market) -> dict[str, Any]:
    keys = market.keys
    left = int((keys.expires_at - market.clock()).total_seconds())
    return {
        "access_token": keys.token,
        "refresh_token": keys.refresh,
        "expires_in": left,
        "expires_at": int(keys.expires_at.timestamp()),
        "refresh_token_expires_in": left,
        "refresh_token_expires_at": int(keys.expires_at.timestamp()),
        "owner_id": str(MALL_ID),
        "owner_name": MALL_NAME,
        "scope": ["pdd.order.list.get", "pdd.refund.list.increment.get"],
    }
