"""What the account of a Medusa shop consists of, where a seller finds it, and how often it may call."""

from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.asking.answers import rows, text
from zhanggui.connectors.medusa.client import MedusaClient
from zhanggui.connectors.medusa.unconfirmed import CALLS_A_SECOND
from zhanggui.kernel.doors.channel_accounts import AccountField, Rate, Setup, Standing

SETUP = Setup(
    fields=(
        AccountField(
            "url", _("Address of the shop's server"),
            help=_("Where Medusa's API answers, with https:// before it, without /app and /admin."),
        ),
        AccountField(
            "api_key", _("Secret API key"), is_secret=True,
            help=_("Medusa Admin › Settings › Secret API Keys › Create. It begins with sk_ and is shown once."),
        ),
        AccountField(
            "location_id", _("Stock location"), is_needed=False,
            help=_(
                "The id of the warehouse (sloc_…), as in the address of its page in Settings › Locations & Shipping. "
                "Needed when the shop has several."
            ),
        ),
        AccountField(
            "currency", _("Currency of prices"), is_needed=False, initial="cny",
            help=_("The code of the currency in which prices are written, such as cny."),
        ),
        AccountField(
            "language", _("Language of the shop"), is_needed=False, choices=("zh-hans", "en"), initial="zh-hans",
            help=_("In which the carrier is named to the buyer."),
        ),
    ),
    steps=(
        _("In Medusa Admin, open Settings › Secret API Keys and create a key for Zhanggui."),
        _("Copy the key before you close the window: it is shown only once."),
        _("Enter the values here and test the connection."),
    ),
)  # fmt: skip

RATES = (Rate("*", CALLS_A_SECOND),)


def check_account(medusa: MedusaClient) -> Standing:
    """The name of the store, and whether the key opens its orders."""
    stores = rows(medusa.show("stores", {"fields": "id,name"}), "stores")
    medusa.page("orders", "orders", {"limit": "1", "fields": "id"})
    name = text(stores[0], "name") if stores else ""
    return Standing(shop_name=name or urlsplit(medusa.account.settings["url"]).netloc)
