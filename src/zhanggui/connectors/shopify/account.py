"""What the account of a Shopify shop consists of, where a seller finds it, and how often it may call."""

from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.asking.answers import rows, text
from zhanggui.connectors.shopify.client import ShopifyClient, part
from zhanggui.connectors.shopify.unconfirmed import CALLS_A_SECOND
from zhanggui.kernel.doors.channel_accounts import AccountField, Rate, Setup, Standing

SETUP = Setup(
    fields=(
        AccountField(
            "url", _("Address of the shop"),
            help=_("https:// and the name that ends in .myshopify.com, as in Settings › Domains."),
        ),
        AccountField(
            "client_id", _("Client ID of the app"), is_needed=False,
            help=_("Dev Dashboard › Apps › your app › Settings."),
        ),
        AccountField(
            "app_secret", _("Secret of the app"), is_secret=True, is_needed=False,
            help=_("Beside the client ID. Messages of the app are signed with it."),
        ),
        AccountField(
            "access_token", _("Access token of the app"), is_secret=True, is_needed=False,
            help=_("Only of an app that was made in the admin of the shop before 2026, instead of the client ID. It "
                   "begins with shpat_."),
        ),
        AccountField(
            "webhook_secret", _("Key of the webhooks"), is_secret=True, is_needed=False,
            help=_("Settings › Notifications › Webhooks: “Your webhooks will be signed with …”. Without it no message "
                   "from there is believed."),
        ),
        AccountField(
            "location_id", _("Location"), is_needed=False,
            help=_("The number in the address of its page in Settings › Locations. Needed when there are several."),
        ),
        AccountField(
            "authorised", _("Orders whose money is only reserved"), is_needed=False, choices=("wait", "ship"),
            initial="wait", help=_("“ship” when the shop takes the money as the parcel leaves."),
        ),
        AccountField(
            "notify", _("Shopify mails the parcel to the buyer"), is_needed=False, choices=("yes", "no"),
            initial="yes",
        ),
        AccountField(
            "language", _("Language of the shop"), is_needed=False, choices=("zh-hans", "en"), initial="zh-hans",
            help=_("In which the carrier is named to the buyer."),
        ),
    ),
    steps=(
        _("In Shopify's Dev Dashboard, make an app for your own shop."),
        _(
            "Give it the scopes read_orders, write_orders, read_all_orders, read_products, write_products, "
            "read_inventory, write_inventory, read_locations, read_assigned_fulfillment_orders, "
            "write_assigned_fulfillment_orders, read_merchant_managed_fulfillment_orders and "
            "write_merchant_managed_fulfillment_orders. Without read_all_orders only the last 60 days are shown."
        ),
        _("Ask there for access to protected customer data: name, address, phone and e-mail."),
        _("Install the app in the shop and copy its client ID and secret."),
        _("Enter the values here and test the connection."),
    ),
    push_help=_(
        "Settings › Notifications › Webhooks: add one each for order creation, order update, order payment, order "
        "cancellation and refund, in JSON, with this address."
    ),
)  # fmt: skip

RATES = (Rate("*", CALLS_A_SECOND),)
CHECK = """query Check { shop { name myshopifyDomain } currentAppInstallation { accessScopes { handle } } }"""
SCOPES = {"read_orders": "orders", "write_orders": "memo", "write_inventory": "stock", "write_products": "prices"}


def check_account(shopify: ShopifyClient) -> Standing:
    """The shop's name, and what its app may do."""
    told = shopify.ask("shop", CHECK)
    given = {text(row, "handle") for row in rows(part(told, "currentAppInstallation"), "accessScopes")}
    may = [word for scope, word in SCOPES.items() if scope in given]
    if any(scope.startswith("write_") and "fulfillment_orders" in scope for scope in given):
        may.append("shipping")
    shop = part(told, "shop")
    return Standing(shop_name=text(shop, "name") or text(shop, "myshopifyDomain"), may=tuple(may))
