"""What the account of a shop behind ShopEx's hub consists of, where a seller finds it, and how often it may call."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.selling.moments import beijing
from zhanggui.connectors.shopex.client import HubClient
from zhanggui.connectors.shopex.reader import FIELDS, LIST
from zhanggui.connectors.shopex.unconfirmed import CALLS_A_SECOND
from zhanggui.kernel.doors.channel_accounts import AccountField, Rate, Setup, Standing

HUB_FIELDS = (
    AccountField(
        "hub", _("Address of the hub"),
        help=_("ShopEx tells it when it opens the certificate of your company; with sync at its end."),
    ),
    AccountField("from_node_id", _("Our node"), help=_("The node of your order system, from the certificate page.")),
    AccountField("to_node_id", _("Node of the shop"), help=_("The node the shop got when it was bound to the hub.")),
    AccountField("certi_id", _("Certificate"), is_needed=False, help=_("Its number, from the certificate page.")),
    AccountField(
        "token", _("Token of the certificate"), is_secret=True, help=_("Every call is signed with it, and every push.")
    ),
)  # fmt: skip
STEPS = (
    _("Ask ShopEx for a certificate of your company and a node for your order system."),
    _("Bind the shop to this node in the shop's own back office, and note the node it got."),
    _("Enter the values here and test the connection."),
)
PUSH_HELP = _("Enter this address as the address of your node, so that the hub tells of changed orders at once.")

SETUP = Setup(
    fields=(
        *HUB_FIELDS,
        AccountField(
            "node_type", _("Kind of the shop"), is_needed=False,
            help=_("As the hub calls it, such as website, ecos.b2c or youzan."),
        ),
    ),
    steps=STEPS,
    push_help=PUSH_HELP,
)  # fmt: skip

RATES = (Rate("*", CALLS_A_SECOND, per=("from_node_id",)),)


def check_account(hub: HubClient) -> Standing:
    """The hub has no call that says who we are: the node of the shop stands for its name, and a list for its orders."""
    until = hub.clock()
    asked = {"start_time": beijing(until - timedelta(minutes=1)), "end_time": beijing(until), "fields": FIELDS}
    hub.call(LIST, {**asked, "page_no": "1", "page_size": "1"})
    return Standing(shop_name=hub.account.settings["to_node_id"], may=("orders",))
