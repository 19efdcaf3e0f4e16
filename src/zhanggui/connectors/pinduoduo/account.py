"""What the account of a shop on 拼多多 consists of, where a seller finds it, and how often it may call."""

from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.pinduoduo.client import PopClient
from zhanggui.connectors.pinduoduo.unconfirmed import CALLS_A_SECOND
from zhanggui.kernel.doors.channel_accounts import AccountField, Rate, Setup, Standing

SETUP = Setup(
    fields=(
        AccountField(
            "client_id", _("Client ID"),
            help=_("Pinduoduo open platform (open.pinduoduo.com) › console › your application › client_id."),
        ),
        AccountField("client_secret", _("Client secret"), _("On the same page, “client_secret”."), is_secret=True),
        AccountField(
            "access_token", _("Access token"), is_secret=True,
            help=_("Given when the shop's main account authorises the application (mms.pinduoduo.com/open.html)."),
        ),
        AccountField(
            "refresh_token", _("Refresh token"), is_secret=True, is_needed=False,
            help=_("Comes with the access token. With it the token is renewed by itself before it ends."),
        ),
        AccountField(
            "gateway", _("Address of the platform"), is_needed=False,
            help=_("Leave it empty, unless the platform gave you an address of your own."),
        ),
    ),
    steps=(
        _("Sign in to open.pinduoduo.com and create an application for your shop, such as an ERP of the company."),
        _("Apply for the permission packages of orders, logistics, after-sales and goods on its page."),
        _("Enter the address of this server in the white list of the application."),
        _("Copy client_id and client_secret, let the shop authorise the application, and copy both tokens."),
        _("Enter the values here and test the connection."),
    ),
)  # fmt: skip

_UNPUBLISHED = (
    "pdd.goods.detail.get",
    "pdd.goods.quantity.update",
    "pdd.logistics.online.send",
    "pdd.order.note.update",
    "pdd.order.upload.extra.logistics",
    "pdd.pop.*",
)
RATES = (
    Rate("pdd.order.list.get", 6000, 60),
    Rate("pdd.order.number.list.increment.get", 3000, 60),
    Rate("pdd.order.information.get", 30_000, 60),
    Rate("pdd.refund.list.increment.get", 100, 10),
    Rate("pdd.refund.status.check", 3000, 60),
    Rate("pdd.goods.list.get", 1000, 60),
    Rate("pdd.goods.sku.price.update", 100, per=("client_id",)),
    Rate("pdd.mall.info.get", 450),
    *(Rate(call, CALLS_A_SECOND) for call in _UNPUBLISHED),
)


def check_account(pdd: PopClient) -> Standing:
    """Whose token it is."""
    return Standing(shop_name=text(pdd.call("pdd.mall.info.get", {}).content, "mall_name"))
