"""What the account of a django-oscar shop consists of, where a seller finds it, and how often it may call."""

from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.oscar.client import OscarClient
from zhanggui.connectors.oscar.errors import UNKNOWN
from zhanggui.connectors.oscar.unconfirmed import CALLS_A_SECOND, STILL_CHANGING
from zhanggui.kernel.doors.channel_accounts import AccountField, Rate, Setup, Standing
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired, ChannelRefused

SETUP = Setup(
    fields=(
        AccountField(
            "url", _("Address of the API"),
            help=_("Where the shop's programmer has put django-oscar-api, such as https://shop.example/api."),
        ),
        AccountField(
            "username", _("User name"), is_needed=False,
            help=_("A member of staff of the shop, made for Zhanggui in the shop's Django admin › Users."),
        ),
        AccountField(
            "password", _("Password"), is_secret=True, is_needed=False,
            help=_("Of that user. Not needed with a token."),
        ),
        AccountField(
            "token", _("Token"), is_secret=True, is_needed=False,
            help=_("Of that user, where the shop signs in by token. It goes before user name and password."),
        ),
        AccountField(
            "days", _("Days to look back"), is_needed=False, initial=str(STILL_CHANGING.days),
            help=_("Orders placed longer ago are no longer watched for changes."),
        ),
    ),
    steps=(
        _("Have the shop's programmer set OSCARAPI_BLOCK_ADMIN_API_ACCESS to False."),
        _("In its Django admin make a user with “Staff status” who may view orders, lines and products, and view and "
          "change stock records."),
        _("Enter the values here and test the connection."),
        _("The API has no call for shipments: you will be asked to mark orders as sent in the shop's dashboard."),
    ),
)  # fmt: skip

RATES = (Rate("*", CALLS_A_SECOND),)
_WANTED = ("orders", "products", "stockrecords")


def check_account(oscar: OscarClient) -> Standing:
    """What the user may look at: whoever may, hears that nothing has the key 0."""
    may = {kind: _may_look(oscar, kind) for kind in _WANTED}
    if not may["orders"]:
        raise ChannelLoginExpired(shop=oscar.account.shop_code)
    return Standing(
        shop_name=urlsplit(oscar.account.settings["url"]).netloc,
        may=[kind for kind, is_so in may.items() if is_so],
        may_not=[kind for kind, is_so in may.items() if not is_so],
    )


def _may_look(oscar: OscarClient, kind: str) -> bool:
    try:
        oscar.show(f"{kind}/0/")
    except ChannelLoginExpired:
        return False
    except ChannelRefused as refused:
        if refused.data.get("code") != UNKNOWN:
            raise
    return True
