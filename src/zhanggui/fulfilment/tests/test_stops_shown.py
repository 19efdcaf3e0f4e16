"""While parcels of an order are asked to stop, everyone who looks at order or parcel reads it, and why."""

import pytest

from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.models import ParcelLine, Wave
from zhanggui.fulfilment.tests.test_stations import Table
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.testing import ACTOR, AT

PAGES = (
    "/desk/orders/rows?tab=all",
    "/desk/parcels/rows?tab=picked",
    "/sheet/orders/{order}/",
    "/sheet/parcels/{parcel}/",
)


@pytest.mark.parametrize("page", PAGES)
def test_the_mark_is_shown_as_long_as_it_stands(world, signed_in, page):
    parcel, other = world.parcel("picked"), world.parcel("picked")
    address = page.format(order=parcel.order_id, parcel=parcel.pk)
    client = signed_in("owner")
    assert "Stopping: " not in client.get(address).content.decode()

    cancel_orders(order_ids=[parcel.order_id], actor=ACTOR, at=AT)
    hold_orders(order_ids=[other.order_id], note="call first", actor=ACTOR, at=AT)
    assert "Stopping: Cancelled" in client.get(address).content.decode()
    if "desk" in page:
        assert "Stopping: call first" in client.get(address).content.decode()

    stop_orders(order_ids=[parcel.order_id, other.order_id], actor=ACTOR, at=AT)
    assert "Stopping: " not in client.get(address).content.decode()


@pytest.fixture
def marked(world):
    """A wave of two, one of which carries an order that must stop; the job that stops it has not run."""
    parcel, joined, other = world.parcels("printed", 3)
    ParcelLine.objects.filter(parcel=joined).update(parcel=parcel)
    hold_orders(order_ids=[joined.order_id], note="call first", actor=ACTOR, at=AT)
    return parcel, other


def test_its_slot_in_the_wave_is_red_at_once(signed_in, marked):
    parcel, other = marked
    page = signed_in("owner").get(f"/sheet/waves/{parcel.wave_id}/").content.decode()
    slots = {pk: page.split(f'href="/sheet/parcels/{pk}/"')[0].rsplit('class="', 1)[1] for pk in (parcel.pk, other.pk)}
    assert ("is-bad" in slots[parcel.pk], "is-bad" in slots[other.pk]) == (True, False)
    assert "call first" in page


def test_the_picker_fetches_nothing_for_it_from_then_on(signed_in, marked):
    parcel, other = marked
    table = Table(signed_in("picker"), "pick")
    shown = table.scan(Wave.objects.get().number)
    assert f"cells {parcel.cell}" in shown["detail"]
    assert {item["title"].partition("×")[2] for item in shown["items"]} == {"2", "1"}
    table.later().scan(Wave.objects.get().number)
    parcel.refresh_from_db()
    other.refresh_from_db()
    assert (parcel.state, other.state) == ("printed", "picked")
