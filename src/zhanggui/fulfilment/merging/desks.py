"""The list of parcels that could go together, and of the groups of shops that merge."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.columns import carrier_of, time_left
from zhanggui.fulfilment.flows.drop_merge_groups import drop_merge_groups
from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.unmerge_parcels import unmerge_parcels
from zhanggui.fulfilment.merging.rows import proposal_extras
from zhanggui.fulfilment.models import GroupedShop, MergeGroup, Parcel
from zhanggui.fulfilment.printing import open_papers
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Action, Column, Desk, Page, Tab

_MERGING = (ParcelState.PLANNED, ParcelState.MERGED)
_OTHERS = Parcel.objects.filter(state=ParcelState.PLANNED, merge_key=OuterRef("merge_key")).exclude(pk=OuterRef("pk"))


class MergeDesk(Desk):
    """Planned parcels to a receiver who gets another one too, one receiver after the other."""

    name = "merge-proposals"
    title = _("Could go together")
    grant = "see_parcels"
    model = Parcel
    icon = "arrows-join"
    has_sheet = False
    sort = "merge_key"
    search = ("number", "number__startswith", "order__number")
    search_hint = _("Parcel no. / order no.")
    pages = [Page(_("Merge groups"), "fulfilment:merge_groups", "see_parcels", "building-store")]
    tabs = [
        Tab("together", _("Could go together"), Q(Exists(_OTHERS), state=ParcelState.PLANNED), tone="info"),
        Tab("merged", _("Merged"), Q(state=ParcelState.MERGED)),
    ]
    columns = [
        Column("number", _("Parcel no."), "links", by_page=True, width=140, frozen=True),
        Column("receiver", _("Receiver"), field="order__receiver_name_masked", width=90, sortable=False),
        Column("city", _("City"), field="order__receiver_city", width=90, sortable=False),
        Column("orders", _("Order no."), by_page=True, width=190),
        Column("shop", _("Shop"), field="shop__name", width=120, sortable=False),
        Column("goods", _("Goods"), by_page=True, width=220),
        Column("why", _("Why not by itself"), kind="chips", by_page=True, width=330),
        Column("units", _("Pieces"), kind="quantity", width=70, sortable=False),
        Column("expected_g", _("Expected g"), kind="quantity", width=90, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=100, sortable=False),
        Column("carrier", _("Carrier"), value=carrier_of, needs=("carrier",), width=100, sortable=False),
        Column("left", _("Time left"), kind="chips", value=time_left, needs=("ship_by", "state"), width=110),
    ]
    actions = [
        Action(
            "merge_parcels", _("Merge"), merge_parcels, "parcel_ids", key="m", icon="arrows-join", look="primary",
            undo="unmerge_parcels", tabs=("together",),
        ),
        Action(
            "unmerge_parcels", _("Take apart"), unmerge_parcels, "parcel_ids", icon="arrows-split", tabs=("merged",),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return Parcel.objects.visible_to(actor).filter(state__in=_MERGING).exclude(merge_key=b"")

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        return proposal_extras(ids, actor)


class MergeGroupDesk(Desk):
    """Which shops share parcels, and how much goes into one."""

    name = "merge-groups"
    title = _("Merge groups")
    grant = "see_parcels"
    model = MergeGroup
    icon = "building-store"
    document = "name"
    has_sheet = False
    sort = "name"
    pages = [Page(_("Set a merge group"), "fulfilment:set_merge_groups", "set_merge_groups", "plus")]
    columns = [
        Column("name", _("Merge group"), width=180),
        Column("shops", _("Shops"), by_page=True, width=320),
        Column("is_automatic", _("By itself"), kind="flag", width=90, sortable=False),
        Column("ships_partly", _("Partly"), kind="flag", width=90, sortable=False),
        Column("most_orders", _("Most orders in a parcel"), kind="quantity", width=120, sortable=False),
        Column("most_units", _("Most pieces in a parcel"), kind="quantity", width=120, sortable=False),
        Column("most_g", _("Most grams in a parcel"), kind="quantity", width=120, sortable=False),
    ]
    actions = [
        Action(
            "change_merge_group", _("Change"), open_papers, "ids", grant="set_merge_groups", icon="edit",
            opens="/parcels/merge-groups/set?known={id}",
        ),
        Action(
            "drop_merge_groups", _("Drop"), drop_merge_groups, "group_ids", icon="trash", look="danger",
            confirm=_("Drop {count} merge groups? Their shops merge by hand only."),
        ),
    ]  # fmt: skip

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        shops: dict[int, list[str]] = {}
        rows = GroupedShop.objects.filter(group_id__among=set(ids)).order_by("shop__name")
        for group_id, name in rows.values_list("group_id", "shop__name"):
            shops.setdefault(group_id, []).append(name)
        return {pk: {"shops": "、".join(shops.get(pk, []))} for pk in ids}
