"""The pages of health: every shop at once, the audit of one by the hour, and what every page says of a shop that
stands still."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhanggui.channels.health.figures import shop_health
from zhanggui.channels.health.matrix import audited_days, orders_gone
from zhanggui.channels.models import AskedAudit, HourAudit, HourTrouble, MissingOrder, PushEvent, ShopLink, Unread
from zhanggui.channels.speaking import record_trouble
from zhanggui.channels.testing import ACTOR, make_link
from zhanggui.kernel.clock import company_day, company_zone
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused, ChannelThrottled
from zhanggui.orders.testing import channel_order, make_orders, make_shop
from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def linked(**changed):
    shop = make_shop(channel="taobao")
    make_link(shop, "http://127.0.0.1:1", at=timezone.now(), since=timedelta(0))
    ShopLink.objects.filter(shop=shop).update(**{"pulled_at": timezone.now(), **changed})
    return shop


def signed_in(role="operations_lead", **scope):
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(f"{role}{len(scope)}", roles=[role], **scope))
    return client


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:300]
    return answer.content.decode()


def begun(hours_ago: int) -> datetime:
    return timezone.now().astimezone(UTC).replace(minute=0, second=0, microsecond=0) - hours_ago * HOUR


def audited(shop, hours_ago, listed=5, fetched=0, missing=0):
    return HourAudit.objects.create(
        shop=shop, hour=begun(hours_ago), listed=listed, here=listed - fetched - missing, fetched=fetched,
        missing=missing, audited_at=timezone.now(),
    )  # fmt: skip


def gone(shop, number, hours_ago, sentence=""):
    at = timezone.now()
    MissingOrder.objects.create(shop=shop, number=number, hour=begun(hours_ago), found_at=at, listed_at=at)
    if sentence:
        Unread.objects.create(
            shop=shop, number=number, code="x", sentence=sentence, payload=b"", payload_hash=b"", seen_at=at
        )


def test_troubles_are_counted_by_hour_and_kind_with_the_last_words():
    shop = linked()
    link = ShopLink.objects.select_related("shop").get(shop=shop)
    at = timezone.now()
    for reason in ("HTTP 502", "timeout"):
        record_trouble(link, ChannelDown(channel="Taobao", reason=reason), actor=ACTOR, at=at)
    record_trouble(link, ChannelThrottled(channel="Taobao", seconds=3), actor=ACTOR, at=at - HOUR)
    refused = ChannelRefused(channel="Taobao", sentence="no", reason="x", code="1")
    record_trouble(link, refused, actor=ACTOR, at=at - 30 * HOUR)

    (health,) = shop_health(actor=ACTOR, at=at)

    assert {(one.kind, one.times) for one in health.troubles} == {("down", 2), ("throttled", 1)}
    assert "timeout" in health.troubles[0].sentence
    assert health.errors == 3
    page = text(signed_in(), f"/shops/{shop.pk}/troubles")
    assert "<b>3</b>" in page, "the sum is the number that led here"
    assert HourTrouble.objects.count() == 3


def test_the_page_of_all_shops_takes_as_many_statements_for_one_as_for_many():
    counts = []
    client = signed_in()
    for more in (1, 7):
        for _ in range(more):
            shop = linked(expires_at=timezone.now() + timedelta(days=3))
            audited(shop, 3, missing=1)
            gone(shop, "4001", 3)
            PushEvent.objects.create(shop=shop, key="k", heard_at=timezone.now())
        text(client, "/channels/health")
        with CaptureQueriesContext(connection) as queries:
            text(client, "/channels/health")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_those_in_trouble_come_first_and_every_number_leads_to_its_list():
    calm, expired, missing = linked(), linked(state="expired"), linked()
    audited(missing, 3, missing=1)
    gone(missing, "40001", 3)
    PushEvent.objects.create(shop=missing, key="k", heard_at=timezone.now())
    client = signed_in()

    page = text(client, "/channels/health")

    places = [page.index(f'title="{shop.name}"') for shop in (expired, missing, calm)]
    assert places == sorted(places)
    for address in ("audits#missing", "audits", "troubles#pushes", "pause"):
        assert f"/shops/{missing.pk}/{address}" in page
    for address in ("notices/?tab=queued", "notices/?tab=refused", "listings/?tab=failing", "orders/?tab=all"):
        assert f"/desk/{address}&amp;shop={missing.pk}" in page
    assert f"/desk/unread/?shop={missing.pk}" in page
    only = text(client, "/channels/health?trouble=1")
    assert calm.name not in only
    assert missing.name in only
    (lists,) = re.findall(r'id="missing".*?</section>', text(client, f"/shops/{missing.pk}/audits"), re.DOTALL)
    assert lists.count("40001") == 2, "its number, once in the address"
    assert "<b>1</b>" in text(client, f"/shops/{missing.pk}/troubles")


def test_an_hour_looks_as_its_audit_found_it():
    shop = linked()
    audited(shop, 5)
    audited(shop, 6, listed=9, fetched=2)
    audited(shop, 7, missing=1)
    gone(shop, "40007", 7)
    audited(shop, 8, missing=1)
    gone(shop, "40008", 8)
    make_orders(shop, [channel_order("40008", ["CUP"])])
    at = timezone.now()
    days = audited_days(shop.pk, company_day(at) - timedelta(days=1), company_day(at), at=at)
    looks = {cell.hour: cell for day in days for cell in day.cells}

    assert [looks[begun(ago)].look for ago in (5, 6, 7, 8, 9)] == [
        "complete", "fetched", "missing", "complete", "unaudited"
    ]  # fmt: skip
    assert (looks[begun(8)].here, looks[begun(8)].missing) == (5, 0), "what came since counts as here"
    assert looks[begun(0)].look == "ahead"
    assert orders_gone(shop.pk)[0] == 1
    assert sum(day.listed for day in days) == 24


def test_a_missing_order_says_what_is_known_of_it():
    shop = linked()
    audited(shop, 5, missing=3)
    gone(shop, "40001", 5, sentence="payment is no amount")
    gone(shop, "40002", 5)
    MissingOrder.objects.filter(number="40002").update(listed_at=timezone.now() - 9 * HOUR)
    page = text(signed_in(), f"/shops/{shop.pk}/audits")
    assert "payment is no amount" in page
    assert "/desk/unread/?q=40001" in page
    assert "/search?q=40002" in page
    assert "The platform listed it last at" in page
    assert "−2" in page, "what is missing stands in its hour"


def test_the_hours_as_a_table_for_elsewhere():
    shop = linked()
    audited(shop, 5, listed=7, fetched=3)
    answer = signed_in().get(f"/shops/{shop.pk}/audits?export=1")
    hour = f"{begun(5).astimezone(company_zone()):%Y-%m-%d %H:%M}"
    assert f"{hour},7,4,3,0" in answer.content.decode()


def test_days_are_audited_now_by_who_may_and_the_page_shows_how_far():
    shop = linked()
    lead, other = signed_in(), signed_in("channel_specialist")
    day = str(company_day(timezone.now() - timedelta(days=1)))
    assert "Audit these hours now" not in text(other, f"/shops/{shop.pk}/audits")
    assert other.post(f"/shops/{shop.pk}/audits/ask", {"first": day, "last": day}).status_code == 403
    assert not AskedAudit.objects.exists()
    assert "Audit these hours now" in text(lead, f"/shops/{shop.pk}/audits")

    answer = lead.post(f"/shops/{shop.pk}/audits/ask", {"first": day, "last": day})

    assert answer.status_code == 302
    asked = AskedAudit.objects.get()
    assert asked.until - asked.since == timedelta(days=1)
    page = text(lead, answer.url)
    assert 'id="audit-progress"' in page
    assert "0/24" in page
    assert "Audit these hours now" not in page
    progress = lead.get(f"/shops/{shop.pk}/audits/progress")
    assert "HX-Refresh" not in progress.headers
    again = lead.post(f"/shops/{shop.pk}/audits/ask", {"first": day, "last": day}, follow=True)
    assert "being audited right now" in again.content.decode()
    AskedAudit.objects.update(state="running", begun_at=timezone.now())
    AskedAudit.objects.update(asked_at=timezone.now() - 2 * HOUR)
    assert "Audit these hours now" in text(lead, f"/shops/{shop.pk}/audits"), "one that never ends locks nobody out"
    AskedAudit.objects.update(state="failed", ended_at=timezone.now(), trouble="HTTP 502")
    assert lead.get(f"/shops/{shop.pk}/audits/progress").headers["HX-Refresh"] == "true"
    assert "HTTP 502" in text(lead, f"/shops/{shop.pk}/audits")
    assert lead.post(f"/shops/{shop.pk}/audits/ask", {"first": "soon", "last": day}).status_code == 422


def test_nobody_sees_the_shops_of_others():
    mine, others = linked(), linked()
    client = signed_in(shop_ids=[mine.pk])
    page = text(client, "/channels/health")
    assert mine.name in page
    assert others.name not in page
    for address in ("audits", "audits/progress", "troubles", "pause"):
        assert client.get(f"/shops/{others.pk}/{address}").status_code == 404
    day = str(company_day(timezone.now() - timedelta(days=1)))
    client.post(f"/shops/{others.pk}/audits/ask", {"first": day, "last": day})
    client.post(f"/shops/{others.pk}/resume")
    assert not AskedAudit.objects.exists()
    assert signed_in("picker").get("/channels/health").status_code == 403


def test_a_shop_is_paused_with_a_reason_and_resumed():
    shop = linked()
    client = signed_in()
    assert "Reason" in text(client, f"/shops/{shop.pk}/pause")
    assert ShopLink.objects.get().state == "working", "looking pauses nothing"
    assert client.post(f"/shops/{shop.pk}/pause", {"reason": "stocktaking"}).url == "/channels/health"
    assert ShopLink.objects.get().state == "paused"
    page = text(client, "/channels/health")
    assert f"/shops/{shop.pk}/resume" in page
    assert f"Paused: {shop.name}." in page
    client.post(f"/shops/{shop.pk}/resume")
    assert ShopLink.objects.get().state == "working"
    assert signed_in("channel_specialist").post(f"/shops/{shop.pk}/pause").status_code == 403


def test_every_page_says_who_stands_still_or_soon_will():
    in_days = {days: linked(expires_at=timezone.now() + timedelta(days=days, hours=1)) for days in (3, 8)}
    expired = sorted([linked(state="expired") for _ in range(5)], key=lambda shop: shop.code)
    page = text(signed_in(), "/")
    assert f"Authorisation expired: {expired[0].name}, {expired[1].name}, {expired[2].name} and 2 more." in page
    assert f"Authorisation ends within seven days: {in_days[3].name} (3 days)." in page
    assert in_days[8].name not in page
    assert re.search(r"Authorisation ends soon</span>.*?2", page, re.DOTALL), "the queue begins a day earlier"
    outside = signed_in(shop_ids=[in_days[8].pk])
    assert "Authorisation expired:" not in text(outside, "/")


def test_pages_without_anything_say_so():
    client = signed_in()
    assert "No shop is linked to a platform yet." in text(client, "/channels/health")
    shop = make_shop(channel="taobao")
    page = text(client, f"/shops/{shop.pk}/audits")
    assert "not linked to a platform yet" in page
    assert "No order is missing." in page
    assert "Audit these hours now" not in page
    assert "Nothing went wrong" in text(client, f"/shops/{shop.pk}/troubles")


def test_the_sheet_of_a_shop_leads_to_its_audit():
    shop = linked()
    assert f"/shops/{shop.pk}/audits" in text(signed_in(), f"/sheet/shops/{shop.pk}/")
