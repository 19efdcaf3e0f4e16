"""An order file from hand to hand: looked through, imported, nothing new the second time."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zhanggui.channels.models import FileImport, HeldFile
from zhanggui.connectors.files import views
from zhanggui.connectors.files.importing import forget_old_files
from zhanggui.connectors.files.jobs import import_file_job
from zhanggui.kernel.clock import now
from zhanggui.orders.models import Order
from zhanggui.people.models import User
from zhanggui.people.testing import make_shop, make_user

pytestmark = pytest.mark.django_db
HEAD = (
    "订单编号,子订单编号,商家编码,标题,购买数量,价格,实付金额,收货人姓名,联系手机,省,市,区,收货地址,"
    "订单创建时间,订单付款时间\n"
)
_RECEIVER = "王芳,13800138000,浙江省,杭州市,西湖区,文一西路1号"
GOOD = "T{0},L{0},CUP-1,保温杯,2,10.00,20.00," + _RECEIVER + ",2026-11-01 09:00:00,2026-11-01 09:01:00\n"
BAD = "T9,L9,CUP-1,保温杯,两个,10.00,20.00," + _RECEIVER + ",2026-11-01 09:00:00,\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def client():
    client = Client()
    client.force_login(make_user("rita", roles=["reviewer"]))
    return client


def hand_in(client: Client, shop, *rows: str, head: str = HEAD):
    file = SimpleUploadedFile("orders.csv", (head + "".join(rows)).encode("utf-8-sig"))
    return client.post("/orders/import", {"shop": shop.pk, "file": file}, follow=True)


def test_a_file_is_looked_through_and_imported(client):
    shop = make_shop()
    page = hand_in(client, shop, GOOD.format(1), GOOD.format(2), BAD)
    held = FileImport.objects.get()
    assert (held.summary["orders"], held.summary["new"], held.summary["refused_rows"]) == (2, 2, 1)
    assert not Order.objects.exists()
    assert held.errors[0][0] == 4
    assert held.errors[0][3] in page.content.decode()
    refused = client.get(f"/orders/import/{held.pk}/refused")
    assert "两个" in refused.content.decode("utf-8-sig")
    done = client.post(f"/orders/import/{held.pk}/go", follow=True)
    held.refresh_from_db()
    assert (held.state, held.done, Order.objects.count()) == ("done", 2, 2)
    assert done.status_code == 200
    assert not HeldFile.objects.exists()
    assert client.post(f"/orders/import/{held.pk}/go").status_code == 422


def test_what_will_not_pass_review_is_said_before_it_is_imported(client):
    nobody = GOOD.format(2).replace("王芳,13800138000", ",")
    page = hand_in(client, make_shop(), GOOD.format(1).replace("CUP-1", "NOPE"), nobody)
    text = page.content.decode()
    assert [code in text for code in ("unmatched", "no_receiver")] == [True, True]
    assert FileImport.objects.get().summary["to_mend"] == 2
    assert "NOPE" in text


def test_the_same_file_again_says_nothing_new(client):
    shop = make_shop()
    for _ in range(2):
        page = hand_in(client, shop, GOOD.format(1))
        client.post(f"/orders/import/{FileImport.objects.latest('pk').pk}/go")
    assert page.context["nothing_new"]
    assert Order.objects.count() == 1


def test_a_later_file_that_tells_no_moment_of_modification_changes_the_order(client):
    shop = make_shop()
    hand_in(client, shop, GOOD.format(1))
    client.post(f"/orders/import/{FileImport.objects.get().pk}/go")
    moved = GOOD.format(1).replace("文一西路1号", "文二西路2号")
    hand_in(client, shop, moved)
    held = FileImport.objects.latest("pk")
    assert (held.summary["changed"], held.summary["disputed"]) == (1, 0)
    client.post(f"/orders/import/{held.pk}/go")
    order = Order.objects.get()
    assert (order.open_holds, order.modified_at) == (0, held.handed_in_at)
    assert hand_in(client, shop, moved).context["nothing_new"]


def test_other_words_of_the_same_moment_are_told_to_contradict_ours(client):
    shop = make_shop()
    head = HEAD.replace("\n", ",修改时间\n")
    row = GOOD.format(1).replace("\n", ",2026-11-01 10:00:00\n")
    hand_in(client, shop, row, head=head)
    client.post(f"/orders/import/{FileImport.objects.get().pk}/go")
    moved = row.replace("文一西路1号", "文二西路2号")
    page = hand_in(client, shop, moved, head=head)
    held = FileImport.objects.latest("pk")
    assert (held.summary["disputed"], held.summary["same"], page.context["nothing_new"]) == (1, 0, False)
    assert [one[0] for one in held.summary["shown"][0]["differences"]] == ["receiver_address"]
    client.post(f"/orders/import/{held.pk}/go")
    assert Order.objects.get().open_holds == 1
    assert hand_in(client, shop, moved, head=head).context["nothing_new"]


def test_a_large_file_is_left_to_a_worker(client, monkeypatch):
    monkeypatch.setattr(views, "BY_JOB_FROM", 2)
    shop = make_shop()
    hand_in(client, shop, GOOD.format(1), GOOD.format(2))
    held = FileImport.objects.get()
    page = client.post(f"/orders/import/{held.pk}/go", follow=True)
    held.refresh_from_db()
    assert held.state == "running"
    assert "hx-get" in page.content.decode()
    assert not Order.objects.exists()
    import_file_job(import_id=held.pk, user_id=held.user_id)
    held.refresh_from_db()
    assert (held.state, held.done) == ("done", 2)


def test_what_is_no_order_file_is_refused_and_not_kept(client):
    shop = make_shop()
    file = SimpleUploadedFile("x.csv", b"a,b\n1,2\n")
    assert client.post("/orders/import", {"shop": shop.pk, "file": file}).status_code == 422
    assert not HeldFile.objects.exists()
    assert not FileImport.objects.exists()


def test_another_shop_cannot_be_chosen_nor_its_files_seen(client):
    ours, theirs = make_shop("S1"), make_shop("S2")
    hand_in(client, theirs, GOOD.format(1))
    held = FileImport.objects.get()
    scoped = Client()
    scoped.force_login(make_user("sam", roles=["reviewer"], shop_ids=[ours.pk]))
    assert hand_in(scoped, theirs, GOOD.format(2)).status_code == 422
    assert scoped.get(f"/orders/import/{held.pk}").status_code == 404


def start(client: Client, monkeypatch) -> FileImport:
    """Two orders, left to a worker."""
    monkeypatch.setattr(views, "BY_JOB_FROM", 2)
    hand_in(client, make_shop(), GOOD.format(1), GOOD.format(2))
    held = FileImport.objects.get()
    client.post(f"/orders/import/{held.pk}/go")
    return held


def test_a_file_run_twice_counts_once(client, monkeypatch):
    held = start(client, monkeypatch)
    FileImport.objects.update(done=1, errors=[["", "", "x", "of the run that was killed"]])
    for _ in range(2):
        import_file_job(import_id=held.pk, user_id=held.user_id)
    held.refresh_from_db()
    assert (held.state, held.done, held.errors, Order.objects.count()) == ("done", 2, [], 2)


def test_what_nobody_expected_stops_the_file_and_it_can_be_started_again(client, monkeypatch):
    held = start(client, monkeypatch)
    HeldFile.objects.update(content=b"\x00")
    import_file_job(import_id=held.pk, user_id=held.user_id)
    held.refresh_from_db()
    assert held.state == "failed"
    assert held.trouble
    assert client.post(f"/orders/import/{held.pk}/go").status_code == 302
    held.refresh_from_db()
    assert (held.state, held.trouble) == ("running", "")


def test_a_file_runs_with_the_rights_of_today(client, monkeypatch):
    held = start(client, monkeypatch)
    User.objects.get().roles.clear()
    import_file_job(import_id=held.pk, user_id=held.user_id)
    held.refresh_from_db()
    assert held.state == "failed"
    assert not Order.objects.exists()


def test_a_file_that_waits_for_its_worker_is_kept_however_long(client, monkeypatch):
    held = start(client, monkeypatch)
    FileImport.objects.update(handed_in_at=now() - timedelta(days=3))
    forget_old_files(at=now())
    assert HeldFile.objects.count() == 1
    import_file_job(import_id=held.pk, user_id=held.user_id)
    assert Order.objects.count() == 2


def test_a_file_nobody_started_is_gone_after_a_day(client):
    hand_in(client, make_shop(), GOOD.format(1))
    FileImport.objects.update(handed_in_at=now() - timedelta(days=3))
    forget_old_files(at=now())
    assert not HeldFile.objects.exists()


def test_a_file_too_large_is_refused(client, monkeypatch):
    monkeypatch.setattr(views, "MOST_BYTES", 10)
    assert hand_in(client, make_shop(), GOOD.format(1)).status_code == 422
    assert not FileImport.objects.exists()


def test_the_layouts_are_named_in_the_language_of_the_reader(db):
    client = Client()
    client.force_login(make_user("anna", roles=["owner"]))
    client.cookies["django_language"] = "en"
    assert "Taobao order list 2016" in client.get("/orders/import").content.decode()
    client.cookies["django_language"] = "zh-hans"
    assert "淘宝订单报表 2016" in client.get("/orders/import").content.decode()
