"""What the account of a Saleor shop consists of, where a seller finds it, and how often it may call."""

from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.asking.answers import rows, text
from zhanggui.connectors.saleor.client import SaleorClient, part
from zhanggui.connectors.saleor.unconfirmed import CALLS_A_SECOND
from zhanggui.kernel.doors.channel_accounts import AccountField, Rate, Setup, Standing

SETUP = Setup(
    fields=(
        AccountField(
            "url", _("Address of the shop's server"),
            help=_("Where Saleor's API answers, with https:// before it, without /graphql/."),
        ),
        AccountField(
            "token", _("Token of the app"), is_secret=True,
            help=_("Dashboard › Extensions › your app › Create token. It is shown once."),
        ),
        AccountField(
            "warehouse_id", _("Warehouse"), is_needed=False,
            help=_("The id in the address of its page in Dashboard › Configuration › Warehouses. Needed when there are "
                   "several."),
        ),
        AccountField(
            "channel_id", _("Channel of prices"), is_needed=False,
            help=_("The id in the address of its page in Dashboard › Configuration › Channels. Prices need it."),
        ),
        AccountField(
            "language", _("Language of the shop"), is_needed=False, choices=("zh-hans", "en"), initial="zh-hans",
            help=_("In which the carrier is named to the buyer."),
        ),
    ),
    steps=(
        _("In Saleor's dashboard, Extensions › Add extension › Provide details manually, make an app for Zhanggui."),
        _("Give it the permissions to manage orders, products, and to see users."),
        _("Enter the values here and test the connection."),
    ),
    push_help=_(
        "Dashboard › Extensions › your app › Create webhook: add one for all events of orders, with this address and "
        "without a secret key."
    ),
)  # fmt: skip

RATES = (Rate("*", CALLS_A_SECOND),)
CHECK = """query Check { shop { name domain { host } } app { permissions { code } } }"""
SEEN = {"MANAGE_ORDERS": ("orders", "shipping", "memo"), "MANAGE_PRODUCTS": ("stock", "prices")}


def check_account(saleor: SaleorClient) -> Standing:
    """The shop's name, and what its app may do."""
    told = saleor.ask("shop", CHECK)
    given = {text(row, "code") for row in rows(part(told, "app"), "permissions")}
    may = tuple(word for right, words in SEEN.items() if right in given for word in words)
    return Standing(shop_name=text(part(told, "shop"), "name"), may=may)
