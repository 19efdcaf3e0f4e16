"""Files of suppliers and terms: looked through, brought in, brought in again without a trace."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zhanggui.kernel.models import Fact
from zhanggui.kernel.tables import ColumnNotFound
from zhanggui.parties.flows.import_suppliers import import_suppliers
from zhanggui.parties.flows.import_terms import import_terms
from zhanggui.parties.models import Supplier, Terms
from zhanggui.parties.reading import CellUnreadable, CodeMissing, read_suppliers, read_terms
from zhanggui.parties.rules.importing import RowTwice
from zhanggui.parties.testing import AT, BUYER, credit_code, make_approved, make_suppliers
from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": BUYER, "at": AT}
HEADING = ["供应商编码", "供应商名称", "统一社会信用代码", "纳税人", "交期", "起订金额"]


def text(*rows: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("gb18030")


def test_a_file_of_suppliers_comes_in_once():
    data = text(HEADING, ["G1", "杭州龙井有限公司", credit_code(901), "小规模纳税人", "3天", "¥1,500"],
                ["G2", "义乌杯业有限公司", "91350100M000100Y4Z", "", "", ""], ["", "没有编码", "", "", "", ""],
                ["G3", "宁波袜业有限公司", credit_code(903), "", "很快", ""])  # fmt: skip
    file = read_suppliers(data)
    assert {key: type(no) for key, no in file.refused.items()} == {"#4": CodeMissing, "#5 G3": CellUnreadable}
    outcome = import_suppliers(rows=file.rows, **BY)
    assert outcome.done == ["G1"]
    assert [type(no).__name__ for no in outcome.refused.values()] == ["CreditCodeWrong"]
    supplier = Supplier.objects.get()
    assert (supplier.tax_kind, supplier.lead_days, supplier.least_amount) == ("small", 3, Decimal(1500))
    told = Fact.objects.count()
    assert import_suppliers(rows=file.rows, **BY).done == ["G1"]
    assert Fact.objects.count() == told


def test_an_empty_cell_leaves_what_is_on_file_and_the_approved_name_stays():
    (supplier,) = make_approved()
    (row,) = read_suppliers(text(["编码", "地址", "名称"], [supplier.code, "杭州市余杭区", ""])).rows
    import_suppliers(rows=[row], **BY)
    supplier.refresh_from_db()
    assert supplier.address == "杭州市余杭区"
    renamed = row._replace(given={"name": "另一家有限公司"})
    assert import_suppliers(rows=[renamed], **BY).refused[supplier.code].code() == "approved_name_stays"
    assert type(import_suppliers(rows=[row, renamed], **BY).refused[supplier.code]) is RowTwice


def test_terms_that_hold_already_make_no_version():
    (supplier,) = make_suppliers()
    heading = ["供应商编码", "商家编码", "单价", "税率(%)", "装箱数", "生效日期"]
    rows = read_terms(text(heading, [supplier.code, "TEA", "9.1250", "13%", "12", "2026年11月1日"])).rows
    key = f"{supplier.code}:TEA"
    assert import_terms(rows=rows, **BY).done == [key]
    assert import_terms(rows=rows, **BY).done == [key]
    (held,) = Terms.objects.all()
    assert (held.price, held.tax_rate, held.pack_size) == (Decimal("9.125"), Decimal(13), 12)
    assert held.valid_from == date(2026, 11, 1)
    dearer = [rows[0]._replace(given=dict(rows[0].given) | {"price": Decimal(10), "valid_from": date(2026, 12, 1)})]
    import_terms(rows=dearer, **BY)
    assert list(Terms.objects.order_by("version").values_list("valid_until", flat=True)) == [date(2026, 11, 30), None]
    early = [rows[0]._replace(given={"price": Decimal(1), "valid_from": date(2026, 10, 1)})]
    assert import_terms(rows=early, **BY).refused[key].code() == "terms_overlap"
    unknown = [rows[0]._replace(supplier="NOBODY")]
    assert "NOBODY:TEA" in import_terms(rows=unknown, **BY).refused


def test_a_file_without_codes_names_the_column_it_wants():
    with pytest.raises(ColumnNotFound, match="供应商编码"):
        read_terms(text(["价格"], ["1"]))


@pytest.mark.parametrize("cell", ["1e9", "NaN", "-", "9,99,x", "0.00001", "1" * 40])
def test_no_price_is_guessed(cell):
    file = read_terms(text(["供应商编码", "商家编码", "单价"], ["G1", "TEA", cell]))
    assert [type(no) for no in file.refused.values()] == [CellUnreadable]


def test_the_pages_look_first_and_write_after_a_yes():
    client = Client()
    client.force_login(make_user("buyer", roles=["buyer"]))
    data = text(HEADING, ["G1", "杭州龙井有限公司", credit_code(905), "", "", ""], ["G2", "坏", "1", "", "", ""])
    page = client.post("/suppliers/import", {"file": SimpleUploadedFile("s.csv", data)})
    assert not Supplier.objects.exists()
    assert "credit_code_wrong" in page.content.decode()
    page = client.post("/suppliers/import/go", {"key": page.context["key"]})
    assert "杭州龙井有限公司" in Supplier.objects.get().name
    assert page.context["done"] == 1
    empty = client.post("/suppliers/terms/import", {"file": SimpleUploadedFile("t.csv", b"a,b\n1,2\n")})
    assert empty.status_code == 422


def test_what_is_on_file_is_edited_on_its_page_and_weights_are_set_by_the_manager():
    (supplier,) = make_suppliers()
    client = Client()
    client.force_login(make_user("buyer", roles=["buyer"]))
    address = f"/suppliers/{supplier.pk}/edit"
    shown = client.get(address).context["form"].initial
    assert client.post(address, shown | {"lead_days": 12}).status_code == 302
    supplier.refresh_from_db()
    assert supplier.lead_days == 12
    assert client.post(address, shown | {"credit_code": "1"}).status_code == 422
    assert client.get("/suppliers/weights").status_code == 403
    client.force_login(make_user("manager", roles=["product_manager"]))
    asked = {"late_days": 0, "defect_share": 0, "price_change": 0, "answer_hours": 0, "warn_days": 10}
    assert client.post("/suppliers/weights", asked).status_code == 422
    assert client.post("/suppliers/weights", asked | {"late_days": 60}).status_code == 302
    assert client.get("/suppliers/weights").context["form"].initial["late_days"] == 60
