"""A fresh token for the shop.

A token lasts seven days. Asked for more than an hour before its end the platform gives the same one again; after the
end the old pair is void.
"""

from datetime import UTC, datetime, timedelta

from zhanggui.connectors.asking.answers import number, text
from zhanggui.connectors.douyin.client import Answer, DoudianClient
from zhanggui.connectors.douyin.errors import LABEL
from zhanggui.connectors.selling.account import check_complete
from zhanggui.kernel.doors.channel_accounts import Grant
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired, ChannelRefused

RENEWED_WITHIN = timedelta(hours=1)
"""So long before its end a token has a successor; the old one is then taken for another hour."""

_A_MOMENT = 1_000_000_000
"""From here on a number of seconds is a moment and not a span: documents say the one, clients expect the other."""


def renew_grant(doudian: DoudianClient) -> Grant:
    """By the refresh token; by the shop's number where the application is the seller's own. Raises ChannelLoginExpired
    when neither is of use."""
    secrets, settings = doudian.account.secrets, doudian.account.settings
    check_complete(doudian.account, channel=LABEL, settings=["app_key"], secrets=["app_secret"])
    expired = ChannelLoginExpired(shop=doudian.account.shop_code)
    if secrets.get("refresh_token"):
        try:
            return _grant(doudian, _refreshed(doudian, secrets["refresh_token"]))
        except (ChannelLoginExpired, ChannelRefused):
            if not settings.get("shop_id"):
                raise expired from None
    if not settings.get("shop_id"):
        raise expired
    try:
        return _grant(doudian, _created(doudian, settings["shop_id"]))
    except ChannelRefused:
        raise expired from None


def _refreshed(doudian: DoudianClient, refresh_token: str) -> Answer:
    asked = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    return doudian.call("token.refresh", asked, repeatable=False, needs_token=False)


def _created(doudian: DoudianClient, shop_id: str) -> Answer:
    asked = {"grant_type": "authorization_self", "code": "", "shop_id": shop_id}
    return doudian.call("token.create", asked, needs_token=False)


def _grant(doudian: DoudianClient, answer: Answer) -> Grant:
    tokens = {name: text(answer.data, name) for name in ("access_token", "refresh_token")}
    if not tokens["access_token"]:
        raise ChannelLoginExpired(shop=doudian.account.shop_code)
    return Grant(
        secrets={name: token for name, token in tokens.items() if token},
        expires_at=_end(number(answer.data, "expires_in"), now=doudian.clock()),
    )


def _end(seconds: int | None, *, now: datetime) -> datetime | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC) if seconds >= _A_MOMENT else now + timedelta(seconds=seconds)
