"""Telling: the platform shows every parcel that left, once, whatever happens in between."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhanggui.catalog.models import Barcode, Product, Sku
from zhanggui.channels.flows.pause_links import pause_links
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.flows.queue_notices import queue_notices
from zhanggui.channels.flows.resume_links import resume_links
from zhanggui.channels.flows.retry_notices import retry_notices
from zhanggui.channels.flows.settle_notices import settle_notices
from zhanggui.channels.flows.tell_shipments import tell_shipments
from zhanggui.channels.flows.warn_of_told_parcels import warn_of_told_parcels
from zhanggui.channels.flows.withdraw_notices import withdraw_notices
from zhanggui.channels.models import Notice, ShopLink
from zhanggui.channels.proof import only_shipped_parcels_are_told
from zhanggui.channels.queries import due_notices, queued_notices
from zhanggui.channels.rules import choose_line_numbers
from zhanggui.channels.stuck import troubled_notices
from zhanggui.channels.telling import mark_told, read_tellings
from zhanggui.channels.testing import ACTOR, make_link
from zhanggui.channels.tests.test_pull_crashes import Cut, CutAt
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import scan_all, take_to
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.models import Order

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
    pytest.mark.usefixtures("no_old_facts"),
]

SEND = "taobao.logistics.offline.send"
ONE = [{"code": "TS-BLK-M"}]
TWO = [{"code": "TS-BLK-M"}, {"code": "MUG-350-W", "num": 2}]


@pytest.fixture
def stock(transactional_db):
    product = Product.objects.create(code="P", name="Goods")
    skus = {code: Sku.objects.create(product=product, code=code, weight_g=100) for code in ("TS-BLK-M", "MUG-350-W")}
    for code, sku in skus.items():
        Barcode.objects.create(code=code, sku=sku)
    make_stock(make_warehouse(), {sku.pk: 500 for sku in skus.values()})
    return skus


@pytest.fixture
def ship(link, place, stock):
    """Orders with these lines were placed, pulled and shipped; answers the parcels by platform number."""

    def ship(*baskets) -> dict[str, int]:
        numbers = [place(lines=basket)[0] for basket in baskets]
        ShopLink.objects.update(pulled_at=None)  # so that the pull looks back far enough
        pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
        ids = dict(Order.objects.filter(number__in=numbers).values_list("number", "pk"))
        handle_remarks(order_ids=list(ids.values()), actor=ACTOR, at=timezone.now())
        parcels = take_to("shipped", [ids[number] for number in numbers], at=timezone.now())
        return dict(zip(numbers, parcels, strict=True))

    return ship


def queue(parcels: dict[str, int]) -> list[int]:
    queue_notices(parcel_ids=list(parcels.values()), actor=ACTOR, at=timezone.now())
    return queued_notices(parcel_ids=list(parcels.values()))


def tell(notice_ids):
    return tell_shipments(notice_ids=notice_ids, actor=ACTOR, at=timezone.now())


def waybills_shown(served, number: str) -> set[str]:
    return {line.get("invoice_no", "") for line in served.simulator.trade(number)["orders"]}


def waybill(parcel_id: int) -> str:
    return Parcel.objects.values_list("waybill", flat=True).get(pk=parcel_id)


def sends(served) -> int:
    return sum(call["method"] == SEND for call in served.simulator.log)


def test_the_platform_shows_the_waybill_of_every_parcel(ship, served):
    parcels = ship(ONE, TWO, ONE)
    notices = queue(parcels)
    assert sorted(tell(notices).done) == notices
    for number, parcel_id in parcels.items():
        assert waybills_shown(served, number) == {waybill(parcel_id)}
    assert set(Notice.objects.values_list("state", "tries", "trouble")) == {("told", 1, "")}
    assert Fact.objects.filter(name="channels.shipment.told").count() == 3


def test_queued_and_told_twice_is_once(ship, served):
    parcels = ship(ONE)
    notices = queue(parcels)
    assert queue(parcels) == notices
    tell(notices)
    calls = sends(served)
    assert tell(notices).refused[notices[0]].code() == "notice_not_queued"
    assert queue(parcels) == []
    assert sends(served) == calls
    assert Notice.objects.count() == 1


def test_a_parcel_still_here_is_not_queued(link, place, stock):
    (number,) = place(lines=ONE)
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    (parcel_id,) = take_to("weighed", [Order.objects.get(number=number).pk], at=timezone.now())
    outcome = queue_notices(parcel_ids=[parcel_id], actor=ACTOR, at=timezone.now())
    assert outcome.refused[parcel_id].code() == "parcel_still_here"
    assert not Notice.objects.exists()


def test_shops_without_a_platform_have_no_notices(ship):
    parcels = ship(ONE)
    ShopLink.objects.all().delete()
    assert queue(parcels) == []


def test_a_shop_linked_after_shipping_tells_what_left_since(ship, served, link):
    parcels = ship(ONE, ONE)
    old, new = parcels.values()
    Parcel.objects.filter(pk=old).update(shipped_at=timezone.now() - timedelta(days=2))
    ShopLink.objects.all().delete()
    make_link(link.shop, f"{served.url}/router/rest", at=timezone.now())
    notice = Notice.objects.get()
    assert notice.parcel_id == new, "what left before the shop was to be covered is not told"
    assert tell([notice.pk]).done


def test_down_and_up_again(ship, served):
    parcels = ship(ONE, ONE, ONE, ONE, ONE)
    notices = queue(parcels)
    served.simulator.chaos.add("http502", times=1000)
    assert tell(notices).done == []
    assert set(Notice.objects.values_list("state", flat=True)) == {"queued"}
    assert ShopLink.objects.get().trouble
    served.simulator.chaos.clear()
    assert due_notices(at=timezone.now()) == [], "fresh notices belong to the job of their hand-over"
    due = due_notices(at=timezone.now() + timedelta(minutes=2))
    assert sorted(due) == notices
    assert sorted(tell(due).done) == notices


def test_statements_do_not_grow_with_the_set(ship):
    counts = []
    for size in (1, 6):
        parcels = ship(*[ONE] * size)
        with CaptureQueriesContext(connection) as queueing:
            notices = queue(parcels)
        assert len(notices) == size
        Notice.objects.update(state="refused")
        with CaptureQueriesContext(connection) as retrying:
            assert retry_notices(notice_ids=notices, actor=ACTOR, at=timezone.now()).done == notices
        counts.append((len(queueing), len(retrying)))
    assert counts[0] == counts[1]


def test_one_order_without_an_answer_stops_no_other(ship, served):
    notices = queue(ship(ONE, ONE, ONE))
    served.simulator.chaos.add("http502", method=SEND, times=1)
    outcome = tell(notices)
    assert len(outcome.done) == 2
    (left,) = outcome.refused
    assert due_notices(at=timezone.now() + timedelta(minutes=2)) == [left]
    assert tell([left]).done == [left]


def test_cut_off_after_the_platforms_yes(ship, served):
    parcels = ship(ONE)
    notices = queue(parcels)
    for after in range(4, 12):
        with pytest.raises(Cut), connection.execute_wrapper(CutAt(after)):
            tell(notices)
        connection.close()
        if sends(served):
            break
    assert set(Notice.objects.values_list("state", flat=True)) == {"queued"}
    assert tell(notices).done == notices
    (number,) = parcels
    assert waybills_shown(served, number) == {waybill(parcels[number])}
    assert Fact.objects.filter(name="channels.shipment.told").count() == 1


def test_an_answer_lost_on_the_way_is_read_back(ship, served):
    notices = queue(ship(ONE))
    served.simulator.chaos.add("drop_after", method=SEND)
    assert tell(notices).done == notices


def test_what_the_platform_refuses_waits_for_a_person(ship, served):
    parcels = ship(ONE, ONE)
    first, second = queue(parcels)
    served.simulator.hold(next(iter(parcels)))
    outcome = tell([first, second])
    assert outcome.done == [second]
    notice = Notice.objects.get(pk=first)
    assert notice.state == "refused"
    assert notice.trouble
    assert Fact.objects.filter(name="channels.shipment.refused").count() == 1
    assert ShopLink.objects.get().state == "working"

    served.simulator.release(next(iter(parcels)))
    outcome = retry_notices(notice_ids=[first, second, 999], actor=ACTOR, at=timezone.now())
    assert outcome.done == [first]
    assert {key: refusal.code() for key, refusal in outcome.refused.items()} == {
        second: "notice_told_already",
        999: "not_found",
    }
    assert tell([first]).done == [first]


def test_an_expired_session_leaves_the_notices_queued(ship, served):
    notices = queue(ship(ONE, ONE))
    served.simulator.sessions.expire()
    assert tell(notices).done == []
    assert set(Notice.objects.values_list("state", flat=True)) == {"queued"}
    assert ShopLink.objects.get().state == "expired"


def test_a_paused_shop_is_told_after_resuming(ship, link):
    notices = queue(ship(ONE))
    pause_links(shop_ids=[link.shop_id], reason="stocktaking", actor=ACTOR, at=timezone.now())
    assert tell(notices).refused[notices[0]].code() == "link_is_paused"
    assert due_notices(at=timezone.now() + timedelta(minutes=2)) == []
    resume_links(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    assert tell(notices).done == notices


def test_one_order_in_two_parcels_names_its_lines(link, place, stock, served):
    (number,) = place(lines=TWO)
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    order = Order.objects.get(number=number)
    handle_remarks(order_ids=[order.pk], actor=ACTOR, at=timezone.now())
    parcel_ids = split(*take_to("planned", [order.pk], at=timezone.now()))

    send_out(parcel_ids[:1])
    assert tell(queue({number: parcel_ids[0]})).done
    first, second = order.lines.order_by("pk")
    assert shown_by_line(served, number) == {first.number: waybill(parcel_ids[0]), second.number: ""}

    send_out(parcel_ids[1:])
    assert tell(queue({number: parcel_ids[1]})).done
    assert shown_by_line(served, number) == {
        first.number: waybill(parcel_ids[0]),
        second.number: waybill(parcel_ids[1]),
    }


def split(parcel_id: int) -> list[int]:
    """The plan's second line travels in a parcel of its own."""
    parcel = Parcel.objects.get(pk=parcel_id)
    first, second = parcel.lines.order_by("pk")
    parcel.units, parcel.sku_count = first.quantity, 1
    parcel.save()
    parcel.pk, parcel.number, parcel.units = None, f"{parcel.number}-2", second.quantity
    parcel.save()
    second.parcel = parcel
    second.save()
    return [parcel_id, parcel.pk]


def send_out(parcel_ids: list[int]) -> None:
    at = timezone.now()
    build_waves(parcel_ids=parcel_ids, actor=ACTOR, at=at)
    print_parcels(parcel_ids=parcel_ids, actor=ACTOR, at=at)
    waves = list(Parcel.objects.filter(pk__in=parcel_ids).values_list("wave_id", flat=True))
    pick_waves(wave_ids=waves, actor=ACTOR, at=at)
    scan_all(parcel_ids, at=at)
    weigh_parcels(grams={key: grams or 100 for key, grams in weights(parcel_ids)}, actor=ACTOR, at=at)
    assert ship_parcels(parcel_ids=parcel_ids, actor=ACTOR, at=at).done == parcel_ids


def weights(parcel_ids: list[int]):
    return Parcel.objects.filter(pk__in=parcel_ids).values_list("pk", "expected_g")


def shown_by_line(served, number: str) -> dict[str, str]:
    return {str(line["oid"]): line.get("invoice_no", "") for line in served.simulator.trade(number)["orders"]}


def test_lines_are_named_only_when_the_order_is_split():
    ordered = {"1": 1, "2": 3}
    assert choose_line_numbers(ordered=ordered, in_parcel={"1": 1, "2": 3}) == ()
    assert choose_line_numbers(ordered=ordered, in_parcel={"2": 3}) == ("2",)
    assert choose_line_numbers(ordered=ordered, in_parcel={"1": 1, "2": 2}) == ("1", "2")
    assert choose_line_numbers(ordered={"1": 1}, in_parcel={"1": 1, "9": 1}) == (), "line 9 was refunded after shipping"


def take_back(parcels: dict[str, int]) -> None:
    take_back_parcels(parcel_ids=list(parcels.values()), note="wrong pile", actor=ACTOR, at=timezone.now())


def withdraw(parcels: dict[str, int]):
    return withdraw_notices(parcel_ids=list(parcels.values()), actor=ACTOR, at=timezone.now())


def test_a_parcel_taken_back_is_not_told_and_its_notice_is_withdrawn(served, link, ship):
    parcels = ship(ONE)
    notices = queue(parcels)
    take_back(parcels)
    assert tell(notices).refused[notices[0]].code() == "notice_not_queued"
    assert sends(served) == 0

    assert withdraw(parcels).done == list(parcels.values())
    assert not Notice.objects.exists()
    assert Fact.objects.filter(name="channels.shipment.withdrawn").count() == 1
    assert withdraw(parcels).done == list(parcels.values())
    assert Fact.objects.filter(name="channels.shipment.withdrawn").count() == 1


def test_shipped_again_it_is_told_once(served, link, ship):
    parcels = ship(ONE)
    (number, parcel_id) = next(iter(parcels.items()))
    queue(parcels)
    take_back(parcels)
    withdraw(parcels)
    ship_parcels(parcel_ids=[parcel_id], actor=ACTOR, at=timezone.now())
    assert withdraw(parcels).refused[parcel_id].code() == "parcel_has_left"
    assert tell(queue(parcels)).refused == {}
    assert waybills_shown(served, number) == {waybill(parcel_id)}
    assert sends(served) == 1


def test_what_was_told_before_stays_told(served, link, ship):
    parcels = ship(ONE)
    (parcel_id,) = parcels.values()
    tell(queue(parcels))
    take_back(parcels)
    withdraw(parcels)
    assert Notice.objects.get().state == "told"
    assert list(only_shipped_parcels_are_told()) == []
    ship_parcels(parcel_ids=[parcel_id], actor=ACTOR, at=timezone.now())
    assert queue(parcels) == []
    assert sends(served) == 1


def stop(parcel_ids):
    stop_parcels(parcel_ids=parcel_ids, reason="refund", actor=ACTOR, at=timezone.now())


def warn(parcel_ids):
    return warn_of_told_parcels(parcel_ids=parcel_ids, actor=ACTOR, at=timezone.now())


@pytest.mark.parametrize("is_stopped_first", [True, False])
def test_taken_back_and_stopped_while_it_is_being_told_someone_is_warned(served, link, ship, is_stopped_first):
    parcels = ship(ONE)
    (parcel_id,) = parcels.values()
    (telling,) = read_tellings(queue(parcels), actor=ACTOR)
    take_back(parcels)
    withdraw(parcels)
    if is_stopped_first:
        stop([parcel_id])
        assert warn([parcel_id]).done == []
    mark_told(telling, actor=ACTOR, at=timezone.now())
    if not is_stopped_first:
        assert Notice.objects.get().state == "told"
        stop([parcel_id])
        assert warn([parcel_id]).done == [parcel_id]

    notice = Notice.objects.get()
    assert notice.state == "in_vain"
    assert Fact.objects.filter(name="channels.shipment.told_in_vain").count() == 1
    assert [found.cause for found in troubled_notices([notice.order_id])[notice.order_id]] == ["in_vain"]
    assert warn([parcel_id]).done == []

    assert settle_notices(notice_ids=[notice.pk], actor=ACTOR, at=timezone.now()).done == [notice.pk]
    again = settle_notices(notice_ids=[notice.pk], actor=ACTOR, at=timezone.now())
    assert again.refused[notice.pk].code() == "notice_not_in_vain"
    assert warn([parcel_id]).done == []
    assert troubled_notices([notice.order_id]) == {}


def test_shipped_again_before_the_answer_it_is_told_once_more(served, link, ship):
    parcels = ship(ONE)
    (parcel_id,) = parcels.values()
    (telling,) = read_tellings(queue(parcels), actor=ACTOR)
    take_back(parcels)
    withdraw(parcels)
    ship_parcels(parcel_ids=[parcel_id], actor=ACTOR, at=timezone.now())
    queued = queue(parcels)
    mark_told(telling, actor=ACTOR, at=timezone.now())
    assert list(Notice.objects.values_list("pk", "state")) == [(queued[0], "queued")]


def test_told_while_it_was_taken_back_it_is_told_again_without_harm(served, link, ship):
    parcels = ship(ONE)
    (parcel_id,) = parcels.values()
    notices = queue(parcels)
    tell(notices)
    Notice.objects.all().delete()  # as if it was withdrawn between the platform's yes and our mark
    take_back(parcels)
    ship_parcels(parcel_ids=[parcel_id], actor=ACTOR, at=timezone.now())
    assert tell(queue(parcels)).refused == {}
    assert Notice.objects.get().state == "told"
