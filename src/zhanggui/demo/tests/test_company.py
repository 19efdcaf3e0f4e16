"""The demo company can be founded twice, and its staff finish what they start."""

from collections import Counter

import pytest
from django.db.models import Sum

from zhanggui.catalog.models import Barcode, Sku
from zhanggui.control.models import StockFigure
from zhanggui.counting.models import CountBin
from zhanggui.demo.arrivals import LOTS, PIECES
from zhanggui.demo.company import SHOP, found_company
from zhanggui.demo.goods import goods
from zhanggui.demo.keeping import BUNDLES
from zhanggui.demo.lasting import PIECES as LASTING
from zhanggui.demo.models import StaffPost
from zhanggui.demo.people import POSTS
from zhanggui.demo.staff import demo_actors, work_round
from zhanggui.demo.suppliers import HOUSES, MONTHS
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.inventory.models import Availability
from zhanggui.inventory.queries import bundle_availability
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders
from zhanggui.parties.models import Score, Supplier, Terms
from zhanggui.parties.queries import ending_documents
from zhanggui.people.models import Shop, User
from zhanggui.planning.models import Plan, Suggestion
from zhanggui.purchasing.models import PurchaseLine
from zhanggui.quality.models import Inspection, SamplingPlan, SpotCheck, SupplierReturn

pytestmark = pytest.mark.django_db
ADDRESS = "http://127.0.0.1:9"


def test_every_sku_of_the_demo_is_its_own():
    rows = goods()
    assert max(Counter(row.code for row in rows).values()) == 1
    assert max(Counter(row.barcodes for row in rows).values()) == 1


def test_founding_twice_founds_once():
    found_company(taobao=ADDRESS, actor=ACTOR, at=AT)
    before = (User.objects.count(), Sku.objects.count(), Barcode.objects.count())
    stock = list(Availability.objects.order_by("pk").values_list("sellable", flat=True))

    found_company(taobao=ADDRESS, actor=ACTOR, at=AT)

    assert (User.objects.count(), Sku.objects.count(), Barcode.objects.count()) == before
    assert list(Availability.objects.order_by("pk").values_list("sellable", flat=True)) == stock
    assert StaffPost.objects.count() == len(POSTS)


def test_suppliers_stand_where_months_of_buying_left_them():
    found_company(taobao=ADDRESS, actor=ACTOR, at=AT)
    found_company(taobao=ADDRESS, actor=ACTOR, at=AT)
    states = Counter(Supplier.objects.values_list("state", flat=True))
    assert states == {"approved": len(HOUSES) - 2, "paused": 1, "sample_test": 1}
    assert set(Terms.objects.values_list("sku_code", flat=True)) == {row.code for row in goods()}
    assert Score.objects.exclude(points=None).count() == MONTHS * (len(HOUSES) - 1)
    assert ending_documents().count() == 1
    supplier = Supplier.objects.get(code="GYS01")
    assert supplier.approved_by != supplier.applied_by


def test_goods_that_arrived_lie_with_the_inspector():
    found_company(taobao=ADDRESS, actor=ACTOR, at=AT)
    states = Counter(Inspection.objects.values_list("state", flat=True))
    assert states == {"waiting": LOTS - 2, "sorted": 1, "failed": 1}
    assert SupplierReturn.objects.values_list("state", "pieces").get() == ("open", PIECES)
    assert SpotCheck.objects.exists()


def test_the_staff_take_an_order_to_hand_over():
    found_company(taobao=ADDRESS, actor=ACTOR, at=AT)
    Sku.objects.update(floor_price=0)
    codes = [row.code for row in goods()[:2]]
    ids = make_orders(Shop.objects.get(code=SHOP), [channel_order(skus=codes, buyer_message="急") for _ in range(3)])
    actors = demo_actors()

    work_round({"reviewer": actors["reviewer"]}, at=AT, limit=1000)
    plan_parcels(order_ids=ids, actor=ACTOR, at=AT)
    work_round(actors, at=AT, limit=1000)

    assert set(Order.objects.values_list("state", flat=True)) == {"shipped"}
    assert Parcel.objects.get(order_id=ids[0]).shipped_by == actors["shipper"].name


def test_a_plan_says_what_to_buy_and_some_of_it_was_ordered():
    found_company(taobao=ADDRESS, actor=ACTOR, at=AT)
    found_company(taobao=ADDRESS, actor=ACTOR, at=AT)
    plan = Plan.objects.get()
    states = Counter(Suggestion.objects.values_list("state", flat=True))
    assert (plan.state, plan.looked) == ("done", len(goods()))
    assert min(states[state] for state in ("proposed", "approved", "ordered", "enough")) > 0
    assert PurchaseLine.objects.filter(cause="suggestion", order__state="draft").count() == states["ordered"]


def test_stock_is_watched_from_the_first_day():
    found_company(taobao=ADDRESS, actor=ACTOR, at=AT)
    found_company(taobao=ADDRESS, actor=ACTOR, at=AT)
    assert StockFigure.objects.count() == len(goods())
    ended = StockFigure.objects.aggregate(over=Sum("expired"), soon=Sum("ends_30"), later=Sum("ends_90"))
    assert ended == {"over": LASTING, "soon": 2 * LASTING, "later": LASTING}
    assert StockFigure.objects.exclude(safety=0).exclude(abc="").exists()


def test_goods_are_bundled_counted_and_sampled():
    found_company(taobao=ADDRESS, actor=ACTOR, at=AT)
    found_company(taobao=ADDRESS, actor=ACTOR, at=AT)
    assert Counter(CountBin.objects.values_list("state", flat=True)) == {"agreed": 2, "differs": 1, "to_count": 2}
    bundles = list(Sku.objects.filter(code__in=[code for code, *_ in BUNDLES]).values_list("pk", flat=True))
    assert all(bundle_availability(bundles)[pk] > 0 for pk in bundles)
    assert set(SamplingPlan.objects.values_list("method", flat=True)) == {"percent", "aql", "all"}
