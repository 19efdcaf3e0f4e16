"""The stop basket is emptied piece by piece, and proves that nothing is missing."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.world import broken_promises

from zhanggui.catalog.models import Barcode
from zhanggui.fulfilment.baskets.accounting import NotInStopBasket
from zhanggui.fulfilment.baskets.goods import AllBack, NotOfThisParcel, goods_to_put_back
from zhanggui.fulfilment.baskets.waiting import TOO_LONG, basket_waiting
from zhanggui.fulfilment.flows.clear_stopped_parcels import PiecesNotBack, clear_stopped_parcels
from zhanggui.fulfilment.flows.put_back_by_hand import UnscannedWithoutReason, put_back_by_hand
from zhanggui.fulfilment.flows.put_back_scan import OtherBin, put_back_scan
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Override, Parcel, Pick, PutBack
from zhanggui.fulfilment.testing import LEAD, empty_basket
from zhanggui.fulfilment.tests.tables import Table
from zhanggui.inventory.models import Balance
from zhanggui.kernel.refusal import NotAllowed
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.signing_in import NotTheSamePerson
from zhanggui.people.testing import PASSWORD, make_user
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db


@pytest.fixture
def stopped(world):
    parcel = world.parcel("picked")
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", actor=ACTOR, at=AT)
    parcel.refresh_from_db()
    return parcel


def put(parcel, barcode, bin_code="P-01", client_id=None):
    return put_back_scan(
        waybill=parcel.waybill, barcode=barcode, bin_code=bin_code, client_id=client_id or uuid4(), actor=ACTOR, at=AT
    )


def clear(parcel):
    return clear_stopped_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)


def test_each_piece_is_counted_into_its_bin(stopped):
    assert [put(stopped, code).left for code in ("111", "222", "111")] == [2, 1, 0]
    assert [(one.sku_code, one.back) for one in goods_to_put_back([stopped.pk])] == [("TS-A", 2), ("TS-B", 1)]


def test_the_same_pull_counts_once(stopped):
    pull = uuid4()
    assert [put(stopped, "111", client_id=pull).is_repeated for _ in range(2)] == [False, True]
    assert PutBack.objects.get().pieces == 1


@pytest.mark.parametrize(("barcode", "bin_code", "refusal"), [("999", "P-01", NotOfThisParcel), ("111", "X", OtherBin)])
def test_what_does_not_belong_there_is_refused(stopped, barcode, bin_code, refusal):
    with pytest.raises(refusal):
        put(stopped, barcode, bin_code)
    assert PutBack.objects.count() == 0


def test_one_piece_too_many_belongs_elsewhere(stopped):
    put(stopped, "222")
    with pytest.raises(AllBack):
        put(stopped, "222")


def test_a_pack_counts_its_pieces(world, stopped):
    Barcode.objects.create(code="PACK-A", sku=world.a, pieces=2)
    assert put(stopped, "PACK-A").left == 1
    with pytest.raises(AllBack):
        put(stopped, "PACK-A")


def test_a_counted_basket_is_empty_only_when_nothing_is_missing(stopped):
    put(stopped, "111")
    [refusal] = clear(stopped).refused.values()
    assert refusal == PiecesNotBack(number=stopped.number, pieces="TS-A ×1, TS-B ×1")
    put(stopped, "111")
    put(stopped, "222")
    assert clear(stopped).done == [stopped.pk]
    assert not Pick.objects.filter(state="picked").exists()


def by_hand(parcel, *, reason="gun broken", second=LEAD, actor=ACTOR):
    return put_back_by_hand(parcel_ids=[parcel.pk], reason=reason, confirmed_by=second, actor=actor, at=AT)


def test_emptying_without_scans_is_signed_for_piece_by_piece(world, stopped):
    before = Balance.objects.get(location__code="P-01", sku=world.a).on_hand
    put(stopped, "111")
    assert by_hand(stopped).done == [stopped.pk]
    assert Parcel.objects.get().state == "void"
    assert Balance.objects.get(location__code="P-01", sku=world.a).on_hand == before + 2
    listed = Override.objects.order_by("sku__code").values_list("sku__code", "pieces")
    assert list(listed) == [("TS-A", 1), ("TS-B", 1)]
    said = Override.objects.values_list("kind", "reason", "confirmed_by").distinct().get()
    assert said == ("unscanned", "gun broken", "Lead")
    assert broken_promises() == []
    assert isinstance(by_hand(stopped).refused[stopped.pk], NotInStopBasket)


@pytest.mark.parametrize(
    ("how", "refusal"),
    [
        ({"reason": " "}, UnscannedWithoutReason),
        ({"second": replace(LEAD, user_id=ACTOR.user_id or 7), "actor": replace(ACTOR, user_id=7)}, NotTheSamePerson),
        ({"second": replace(LEAD, grants=frozenset())}, NotAllowed),
    ],
)
def test_nobody_empties_it_alone_or_without_a_reason(stopped, how, refusal):
    with pytest.raises(refusal):
        by_hand(stopped, **how)
    assert Parcel.objects.get().state == "stopped"
    assert not PutBack.objects.exists()


def test_no_door_empties_it_without_scans_and_without_a_second_person(stopped, signed_in):
    handler = signed_in("exception_handler")
    ids = {"parcel_ids": [stopped.pk]}
    answer = handler.post("/api/v1/clear-stopped-parcels", ids, content_type="application/json").json()
    assert [one["code"] for one in answer["refused"]] == ["pieces_not_back"]
    alone = ids | {"reason": "gun broken", "username": "anna", "password": PASSWORD}
    refused = handler.post("/api/v1/put-back-by-hand", alone, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "not_the_same_person")
    make_user("lead", roles=("exception_handler",))
    both = handler.post("/api/v1/put-back-by-hand", alone | {"username": "lead"}, content_type="application/json")
    assert both.json()["done"] == [stopped.pk]
    assert Override.objects.values_list("actor", "confirmed_by").distinct().get() == ("Anna", "Lead")


def test_what_was_scanned_stays_scanned(stopped):
    put(stopped, "111")
    with pytest.raises(DatabaseError), transaction.atomic():
        PutBack.objects.update(pieces=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        PutBack.objects.create(client_id=uuid4(), pick=Pick.objects.earliest("pk"), pieces=0, actor="x", at=AT)


def test_the_station_leads_through_it(world, stopped, signed_in):
    before = Balance.objects.get(location__code="P-01", sku=world.a).on_hand
    table = Table(signed_in("exception_handler"), "stop-basket")
    shown = table.scan(stopped.waybill)
    assert (shown["headline"], shown["done"], shown["total"]) == ("Stopped: Refund asked", 0, 3)
    assert [item["title"] for item in shown["items"]] == ["→ P-01   ×2", "→ P-01   ×1"]

    early = table.later().scan(stopped.waybill)
    assert (early["code"], early["sound"]) == ("pieces_not_back", "too_many")
    for code in ("111", "111", "222"):
        assert table.scan(code)["headline"] == "→ P-01"
        assert table.scan("WRONG")["code"] == "other_bin"
        back = table.scan("P-01")
    assert (back["sound"], back["done"], back["total"]) == ("done", 3, 3)
    assert table.scan("111")["code"] == "all_back"
    assert table.later().scan(stopped.waybill)["sound"] == "done"
    assert Parcel.objects.get().state == "void"
    assert Balance.objects.get(location__code="P-01", sku=world.a).on_hand == before + 2


def test_a_parcel_whose_goods_never_left_needs_its_label_only(world, signed_in):
    parcel = world.parcel("printed")
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", actor=ACTOR, at=AT)
    table = Table(signed_in("exception_handler"), "stop-basket")
    table.scan(parcel.waybill)
    assert table.later().scan(parcel.waybill)["sound"] == "done"


def test_the_list_says_what_lies_there_and_since_when(world, stopped, signed_in):
    put(stopped, "111")
    [row] = desk_rows(desks()["stop-basket"], {}, ACTOR)["rows"]
    assert (row["back"], row["goods"]) == ([1, 3], "TS-A ×1 → P-01, TS-B ×1 → P-01")
    late = desk_rows(desks()["stop-basket"], {"tab": "too_long"}, ACTOR)["rows"]
    assert len(late) == (stopped.stopped_at < AT + timedelta(days=3650))
    assert signed_in("exception_handler").get("/desk/stop-basket/").status_code == 200


def test_who_hands_a_shift_over_sees_how_full_it_is(world, stopped):
    waiting = basket_waiting(ACTOR, at=AT + TOO_LONG * 2)
    assert (waiting.parcels, waiting.too_long, waiting.oldest_at) == (1, 1, stopped.stopped_at)
    assert basket_waiting(ACTOR, at=AT)[:2] == (1, 0)


def test_counting_costs_the_same_for_any_number(world):
    counts = []
    for size in (1, 6):
        ids = [parcel.pk for parcel in world.parcels("picked", size)]
        stop_parcels(parcel_ids=ids, reason="refund", actor=ACTOR, at=AT)
        with CaptureQueriesContext(connection) as statements:
            assert len(empty_basket(parcel_ids=ids).done) == size
        counts.append(len(statements))
    assert counts[0] == counts[1]
