"""A fresh token for the refresh token: JD gives one only in the last day before the end, never after it."""

from datetime import timedelta

from zhanggui.connectors.asking.answers import number, text
from zhanggui.connectors.jd.account import shop_of
from zhanggui.connectors.jd.client import JosClient
from zhanggui.connectors.jd.errors import refusal_of
from zhanggui.kernel.doors.channel_accounts import Grant
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired

RENEWED_WITHIN = timedelta(days=1)


def renew_token(jos: JosClient) -> Grant:
    """The new pair; the old token is void from now on.

    Raises ChannelRefused while the present token is still good and JD gives none yet, and ChannelLoginExpired when only
    the seller can authorise the shop again.
    """
    if not jos.account.secrets.get("refresh_token"):
        raise ChannelLoginExpired(shop=jos.account.shop_code)
    told = jos.refresh()
    if not text(told, "access_token"):
        shop_of(jos)  # raises ChannelLoginExpired when the present one is no longer good
        raise refusal_of(told)
    lasts = number(told, "expires_in")
    return Grant(
        secrets={
            "access_token": text(told, "access_token"),
            "refresh_token": text(told, "refresh_token") or jos.account.secrets["refresh_token"],
        },
        expires_at=jos.clock() + timedelta(seconds=lasts) if lasts else None,
    )
