"""Groups of shops, proposals and the split page, as people meet them."""

from zhanggui.fulfilment.flows.drop_merge_groups import drop_merge_groups
from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.set_merge_groups import GroupDraft, GroupTooSmall, GroupWithoutShops, set_merge_groups
from zhanggui.fulfilment.models import GroupedShop, MergeGroup, ParcelLine
from zhanggui.fulfilment.papers import label_papers
from zhanggui.fulfilment.tests.merging import BY, group, live, plan
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import NotAllowed, NotFound
from zhanggui.orders.testing import AT, make_shop


def test_a_shop_is_in_one_group_at_most_and_a_group_is_named_once(world):
    group(world.shop)
    second = make_shop()
    set_merge_groups(groups=[GroupDraft("two", (world.shop.pk, second.pk), most_units=9)], **BY)
    assert set(GroupedShop.objects.values_list("group__name", flat=True)) == {"two"}
    set_merge_groups(groups=[GroupDraft("two", (second.pk,), is_automatic=False)], **BY)
    assert list(GroupedShop.objects.values_list("shop_id", "group__is_automatic")) == [(second.pk, False)]


def test_a_group_that_makes_no_sense_is_refused(world):
    drafts = [GroupDraft("none", ()), GroupDraft("small", (world.shop.pk,), most_orders=1), GroupDraft("far", (10**9,))]
    refused = set_merge_groups(groups=drafts, **BY).refused
    assert [type(refused[draft.name]) for draft in drafts] == [GroupWithoutShops, GroupTooSmall, NotFound]


def test_a_group_is_dropped_by_who_sees_all_its_shops(world):
    group(world.shop)
    pk = MergeGroup.objects.get().pk
    stranger = Actor(name="x", source="test", grants=frozenset({"*"}), shop_ids=frozenset())
    assert isinstance(drop_merge_groups(group_ids=[pk], actor=stranger, at=AT).refused[pk], NotAllowed)
    assert drop_merge_groups(group_ids=[pk], **BY).done == [pk]
    assert not MergeGroup.objects.exists()


def test_proposals_say_why_nothing_was_merged(world, signed_in):
    plan(world.orders(2))
    client = signed_in("warehouse_manager")
    rows = client.get("/desk/merge-proposals/rows").json()["rows"]
    assert len(rows) == 2
    merge_parcels(parcel_ids=[parcel.pk for parcel in live()], **BY)
    assert client.get("/desk/merge-proposals/rows").json()["rows"] == []


def test_the_split_page_previews_and_splits(world, signed_in):
    (parcel,) = plan(world.orders())
    line = ParcelLine.objects.get(parcel=parcel, sku=world.a)
    client = signed_in("warehouse_manager")
    address = f"/parcels/{parcel.pk}/split"
    assert b"Parcels that would result" in client.get(address).content
    preview = client.get(address, {"way": "by_line"}, headers={"hx-request": "true"}).content.decode()
    assert "2×TS-A" in preview
    assert "1×TS-B" in preview
    assert client.post(address, {"way": "by_hand"}).status_code == 422
    assert client.post(address, {"way": "by_hand", f"take_{line.pk}": "1"}).status_code == 302
    assert [one.units for one in live()] == [2, 1]
    assert b"Split off" in client.get(f"/sheet/parcels/{live()[-1].pk}/").content


def test_only_who_may_split_sees_the_page(world, signed_in):
    (parcel,) = plan(world.orders())
    assert signed_in("picker").get(f"/parcels/{parcel.pk}/split").status_code == 403


def test_a_merge_group_is_set_on_its_page(world, signed_in):
    client = signed_in("warehouse_manager")
    given = {
        "name": "all",
        "shop_ids": [world.shop.pk],
        "is_automatic": "on",
        "most_orders": 3,
        "most_units": 9,
        "most_g": 900,
    }
    assert client.post("/parcels/merge-groups/set", given).status_code == 302
    assert MergeGroup.objects.get().most_orders == 3
    assert client.get(f"/parcels/merge-groups/set?known={MergeGroup.objects.get().pk}").status_code == 200
    assert client.get("/desk/merge-groups/rows").json()["rows"]


def test_the_papers_of_a_merged_parcel_name_every_order(world):
    group(world.shop)
    (parcel,) = plan(world.orders(2))
    (paper,) = label_papers([parcel], at=AT)
    assert len(paper.order_numbers) == 2
