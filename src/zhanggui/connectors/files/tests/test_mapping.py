"""A file nobody knows: its columns are mapped by a form, the mapping is kept, the dry run tells what would change."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zhanggui.channels.models import FileImport, HeldFile
from zhanggui.connectors.files.layouts.layout import Field
from zhanggui.connectors.files.mapped import columns_of, guess
from zhanggui.orders.models import FileMapping, Order
from zhanggui.people.testing import make_shop, make_user

HEAD = "团单号,货号编码,品名,件数,单价(元),下单日期,付款日期,收件人,电话,地址\n"
_MOMENTS, _WHO = "2026-11-01 09:00:00,2026-11-01 09:01:00", "王芳,13800138000,浙江省杭州市西湖区文一西路1号"
ROW = "{0},CUP-1,保温杯,{1},10.00," + f"{_MOMENTS},{_WHO}\n"
CHOSEN = {
    "name": "社区团购",
    "number": "团单号", "sku_code": "货号编码", "title": "品名", "quantity": "件数", "price": "单价(元)",
    "placed_at": "下单日期", "paid_at": "付款日期", "receiver_name": "收件人", "receiver_mobile": "电话",
    "receiver_address": "地址", "states": "",
}  # fmt: skip


@pytest.fixture
def client(db):
    client = Client()
    client.force_login(make_user("rita", roles=["reviewer"]))
    return client


def hand_in(client, shop, *rows, layout="", **more):
    file = SimpleUploadedFile("tuan.csv", (HEAD + "".join(rows)).encode("gb18030"))
    return client.post("/orders/import", {"shop": shop.pk, "file": file, "layout": layout, **more}, follow=True)


def test_columns_and_guesses():
    columns = columns_of((HEAD + ROW.format("A1", 2)).encode(), name="x.csv")
    assert columns[0] == {"heading": "团单号", "samples": ["A1"]}
    guessed = guess(["订单编号", "商家编码", "数量", "收货人", "单价", "备注二"])
    assert guessed[Field.NUMBER] == "订单编号"
    assert guessed[Field.SKU_CODE] == "商家编码"
    assert guessed[Field.RECEIVER_NAME] == "收货人"


def test_a_file_nobody_knows_goes_on_to_its_columns_without_being_chosen_twice(client):
    page = hand_in(client, make_shop(), ROW.format("A1", 2))
    assert page.redirect_chain[-1][0] == f"/orders/import/{FileImport.objects.get().pk}/columns"
    assert "团单号" in page.content.decode()
    assert [str(message.level_tag) for message in page.context["messages"]] == ["warning"]


def test_a_file_nobody_knows_is_refused_to_who_may_not_map(db):
    client = Client()
    client.force_login(make_user("kai", roles=["account_manager"]))
    assert hand_in(client, make_shop(), ROW.format("A1", 2)).status_code == 422
    assert not FileImport.objects.exists()


def test_a_file_is_mapped_looked_through_and_imported(client):
    shop = make_shop()
    page = hand_in(client, shop, ROW.format("A1", 2), ROW.format("A2", "x"), map="1")
    held = FileImport.objects.get()
    assert page.redirect_chain[-1][0] == f"/orders/import/{held.pk}/columns"
    assert "文一西路" in page.content.decode()
    done = client.post(f"/orders/import/{held.pk}/columns", CHOSEN, follow=True)
    held.refresh_from_db()
    mapping = FileMapping.objects.get()
    assert (mapping.name, mapping.version, held.layout) == ("社区团购", 1, f"mapping:{mapping.pk}")
    assert (held.total, held.summary["refused_rows"], held.errors[0][0]) == (1, 1, 3)
    [shown] = held.summary["shown"]
    assert (shown["number"], shown["kind"], shown["files"], shown["differences"]) == (
        "A1",
        "new",
        [["tuan.csv", [2]]],
        [],
    )
    assert [code for code, _ in shown["warnings"]] == ["unmatched"]
    assert "A1" in done.content.decode()
    client.post(f"/orders/import/{held.pk}/go")
    assert Order.objects.get().number == "A1"


def test_the_next_file_is_read_by_the_mapping_and_differences_are_told(client):
    shop = make_shop()
    hand_in(client, shop, ROW.format("A1", 2), map="1")
    client.post(f"/orders/import/{FileImport.objects.get().pk}/columns", CHOSEN)
    client.post(f"/orders/import/{FileImport.objects.get().pk}/go")
    later = ROW.format("A1", 3).replace("09:01:00", "09:30:00")
    hand_in(client, shop, later, ROW.format("A9", 1), layout=f"mapping:{FileMapping.objects.get().pk}")
    shown = {one["number"]: one for one in FileImport.objects.latest("pk").summary["shown"]}
    assert (shown["A1"]["kind"], shown["A9"]["kind"]) == ("changed", "new")
    told = {field: (before, after) for field, before, after in shown["A1"]["differences"]}
    assert told["paid"] == ("20.00", "30.00")
    page = client.get(f"/orders/import/{FileImport.objects.latest('pk').pk}", headers={"accept-language": "en"})
    words = {one.field: (one.before, one.after) for one in page.context["shown"][0]["differences"]}
    assert words["Paid"] == ("20.00", "30.00")
    assert words["Paid at"][1].endswith("09:30")
    assert {"Line A1"} <= words.keys()
    assert told["line A1"] == ("CUP-1 × 2 = 20.00", "CUP-1 × 3 = 30.00")


def test_the_same_name_again_is_a_new_version_only_if_it_says_something_else(client):
    shop = make_shop()
    for states in ("", "", "已成团 = awaiting_shipment"):
        hand_in(client, shop, ROW.format("A1", 2), map="1")
        client.post(f"/orders/import/{FileImport.objects.latest('pk').pk}/columns", CHOSEN | {"states": states})
    assert list(FileMapping.objects.order_by("pk").values_list("version", flat=True)) == [1, 2]


@pytest.mark.parametrize("wrong", [{"number": ""}, {"name": ""}, {"states": "x = y"}, {"quantity": "没有"}])
def test_a_mapping_that_cannot_be_is_said_and_not_kept(client, wrong):
    hand_in(client, make_shop(), ROW.format("A1", 2), map="1")
    answer = client.post(f"/orders/import/{FileImport.objects.get().pk}/columns", CHOSEN | wrong)
    assert answer.status_code == 422
    assert not FileMapping.objects.exists()


def test_an_empty_file_is_not_kept(client):
    file = SimpleUploadedFile("x.csv", b"")
    assert client.post("/orders/import", {"shop": make_shop().pk, "file": file, "map": "1"}).status_code == 422
    assert not HeldFile.objects.exists()
