"""Whole words of receivers: for a purpose, on record, so many a day, in a file only with a right of its own."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from zhanggui.catalog.testing import make_skus
from zhanggui.kernel.clock import now
from zhanggui.kernel.models import Fact
from zhanggui.kernel.refusal import NotAllowed
from zhanggui.orders.flows.export_receivers import export_receivers
from zhanggui.orders.flows.show_receivers import show_receivers
from zhanggui.orders.flows.show_snapshots import show_snapshots
from zhanggui.orders.models import OrderSnapshot, ReceiverLook
from zhanggui.orders.receivers.looks import looks_today
from zhanggui.orders.rules.looks import ExportsUsedUp, LooksUsedUp, PurposeMissing
from zhanggui.orders.testing import AT, RECEIVER, channel_order, make_orders, make_shop
from zhanggui.people.testing import make_user
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db


@pytest.fixture
def order_ids():
    (sku,) = make_skus(1)
    return make_orders(make_shop(), [channel_order(f"L{place}", [sku.code]) for place in range(3)])


def client_of(name: str, *roles: str) -> Client:
    client = Client()
    client.force_login(make_user(name, roles=roles))
    return client


@pytest.mark.parametrize("purpose", ["", "print", "curiosity"])
def test_a_look_needs_a_purpose(order_ids, purpose):
    actor = make_user("rita", roles=["reviewer"]).as_actor()
    with pytest.raises(PurposeMissing):
        show_receivers(order_ids=order_ids, purpose=purpose, actor=actor, at=AT)
    assert not ReceiverLook.objects.exists()


def test_the_day_of_a_person_has_an_end(order_ids, settings):
    settings.RECEIVER_LOOKS_A_DAY = 4
    rita, ben = (make_user(name, roles=["reviewer"]).as_actor() for name in ("rita", "ben"))
    show_receivers(order_ids=order_ids, purpose="delivery", actor=rita, at=AT)
    with pytest.raises(LooksUsedUp) as refused:
        show_receivers(order_ids=order_ids[:2], purpose="delivery", actor=rita, at=AT)
    assert refused.value.data == {"seen": 3, "asked": 2, "limit": 4}
    show_receivers(order_ids=order_ids[:1], purpose="delivery", actor=rita, at=AT)
    show_receivers(order_ids=order_ids, purpose="care", actor=ben, at=AT)
    assert rita.user_id
    assert ben.user_id
    assert (looks_today(rita.user_id, at=AT), looks_today(ben.user_id, at=AT)) == (4, 3)


def test_files_of_a_day_have_an_end(order_ids, settings):
    settings.RECEIVER_EXPORTS_A_DAY = 4
    lea, ben = (make_user(name, roles=["service_lead"]).as_actor() for name in ("lea", "ben"))
    export_receivers(order_ids=order_ids, purpose="entrusted", actor=lea, at=AT)
    with pytest.raises(ExportsUsedUp) as refused:
        export_receivers(order_ids=order_ids[:2], purpose="entrusted", actor=lea, at=AT)
    assert refused.value.data == {"seen": 3, "asked": 2, "limit": 4}
    assert export_receivers(order_ids=order_ids[:1], purpose="entrusted", actor=lea, at=AT).done
    assert export_receivers(order_ids=order_ids, purpose="entrusted", actor=ben, at=AT).done
    tomorrow = AT + timedelta(days=1)
    assert export_receivers(order_ids=order_ids, purpose="entrusted", actor=lea, at=tomorrow).done


def test_the_page_says_that_the_day_is_used_up(order_ids, settings):
    settings.RECEIVER_EXPORTS_A_DAY = 2
    lead = client_of("lea", "service_lead")
    lead.cookies["django_language"] = "en"
    page = lead.post("/orders/export-receivers", {"tab": "all", "purpose": "entrusted"})
    assert page.status_code == 422
    assert "3 more would pass the 2 that a day allows" in page.content.decode()
    assert not ReceiverLook.objects.exists()


def test_leads_are_told_who_nearly_used_up_a_day(order_ids, settings):
    settings.RECEIVER_LOOKS_A_DAY = settings.RECEIVER_EXPORTS_A_DAY = 3
    rita = make_user("rita", roles=["reviewer"])
    lead = client_of("lea", "service_lead")
    lead.cookies["django_language"] = "en"
    at = now()
    show_receivers(order_ids=order_ids[:2], purpose="care", actor=rita.as_actor(), at=at)
    assert "has had" not in lead.get("/desk/orders/").content.decode()
    show_receivers(order_ids=order_ids[:1], purpose="care", actor=rita.as_actor(), at=at)
    told = lead.get("/desk/orders/").content.decode()
    assert "Rita has had 3 receivers today" in told
    clerk = Client()
    clerk.force_login(rita)
    assert "has had" not in clerk.get("/desk/orders/").content.decode()


def test_payloads_count_as_looks(order_ids, settings):
    settings.RECEIVER_LOOKS_A_DAY = 2
    rita = make_user("rita", roles=["reviewer"]).as_actor()
    payloads = list(OrderSnapshot.objects.order_by("id").values_list("id", flat=True))
    show_snapshots(snapshot_ids=payloads[:2], actor=rita, at=AT)
    look = ReceiverLook.objects.get()
    assert (look.way, look.purpose, look.order_count) == ("shown", "check", 2)
    with pytest.raises(LooksUsedUp):
        show_snapshots(snapshot_ids=payloads[2:], actor=rita, at=AT)


def test_leads_read_who_looked_and_why(order_ids):
    rita = make_user("rita", roles=["reviewer"])
    show_receivers(order_ids=order_ids[:2], purpose="after_sales", actor=rita.as_actor(), at=AT)
    lead = make_user("lea", roles=["service_lead"]).as_actor()
    (row,) = desk_rows(desks()["receiver-looks"], {}, lead)["rows"]
    assert (row["actor"], row["way"], row["purpose"]) == ("Rita", "shown", "after_sales")
    assert [link["label"] for link in row["orders"]] == ["L0", "L1"]
    with pytest.raises(NotAllowed):
        desk_rows(desks()["receiver-looks"], {}, rita.as_actor())


def test_a_look_at_shops_of_others_is_not_shown(order_ids):
    owner = make_user("olga", roles=["owner"]).as_actor()
    mine = make_shop("mine")
    own = make_orders(mine, [channel_order("M1", [make_skus(1)[0].code])])
    show_receivers(order_ids=order_ids[:1], purpose="care", actor=owner, at=AT)
    show_receivers(order_ids=[order_ids[1], *own], purpose="delivery", actor=owner, at=AT)
    lead = make_user("lea", roles=["service_lead"], shop_ids=[mine.pk]).as_actor()
    (row,) = desk_rows(desks()["receiver-looks"], {}, lead)["rows"]
    assert [link["label"] for link in row["orders"]] == ["M1"]


def test_an_ordinary_export_is_masked(order_ids):
    answer = client_of("rita", "reviewer").get("/desk/orders/export?tab=all")
    text = words_of_book(answer.getvalue())
    assert "138****8000" in text
    assert RECEIVER.mobile not in text
    assert RECEIVER.address not in text


def test_a_file_with_whole_words_is_for_who_may_and_on_record(order_ids):
    asked = {"tab": "all", "q": "L0\nL2", "purpose": "entrusted"}
    assert client_of("rita", "reviewer").post("/orders/export-receivers", asked).status_code == 403
    lead = client_of("lea", "service_lead")
    assert lead.get("/orders/export-receivers").status_code == 200
    assert lead.post("/orders/export-receivers", asked | {"purpose": ""}).status_code == 422
    assert not ReceiverLook.objects.exists()
    text = words_of_book(lead.post("/orders/export-receivers", asked).getvalue())
    for word in (RECEIVER.name, RECEIVER.mobile, RECEIVER.address, "L0", "L2"):
        assert word in text
    assert "L1" not in text.split()
    look = ReceiverLook.objects.get()
    assert (look.actor, look.way, look.purpose) == ("Lea", "exported", "entrusted")
    assert sorted(look.order_ids) == sorted([order_ids[0], order_ids[2]])
    assert Fact.objects.filter(name="orders.order.receiver_exported").count() == 2


def test_files_do_not_count_against_the_day(order_ids, settings):
    settings.RECEIVER_LOOKS_A_DAY = 1
    lead = make_user("lea", roles=["service_lead"]).as_actor()
    assert export_receivers(order_ids=order_ids, purpose="request", actor=lead, at=AT).done == order_ids
    assert lead.user_id
    assert looks_today(lead.user_id, at=AT) == 0


def words_of_book(content: bytes) -> str:
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    return " ".join(str(cell) for row in rows for cell in row)
