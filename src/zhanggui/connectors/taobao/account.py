"""What a Taobao or Tmall shop's account consists of, where a seller finds it, and how often it may call."""

from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.taobao.client import TopClient
from zhanggui.connectors.taobao.unconfirmed import CALLS_A_SECOND
from zhanggui.kernel.doors.channel_accounts import AccountField, Rate, Setup, Standing

SETUP = Setup(
    fields=(
        AccountField("app_key", _("App key"), _("Taobao Open Platform › console › your application › App Key.")),
        AccountField("app_secret", _("App secret"), _("On the same page, “App Secret”."), is_secret=True),
        AccountField(
            "session", _("Session key"), is_secret=True,
            help=_("The access token that the platform shows after the shop's main account has authorised your app."),
        ),
        AccountField(
            "refresh_token", _("Refresh token"), is_secret=True, is_needed=False,
            help=_("Comes with the session key. With it the session is renewed by itself."),
        ),
        AccountField(
            "token_address", _("Address of renewals"), is_needed=False,
            help=_("Leave it empty, unless the platform gave you an address of your own."),
        ),
        AccountField(
            "gateway", _("Address of the platform"), is_needed=False,
            help=_("Leave it empty, unless the platform gave you an address of your own."),
        ),
        AccountField(
            "sign_method", _("Signing"), is_needed=False, choices=("hmac-sha256", "hmac", "md5"), initial="hmac-sha256"
        ),
    ),
    steps=(
        _("Sign in to open.taobao.com with the shop's main account and create an application of the kind “ERP”."),
        _("Copy App Key and App Secret from the page of the application."),
        _("Order the application for the shop on fuwu.taobao.com and authorise it; copy the session key."),
        _("Enter the values here and test the connection."),
    ),
    sandbox={"gateway": "https://gw.api.tbsandbox.com/router/rest"},
)  # fmt: skip

RATES = (Rate("*", CALLS_A_SECOND, per=("app_key",)),)


def check_account(top: TopClient) -> Standing:
    """Whose session it is (taobao.user.seller.get)."""
    user = top.call("taobao.user.seller.get", {"fields": "user_id,nick,type,status"}).content.get("user")
    return Standing(shop_name=str(user.get("nick", "")) if isinstance(user, dict) else "")
