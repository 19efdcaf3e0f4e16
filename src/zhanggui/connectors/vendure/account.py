"""What the account of a Vendure shop consists of, where a seller finds it, and how often it may call."""

from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.asking.answers import number, text
from zhanggui.connectors.vendure.client import VendureClient, part
from zhanggui.connectors.vendure.unconfirmed import CALLS_A_SECOND
from zhanggui.kernel.doors.channel_accounts import AccountField, Rate, Setup, Standing

SETUP = Setup(
    fields=(
        AccountField(
            "url", _("Address of the shop's server"),
            help=_("Where Vendure answers, with https:// before it, without /admin-api."),
        ),
        AccountField(
            "username", _("User name"),
            help=_("That of an administrator made for Zhanggui: Settings › Administrators."),
        ),
        AccountField("password", _("Password"), is_secret=True),
        AccountField(
            "channel_token", _("Token of the channel"), is_needed=False,
            help=_("Settings › Channels, when the shop has several; empty for the default channel."),
        ),
        AccountField(
            "location_id", _("Stock location"), is_needed=False,
            help=_("The id of the warehouse in Settings › Stock locations. Needed when the shop has several."),
        ),
        AccountField(
            "language", _("Language of the shop"), is_needed=False, choices=("zh-hans", "en"), initial="zh-hans",
            help=_("In which the carrier is named to the buyer."),
        ),
    ),
    steps=(
        _("In Vendure's dashboard, make a role that may read and update orders and the catalog."),
        _("Make an administrator with this role for Zhanggui."),
        _("Enter the values here and test the connection."),
    ),
)  # fmt: skip

RATES = (Rate("*", CALLS_A_SECOND),)
CHECK = "query Check { activeChannel { code } orders(options: { take: 1 }) { totalItems } }"


def check_account(vendure: VendureClient) -> Standing:
    """The channel's code, and whether the administrator may see its orders."""
    told = vendure.ask("activeChannel", CHECK)
    seen = number(part(told, "orders"), "totalItems") is not None
    return Standing(shop_name=text(part(told, "activeChannel"), "code"), may=("orders",) if seen else ())
