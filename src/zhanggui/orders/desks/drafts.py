"""The desk of orders that are being typed."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.orders.entering.drafts import drafts_of, kept_until
from zhanggui.orders.flows.discard_drafts import discard_drafts
from zhanggui.orders.flows.place_drafts import place_drafts
from zhanggui.orders.models import DraftOrder
from zhanggui.ui.desk import Action, Column, Desk, Page


def way_back(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """The draft by its number, leading to the form."""
    label = _t("Draft {number}").format(number=row["id"])
    return [{"label": label, "href": f"{reverse('enter_order')}?draft={row['id']}"}]


class DraftDesk(Desk):
    name = "drafts"
    title = _("Drafts")
    grant = "save_drafts"
    model = DraftOrder
    icon = "pencil"
    document = "id"
    has_sheet = False
    pages = [Page(_("Enter order"), "enter_order", "place_drafts", "plus")]
    sort = "-changed_at"
    search = ("id",)
    search_hint = _("Draft number")
    columns = [
        Column("draft", _("Draft"), "links", value=way_back, needs=("id",), width=120, sortable=False),
        Column("shop", _("Shop"), field="shop__name", width=130, sortable=False),
        Column("receiver_masked", _("Receiver"), width=110, sortable=False),
        Column("goods", _("Goods"), width=360, sortable=False),
        Column("units", _("Pieces"), "quantity", width=80, sortable=False),
        Column("total", _("Total"), "money", width=110, sortable=False),
        Column("changed_at", _("Changed at"), "moment", width=140),
        Column(
            "kept_until", _("Kept until"), "moment", value=lambda row: kept_until(row["changed_at"]),
            needs=("changed_at",), width=140,
        ),
    ]  # fmt: skip
    actions = [
        Action(
            "place_drafts", _("Place orders"), place_drafts, "draft_ids", key="p", icon="send", look="primary",
            confirm=_("Place {count} orders as they are typed?"),
        ),
        Action(
            "discard_drafts", _("Throw away"), discard_drafts, "draft_ids", icon="trash", look="danger",
            confirm=_("Throw away {count} drafts? What was typed is gone."),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[DraftOrder]:
        """Everybody's own."""
        return drafts_of(actor)
