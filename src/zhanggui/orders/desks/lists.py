"""The black list, which review looks into."""

from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.masking import mask_name
from zhanggui.orders.flows.unblock_buyers import unblock_buyers
from zhanggui.orders.models import BlockedBuyer
from zhanggui.ui.desk import Action, Column, Desk, Page


class BlockedBuyerDesk(Desk):
    name = "blocked-buyers"
    title = _("Black list")
    grant = "see_orders"
    model = BlockedBuyer
    icon = "user-off"
    document = "buyer"
    has_sheet = False
    pages = [Page(_("Block buyers"), "block_buyers", "block_buyers", "plus")]
    sort = "buyer"
    search = ("buyer", "buyer__startswith")
    search_hint = _("Buyer")
    columns = [
        Column("buyer", _("Buyer"), mask=mask_name, unmask="unblock_buyers", width=220),
        Column("note", _("Note"), width=520, sortable=False),
    ]
    actions = [
        Action(
            "unblock_buyers", _("Take off the list"), unblock_buyers, "buyer_ids", icon="user-check",
            confirm=_("Take {count} buyers off the black list?"),
        )
    ]  # fmt: skip
