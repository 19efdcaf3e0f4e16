"""A fresh token for the refresh token. A new grant voids the one before."""

from datetime import UTC, datetime, timedelta

from zhanggui.connectors.asking.answers import number, text
from zhanggui.connectors.pinduoduo.client import PopClient
from zhanggui.connectors.pinduoduo.unconfirmed import GRANT_GONE
from zhanggui.kernel.doors.channel_accounts import Grant
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired, ChannelRefused

_METHOD = "pdd.pop.auth.token.refresh"


def renew_token(pdd: PopClient) -> Grant:
    """The new pair. Raises ChannelLoginExpired when only the seller can authorise the shop again."""
    refresh_token = pdd.account.secrets.get("refresh_token", "")
    expired = ChannelLoginExpired(shop=pdd.account.shop_code)
    if not refresh_token:
        raise expired
    try:
        told = pdd.call(_METHOD, {"refresh_token": refresh_token}, repeatable=False, needs_token=False).content
    except ChannelRefused as refused:
        if refused.data.get("code") in GRANT_GONE:
            raise expired from None
        raise
    if not text(told, "access_token"):
        raise expired
    moment, lasts = number(told, "expires_at"), number(told, "expires_in")
    return Grant(
        secrets={
            "access_token": text(told, "access_token"),
            "refresh_token": text(told, "refresh_token") or refresh_token,
        },
        expires_at=_end(moment) or (pdd.clock() + timedelta(seconds=lasts) if lasts else None),
    )


def _end(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds and seconds < 10**11 else None
