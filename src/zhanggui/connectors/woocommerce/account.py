"""What the account of a WooCommerce shop consists of, where a seller finds it, and how often it may call."""

from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.selling.account import AccountIncomplete
from zhanggui.connectors.woocommerce.client import WooClient
from zhanggui.connectors.woocommerce.errors import LABEL
from zhanggui.connectors.woocommerce.shipping import NOTES
from zhanggui.connectors.woocommerce.unconfirmed import CALLS_A_SECOND
from zhanggui.kernel.doors.channel_accounts import AccountField, Rate, Setup, Standing

SETUP = Setup(
    fields=(
        AccountField(
            "url", _("Address of the shop"),
            help=_("As it stands in WordPress › Settings › General › Site Address, with https:// before it."),
        ),
        AccountField(
            "consumer_key", _("Consumer key"),
            help=_("WooCommerce › Settings › Advanced › REST API › Add key. It begins with ck_."),
        ),
        AccountField(
            "consumer_secret", _("Consumer secret"), is_secret=True,
            help=_("Shown once, beside the consumer key. It begins with cs_."),
        ),
        AccountField(
            "webhook_secret", _("Secret of the webhooks"), is_secret=True, is_needed=False,
            help=_("The secret you enter at each webhook. Without it no message is believed."),
        ),
        AccountField(
            "note", _("Note about a parcel"), is_needed=False, choices=NOTES, initial=NOTES[0],
            help=_("“customer” mails carrier and number to the buyer, “private” shows them to you only."),
        ),
        AccountField(
            "language", _("Language of the shop"), is_needed=False, choices=("zh-hans", "en"), initial="zh-hans",
            help=_("In which the carrier is named to the buyer."),
        ),
    ),
    steps=(
        _("In WordPress, set Settings › Permalinks to anything but “Plain”."),
        _("In WooCommerce › Settings › Advanced › REST API add a key with the permission “Read/Write”."),
        _("Copy consumer key and consumer secret before you leave that page: the secret is shown only once."),
        _("Enter the values here and test the connection."),
    ),
    push_help=_(
        "WooCommerce › Settings › Advanced › Webhooks: add one each for “Order created”, “Order updated” and “Order "
        "deleted”, with this address as delivery URL, a secret of your own and API version v3."
    ),
)  # fmt: skip

RATES = (Rate("*", CALLS_A_SECOND),)


def check_account(woo: WooClient) -> Standing:
    """The name of the site, which anybody may read, and whether the key opens its orders."""
    site = woo.index()
    spoken = site.get("namespaces")
    if not isinstance(spoken, list) or "wc/v3" not in spoken:
        raise AccountIncomplete(channel=LABEL, shop=woo.account.shop_code, setting="url")
    woo.page("orders", {"per_page": "1", "_fields": "id"})
    return Standing(shop_name=text(site, "name") or urlsplit(woo.account.settings["url"]).netloc)
