"""From the page of a parcel to its order, wave and goods, and from the order back to its parcels."""


def test_a_parcel_leads_to_its_order_wave_and_goods(world, signed_in):
    parcel = world.parcel("printed")
    page = signed_in("warehouse_manager", "reviewer").get(f"/sheet/parcels/{parcel.pk}/").content.decode()
    for address in (f"orders/{parcel.order_id}", f"waves/{parcel.wave_id}", f"skus/{world.a.pk}"):
        assert f'href="/sheet/{address}/"' in page


def test_a_page_that_one_may_not_open_is_only_named(world, signed_in):
    parcel = world.parcel("printed")
    page = signed_in("picker").get(f"/sheet/parcels/{parcel.pk}/").content.decode()
    assert parcel.order.number in page
    assert "/sheet/orders/" not in page


def test_an_order_leads_to_its_parcels_and_tells_what_happened_to_them(world, signed_in):
    parcel = world.parcel("shipped")
    page = signed_in("warehouse_manager", "reviewer").get(f"/sheet/orders/{parcel.order_id}/").content.decode()
    assert f'<a href="/sheet/parcels/{parcel.pk}/">{parcel.waybill}</a>' in page
    assert "包裹已发出" in page or "The parcel has left the warehouse." in page
