"""A session renewed by its refresh token (the OAuth 2.0 token address of the platform)."""

from datetime import timedelta

import httpx

from zhanggui.connectors.asking.answers import number, read_object, text
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.selling.account import check_complete
from zhanggui.connectors.selling.trying import down, try_patiently, unanswered
from zhanggui.connectors.taobao.client import TopClient
from zhanggui.connectors.taobao.errors import LABEL
from zhanggui.connectors.taobao.unconfirmed import TOKEN_ADDRESS
from zhanggui.kernel.doors.channel_accounts import Grant
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired


def renew_session(top: TopClient) -> Grant:
    """A fresh session key and refresh token. Raises ChannelLoginExpired when the refresh token is good no more.

    Never repeated when its fate is unknown: the refresh token may be used up, and a second call would void the answer
    of the first.
    """
    return try_patiently(lambda: _ask(top), sleep=top.sleep, repeatable=False)


def _ask(top: TopClient) -> Grant:
    settings, secrets = top.account.settings, top.account.secrets
    check_complete(top.account, channel=LABEL, settings=["app_key"], secrets=["app_secret"])
    if not secrets.get("refresh_token"):
        raise ChannelLoginExpired(shop=top.account.shop_code)
    form = {
        "grant_type": "refresh_token",
        "client_id": settings["app_key"],
        "client_secret": secrets["app_secret"],
        "refresh_token": secrets["refresh_token"],
    }
    top.account.pace("token")
    try:
        response = top.http.post(settings.get("token_address") or TOKEN_ADDRESS, data=form)
    except httpx.RequestError as fault:
        raise unanswered(LABEL, fault) from fault
    if response.status_code >= 500:
        raise down(LABEL, f"HTTP {response.status_code}")
    try:
        answer = read_object(response.content)
    except Unanswered as fault:
        raise down(LABEL, str(fault)) from fault
    session, seconds = text(answer, "access_token"), number(answer, "expires_in")
    if not session:
        raise ChannelLoginExpired(shop=top.account.shop_code)
    return Grant(
        secrets={"session": session, "refresh_token": text(answer, "refresh_token") or secrets["refresh_token"]},
        expires_at=top.clock() + timedelta(seconds=seconds) if seconds else None,
    )
