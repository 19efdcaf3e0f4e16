"""The pages about warehouse and carrier: what is typed is kept, what is wrong stays in the form with its sentence."""

from decimal import Decimal

import pytest

from zhanggui.fulfilment.flows.set_warehouse_carriers import CollectionDraft, set_warehouse_carriers
from zhanggui.fulfilment.models import (
    Capacity,
    CarrierArea,
    CarrierRule,
    FreightTable,
    ServiceRegion,
    WarehouseCarrier,
)
from zhanggui.fulfilment.places.books import load_tables, load_weights
from zhanggui.fulfilment.places.text import read_areas, read_points, read_zones, write_zones
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.models import Shop

pytestmark = pytest.mark.django_db

ZONES = """一区 | 浙江省、上海市 | 1 | 2.60 | 1 | 1.00 | 2 | 0.5:2.20 1:2.60
偏远\t新疆维吾尔自治区，西藏自治区\t1\t16\t1\t14\t7
不发货 | 台湾省 | -"""
FREIGHT = {
    "name": "圆通", "carrier": "testcarrier", "warehouse": "", "divisor": 8000, "volume_above": "1.5", "rounding": "1",
    "remote_fee": "5",
    "remote_areas": "浙江省/舟山市/嵊泗县", "zones": ZONES,
}  # fmt: skip
DESKS = (
    "service-regions", "capacities", "warehouse-carriers", "carrier-areas", "freight-tables",
    "carrier-rules",
)  # fmt: skip


@pytest.fixture
def manager(signed_in):
    return signed_in("warehouse_manager")


def send(client, page, **given):
    return client.post(f"/places/{page}", given)


def test_everything_is_written_down_on_its_page(manager, world):
    here = world.warehouse.pk
    sent = [
        send(manager, "regions", warehouse=here, regions="浙江省 50\n浙江省/杭州市 80"),
        send(manager, "capacities", warehouse=here, parcels=4000),
        send(manager, "carriers", warehouse=here, carrier="testcarrier", is_enabled="on", account="571001"),
        send(manager, "areas", carrier="testcarrier", effect="closed", areas="西藏自治区\n新疆 乌鲁木齐市"),
        send(manager, "areas", carrier="*", effect="closed", areas="台湾省"),
        send(manager, "areas", carrier="testcarrier", effect="stopped", areas="浙江省/杭州市/西湖区", reason="flood"),
        send(manager, "freight", **FREIGHT),
        send(manager, "rules", name="heavy", carrier="testcarrier", effect="forbid", priority=5, is_on="on", above="20",
             area="浙江省", sku="TS-A", shop=world.shop.pk, words="易碎"),
        send(manager, "weights", region=2, load=1, freight=1, day=10, late_day=5000, days_allowed=3),
    ]  # fmt: skip
    assert [answer.status_code for answer in sent] == [302] * len(sent)
    assert dict(ServiceRegion.objects.values_list("city", "preference")) == {"": 50, "杭州市": 80}
    assert (Capacity.objects.get().parcels, WarehouseCarrier.objects.get().account) == (4000, "571001")
    assert CarrierArea.objects.filter(is_served=False, starts_at=None).count() == 3
    assert CarrierArea.objects.get(carrier="").state == "台湾省"
    assert CarrierArea.objects.get(starts_at__isnull=False).reason == "flood"
    assert [(len(table.zones), table.volume_above) for table in load_tables()] == [(3, Decimal("1.50"))]
    rule = CarrierRule.objects.get()
    assert (rule.is_forbidding, rule.above_g, rule.up_to_g, rule.state, rule.sku) == (
        True,
        20_000,
        None,
        "浙江省",
        world.a,
    )
    assert (load_weights().region, load_weights().days_allowed) == (2, 3)

    for desk in DESKS:
        assert manager.get(f"/desk/{desk}/").status_code == 200
        rows = manager.get(f"/desk/{desk}/rows").json()
        assert rows["rows"], desk
    table, shown = FreightTable.objects.get(), CarrierRule.objects.get()
    assert manager.get(f"/sheet/freight-tables/{table.pk}/").status_code == 200
    assert "浙江省、上海市" in manager.get(f"/places/freight?id={table.pk}").content.decode()
    assert "易碎" in manager.get(f"/places/rules?id={shown.pk}").content.decode()


@pytest.mark.parametrize(
    ("page", "given", "words"),
    [
        ("regions", {"regions": "浙江省"}, "This line is not understood"),
        ("areas", {"carrier": "testcarrier", "areas": "浙江省//西湖区"}, "is not understood"),
        ("areas", {"carrier": "testcarrier", "areas": "浙江省", "effect": "stopped"}, "Say why it is stopped"),
        (
            "areas",
            {"carrier": "*", "areas": "浙江省", "effect": "open", "ends_at": "2026-11-12T00:00"},
            "for some time",
        ),
        ("freight", {**FREIGHT, "zones": "一区 | 浙江省 | 1 | x | 1 | 1"}, "This line is not understood"),
        ("freight", {**FREIGHT, "zones": "一区 | 浙江省 | 1 | 3.005 | 1 | 1"}, "This line is not understood"),
        (
            "freight",
            {**FREIGHT, "zones": "a | 浙江 | 1 | 3 | 1 | 1\nb | 浙江省 | 1 | 3 | 1 | 1"},
            "stands in two zones",
        ),
        ("rules", {"name": "r", "carrier": "testcarrier", "effect": "forbid", "priority": 1, "sku": "NO"}, "no SKU NO"),
    ],
)
def test_what_is_wrong_stays_in_the_form(manager, world, page, given, words):
    answer = send(manager, page, **({"warehouse": world.warehouse.pk} | given))
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_refusal_of_the_flow_is_read_out_on_the_page(manager, world):
    send(manager, "freight", **FREIGHT)
    answer = send(manager, "freight", **{**FREIGHT, "warehouse": world.warehouse.pk})
    assert answer.status_code == 422
    assert "Another freight table is called" in answer.content.decode()


def test_an_address_is_tried_with_every_candidate(manager, world):
    drafts = [CollectionDraft(world.warehouse.pk, one) for one in ("testcarrier", "testexpress")]
    set_warehouse_carriers(carriers=drafts, actor=ACTOR, at=AT)
    send(manager, "freight", **FREIGHT)
    send(manager, "areas", carrier="testexpress", effect="stopped", areas="浙江省", reason="flood")
    shop = Shop.objects.get()
    asked = {"area": "浙江省/杭州市", "shop": shop.pk, "kilos": "0.4", "goods": "TS-A ×2"}
    answer = manager.get("/places/try", asked).content.decode()
    assert "¥2.20" in answer
    assert "Chosen" in answer
    assert "has stopped its station in 浙江省: flood" in answer
    assert "no SKU NO" in manager.get("/places/try", asked | {"goods": "NO"}).content.decode()
    assert manager.get("/places/try").status_code == 200


def test_the_freight_of_a_selection_is_shown_way_by_way(manager, world):
    send(manager, "freight", **FREIGHT)
    parcels = world.parcels("planned", 2)
    shown = manager.get("/places/costs", {"parcels": ",".join(str(parcel.pk) for parcel in parcels)}).content.decode()
    assert "2 / 2" in shown
    assert "¥5.20" in shown
    orders = world.orders(3)
    assert "3 / 3" in manager.get("/places/costs", {"orders": ",".join(map(str, orders))}).content.decode()
    assert manager.get("/places/costs").status_code == 200


def test_the_sheet_of_a_parcel_says_why(manager, world):
    drafts = [CollectionDraft(world.warehouse.pk, one) for one in ("testcarrier", "testexpress")]
    set_warehouse_carriers(carriers=drafts, actor=ACTOR, at=AT)
    parcel = world.parcel("planned")
    page = manager.get(f"/sheet/parcels/{parcel.pk}/").content.decode()
    assert "Why this warehouse and courier" in page
    assert "Test express" in page


def test_who_may_not_is_told(signed_in, world):
    assert send(signed_in("verifier"), "capacities", warehouse=world.warehouse.pk, parcels=1).status_code == 403


def test_pasted_text_comes_back_as_it_was_meant():
    assert read_areas("浙江省、江苏省\n广东省 深圳市") == [Area("浙江省"), Area("江苏省"), Area("广东省", "深圳市")]
    assert read_points("浙江省 杭州市 -5") == [(Area("浙江省", "杭州市"), -5)]
    assert read_zones(write_zones(read_zones(ZONES))) == read_zones(ZONES)
    for wrong in ("一区", "一区 | ", "一区 | 浙江 | NaN | 1 | 1 | 1", "一区 | 浙江 | 1 | 1 | 1 | 1 | x"):
        with pytest.raises(Refusal):
            read_zones(wrong)
