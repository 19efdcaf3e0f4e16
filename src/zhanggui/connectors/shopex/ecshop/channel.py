"""The sales channel of shops that run ECShop.

Its interface tells goods only: no call for orders, shipments or stock is documented. Those go by ShopEx's hub, to which
such a shop is bound as `ecshop_b2c`.
"""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.shopex.account import HUB_FIELDS, PUSH_HELP, STEPS
from zhanggui.connectors.shopex.channel import ShopEx
from zhanggui.connectors.shopex.ecshop.client import LABEL, EcshopClient
from zhanggui.connectors.shopex.ecshop.goods import list_goods, shop_name
from zhanggui.kernel.doors.channel_abilities import Listing
from zhanggui.kernel.doors.channel_accounts import AccountField, Setup, ShopAccount, Standing

SETUP = Setup(
    fields=(
        AccountField("url", _("Address of the shop"), help=_("Where ECShop answers, with https:// before it.")),
        AccountField(
            "shop_token", _("Token of the shop's certificate"), is_secret=True,
            help=_("In ECShop's back office, on the page of its certificate. Its goods are read with it."),
        ),
        *HUB_FIELDS,
    ),
    steps=(
        _("ECShop itself tells goods only. Its orders, parcels and stock go by ShopEx's hub; or import order files."),
        *STEPS,
    ),
    push_help=PUSH_HELP,
)  # fmt: skip


class ECShop(ShopEx):
    """Speaks to the hub as `ecshop_b2c`, and to the shop itself for what it sells."""

    code = "ecshop"
    label = LABEL
    setup = SETUP
    node_type = "ecshop_b2c"

    def listings(self, account: ShopAccount) -> Iterator[Sequence[Listing]]:
        """All goods of the shop, a page at a time."""
        return list_goods(self._shop(account))

    def check(self, account: ShopAccount) -> Standing:
        """The shop's own name, and whether the hub opens its orders."""
        standing = super().check(account)
        return Standing(shop_name=shop_name(self._shop(account)) or standing.shop_name, may=standing.may)

    def _shop(self, account: ShopAccount) -> EcshopClient:
        http = self._connections.of(account.shop_id)
        return EcshopClient(account=account, http=http, clock=self._clock, sleep=self._sleep)
