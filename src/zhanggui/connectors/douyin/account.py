"""What the account of a shop on Douyin consists of, where a seller finds it, and how often it may call."""

from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.douyin.client import DoudianClient
from zhanggui.connectors.douyin.listing import newest_order
from zhanggui.connectors.douyin.unconfirmed import CALLS_A_SECOND
from zhanggui.kernel.doors.channel_accounts import AccountField, Rate, Setup, Standing

SETUP = Setup(
    fields=(
        AccountField(
            "app_key", _("App key"),
            help=_("Douyin open platform (op.jinritemai.com) › console › your application › App Key."),
        ),
        AccountField("app_secret", _("App secret"), _("On the same page, “App Secret”."), is_secret=True),
        AccountField(
            "access_token", _("Access token"), is_secret=True, is_needed=False,
            help=_("Given when the shop authorises the application. Your own application gets it by the shop ID."),
        ),
        AccountField(
            "refresh_token", _("Refresh token"), is_secret=True, is_needed=False,
            help=_("Comes with the access token. With it the token, which lasts seven days, is renewed by itself."),
        ),
        AccountField(
            "shop_id", _("Shop ID"), is_needed=False,
            help=_("Back office of the shop › top right corner › shop information. Needed for your own application."),
        ),
        AccountField(
            "gateway", _("Address of the platform"), is_needed=False,
            help=_("Leave it empty, unless the platform gave you an address of your own."),
        ),
    ),
    steps=(
        _("Sign in to op.jinritemai.com with the shop's main account and create an application for your own use."),
        _("Apply for the permission packages of orders, logistics, after-sales and products on its page."),
        _("Copy App Key and App Secret from the page of the application, and the shop ID from the back office."),
        _("Enter the values here and test the connection."),
    ),
    sandbox={"gateway": "https://openapi-sandbox.jinritemai.com"},
    push_help=_("Page of the application › message push: enter this address and subscribe to orders and refunds."),
)  # fmt: skip

_BY_APP = ("app_key",)
_UNPUBLISHED = ("order.logisticsAdd*", "order.addOrderRemark", "product.*", "sku.*", "token.*")
RATES = (
    Rate("order.searchList", 600, per=_BY_APP),
    Rate("order.orderDetail", 900, per=_BY_APP),
    Rate("order.logisticsCompanyList", 500, per=_BY_APP),
    Rate("afterSale.List", 500, per=_BY_APP),
    *(Rate(call, CALLS_A_SECOND, per=_BY_APP) for call in _UNPUBLISHED),
)


def check_account(doudian: DoudianClient) -> Standing:
    """Whose token it is, as the order placed last says it; a shop that has sold nothing lately has no name here."""
    return Standing(shop_name=text(newest_order(doudian), "shop_name"))
