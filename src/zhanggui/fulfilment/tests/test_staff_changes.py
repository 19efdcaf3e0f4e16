"""What our own people change stops parcels as what platforms change does: at every station, before any job has run."""

from typing import Any

import pytest
from django.urls import reverse

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.tests.test_stations import Table
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.flows.agree_changes import Agreement, agree_changes
from zhanggui.orders.flows.change_addresses import change_addresses
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.undo_address_changes import undo_address_changes
from zhanggui.orders.models import ChangeRequest, Order, OrderLine
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.rules.receiving import AddressEdit
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
AWAY = Receiver("李四", "13912345678", "", "浙江省", "杭州市", "余杭区", "", "文一西路969号", "")
STATIONS = {"verify": "verifier", "weigh": "packer", "ship": "shipper"}
STAGES = ("printed", "picked", "verified", "weighed")


def version_of(parcel):
    return Order.objects.values_list("version", flat=True).get(pk=parcel.order_id)


def address(world, parcel):
    change_addresses(edits=[AddressEdit(parcel.order_id, version_of(parcel), AWAY)], **BY).one()


def goods(world, parcel):
    line = OrderLine.objects.filter(order_id=parcel.order_id).order_by("pk")[0]
    assert line.sku_id
    other = Sku.objects.exclude(pk=line.sku_id).order_by("pk")[0]
    exchange_lines(exchanges=[ItemExchange(line.pk, other.code, 1)], **BY).one()


def agreement(world, parcel):
    """The platform's request came when the order was reviewed already."""
    request = ChangeRequest.objects.create(
        order_id=parcel.order_id, kind="address", asked_at=AT, half_at=AT, late_at=AT, due_at=AT
    )
    agree_changes(agreements=[Agreement(request.pk, version_of(parcel), AWAY)], **BY).one()


CHANGES = {"address": address, "goods": goods, "agreement": agreement}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("station", STATIONS)
def test_every_station_refuses_at_once(world, signed_in, station, stage, change):
    parcel = world.parcel(stage)
    CHANGES[change](world, parcel)
    answer = Table(signed_in(STATIONS[station]), station).scan(parcel.waybill)
    assert (answer["tone"], answer["sound"]) == ("bad", "stopped")
    parcel.refresh_from_db()
    assert parcel.state == stage


def test_a_parcel_in_its_wave_is_not_printed(world):
    parcel = world.parcel("waved")
    address(world, parcel)
    assert parcel.pk in print_parcels(parcel_ids=[parcel.pk], **BY).refused


def test_taking_a_change_back_stops_what_was_planned_with_it(world):
    parcel = world.parcel("planned")
    address(world, parcel)
    Order.objects.filter(pk=parcel.order_id).update(stop_reason="")
    undo_address_changes(order_ids=[parcel.order_id], **BY).one()
    assert Order.objects.get(pk=parcel.order_id).stop_reason == "address"
    assert parcel.pk in ship_parcels(parcel_ids=[parcel.pk], **BY).refused


def test_the_torn_label_is_confirmed_by_one_scan(world, signed_in):
    parcel = world.parcel("printed")
    table = Table(signed_in("exception_handler"), "tear")
    assert table.scan(parcel.waybill)["code"] == "label_good"
    stop_parcels(parcel_ids=[parcel.pk], reason="address", **BY)
    answer = table.scan(parcel.waybill)
    assert (answer["sound"], parcel.waybill in answer["headline"]) == ("done", True)
    assert table.scan(parcel.waybill)["sound"] == "already_scanned"
    assert Parcel.objects.get(pk=parcel.pk).state == "void"


@pytest.mark.parametrize("desk", ["void-labels", "intercepts", "change-requests"])
def test_the_lists_open(world, signed_in, desk):
    client = signed_in("owner")
    parcel = world.parcel("printed")
    stop_parcels(parcel_ids=[parcel.pk], reason="address", **BY)
    assert client.get(f"/desk/{desk}/").status_code == 200
    assert client.get(f"/desk/{desk}/rows?tab=all").status_code == 200


class TestPage:
    @pytest.fixture
    def client(self, signed_in):
        return signed_in("reviewer")

    @pytest.fixture
    def parcel(self, world):
        return world.parcel("printed")

    def form(self, client, parcel):
        page = client.get(f"{reverse('change_addresses')}?ids={parcel.order_id}")
        assert page.status_code == 200
        return {"seen": page.context["seen"], **page.context["form"].initial}

    def post(self, client, parcel, **words):
        return client.post(f"{reverse('change_addresses')}?ids={parcel.order_id}", words)

    def test_a_pasted_text_fills_the_form(self, client, parcel):
        form = self.form(client, parcel) | {"pasted": "李四 13912345678 浙江省杭州市余杭区文一西路969号", "fill": "1"}
        filled = self.post(client, parcel, **form).context["form"].initial
        assert (filled["name"], filled["district"], filled["address"]) == ("李四", "余杭区", "文一西路969号")

    def test_saving_changes_the_receiver(self, client, parcel):
        mine = {part: getattr(AWAY, part) for part in ("name", "mobile", "state", "city", "district", "address")}
        answer = self.post(client, parcel, **self.form(client, parcel) | mine)
        assert answer.status_code == 302
        assert Order.objects.get(pk=parcel.order_id).receiver_district == "余杭区"

    def test_a_wrong_place_is_said_and_nothing_is_lost(self, client, parcel):
        answer = self.post(client, parcel, **self.form(client, parcel) | {"name": "李四", "state": "没有省"})
        assert answer.status_code == 422
        assert "没有省" in answer.content.decode()

    def test_two_clerks_see_what_differs_and_go_on(self, world, client, parcel):
        form = self.form(client, parcel)
        mine = {part: getattr(AWAY, part) for part in ("name", "mobile", "state", "city", "district")}
        mine |= {"address": "我写的1号"}
        address(world, parcel)
        answer = self.post(client, parcel, **form | mine)
        assert answer.status_code == 409
        conflicts = {row.part for row, _words, in_conflict in answer.context["rows"] if in_conflict}
        assert "address" in conflicts
        assert AWAY.address not in answer.content.decode()  # seen in whole words only with a look on record
        again = form | mine | {"seen": answer.context["seen"], "take_address": "theirs", "mobile": "13711112222"}
        assert self.post(client, parcel, **again).status_code == 302
        assert Order.objects.get(pk=parcel.order_id).receiver_mobile_masked.endswith("2222")

    def test_what_was_seen_cannot_be_written_by_hand(self, client, parcel):
        assert self.post(client, parcel, **self.form(client, parcel) | {"seen": "eHh4"}).status_code in {400, 422}

    def test_who_may_not_is_refused(self, signed_in, parcel):
        answer = signed_in("picker", name="piet").get(f"{reverse('change_addresses')}?ids={parcel.order_id}")
        assert answer.status_code == 403
