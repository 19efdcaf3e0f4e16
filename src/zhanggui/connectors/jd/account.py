"""What the account of a shop on JD consists of, where a seller finds it, and how often it may call."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.jd.client import JosClient
from zhanggui.connectors.jd.goods import ONE_BY_ONE, TOGETHER
from zhanggui.connectors.jd.unconfirmed import CALLS_A_SECOND
from zhanggui.kernel.doors.channel_accounts import AccountField, Rate, Setup, Standing

SETUP = Setup(
    fields=(
        AccountField(
            "app_key", _("App key"),
            help=_("JD open platform (open.jd.com) › console › your application › application information › AppKey."),
        ),
        AccountField("app_secret", _("App secret"), _("On the same page, “AppSecret”."), is_secret=True),
        AccountField(
            "access_token", _("Access token"), is_secret=True,
            help=_("Shown when the shop's main account authorises the application on the page of its authorisation."),
        ),
        AccountField(
            "refresh_token", _("Refresh token"), is_secret=True, is_needed=False,
            help=_("Comes with the access token. JD renews the token with it only on the last day before it ends."),
        ),
        AccountField(
            "stock_call", _("Call that writes stock"), is_needed=False, choices=(TOGETHER, ONE_BY_ONE),
            initial=TOGETHER, help=_("Choose the older one only if your application has no right to the new one."),
        ),
        AccountField(
            "gateway", _("Address of the platform"), is_needed=False,
            help=_("Leave it empty, unless the platform gave you an address of your own."),
        ),
        AccountField(
            "authorisation", _("Address of authorisation"), is_needed=False,
            help=_("Leave it empty, unless the platform gave you an address of your own."),
        ),
    ),
    steps=(
        _("Sign in to open.jd.com with the shop's main account and create an “order management” application."),
        _("Apply for the permission packages of orders, after-sales and products on its page."),
        _("Copy AppKey and AppSecret, let the shop authorise the application, and copy both tokens."),
        _("Enter the values here and test the connection."),
    ),
    sandbox={"gateway": "https://api-dev.jd.com/routerjson"},
)  # fmt: skip

RATES = (Rate("*", CALLS_A_SECOND, per=("app_key",)),)


def check_account(jos: JosClient) -> Standing:
    """Whose token it is (jingdong.vender.shop.query)."""
    return Standing(shop_name=text(shop_of(jos), "shop_name"))


def shop_of(jos: JosClient) -> Mapping[str, Any]:
    """The shop as JD describes it."""
    shop = jos.call("jingdong.vender.shop.query", {}).content.get("shop_jos_result")
    return shop if isinstance(shop, dict) else {}
