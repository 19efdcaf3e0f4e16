"""The inspector's desks, sheets, station and papers as the people of each post see them."""

import json
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.listening import heard

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_stock, place_of
from zhanggui.parties.testing import make_suppliers
from zhanggui.people.testing import make_user
from zhanggui.quality.flows.hand_over_returns import hand_over_returns
from zhanggui.quality.flows.judge_inspections import Verdict, judge_inspections
from zhanggui.quality.flows.measure_pieces import measure_pieces
from zhanggui.quality.flows.open_supplier_returns import open_supplier_returns
from zhanggui.quality.flows.scrap_defects import scrap_defects
from zhanggui.quality.models import (
    Defect,
    DefectReason,
    Disposal,
    Inspection,
    InspectionPhoto,
    Measurement,
    QualityNumbers,
    SamplingPlan,
    SupplierClaim,
    SupplierReturn,
)
from zhanggui.quality.rules.disposing import DisposalDraft
from zhanggui.quality.rules.findings import MeasureDraft, MeasureUnsound
from zhanggui.quality.testing import (
    AT,
    INSPECTOR,
    REASON,
    find_defects,
    make_defects,
    make_inspections,
    make_quality_warehouse,
    picture,
)
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": INSPECTOR, "at": AT}
DESKS = (
    "quality-inspections", "defects", "disposals", "supplier-returns", "supplier-claims", "spot-checks",
    "sampling-plans", "defect-reasons", "parts-taken", "parts-issues",
)  # fmt: skip


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role, roles=[role]))
    return client


def make_returned() -> SupplierReturn:
    warehouse, (sku,) = make_quality_warehouse(), make_skus(cost=Decimal("12.34"))
    (supplier,) = make_suppliers()
    ids = make_defects(warehouse, [sku.pk], supplier_id=supplier.pk)
    open_supplier_returns(drafts=[DisposalDraft(pk, 5) for pk in ids], **BY)
    slip = SupplierReturn.objects.get()
    hand_over_returns(return_ids=[slip.pk], carrier="德邦", waybill="DPK1", **BY)
    scrap_defects(drafts=[DisposalDraft(pk, 1) for pk in ids], **BY)
    return slip


@pytest.mark.parametrize("desk", DESKS)
def test_each_desk_opens_for_the_inspector_and_for_nobody_of_the_tables(desk):
    make_returned()
    assert client_of("inspector").get(f"/desk/{desk}/").status_code == 200
    assert client_of("packer").get(f"/desk/{desk}/").status_code == 403


def test_no_post_of_the_warehouse_sees_what_goods_cost():
    slip = make_returned()
    inspector, buyer = client_of("inspector"), client_of("buyer")
    claim = {"tab": "all", "columns": "number,amount"}
    for path in (f"/sheet/supplier-returns/{slip.pk}/", f"/sheet/defects/{Defect.objects.get().pk}/"):
        assert "61.70" in buyer.get(path).content.decode() or "12.34" in buyer.get(path).content.decode()
        page = inspector.get(path).content.decode()
        assert "61.70" not in page
        assert "12.34" not in page
    for client, seen in ((inspector, False), (buyer, True)):
        answer = client.get("/api/v1/supplier-claims", claim)
        assert ("61.70" in answer.content.decode()) is seen, answer.content
        answer = client.get("/api/v1/disposals", {"tab": "all"})
        assert ("61.70" in answer.content.decode()) is seen, answer.content


def test_an_inspection_is_worked_off_on_its_sheet():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    (pk,) = make_inspections(warehouse, [sku.pk])
    client = client_of("inspector")

    def act(action: str, **form: Any) -> dict[str, Any]:
        body = {"ids": [pk], "form": form}
        answer = client.post(f"/desk/quality-inspections/act/{action}", body, content_type="application/json")
        text = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # many are answered as they are done
        return json.loads(text.decode().strip().splitlines()[-1])

    assert act("begin_inspections")["done"] == [pk]
    assert act("record_findings", client_id=str(uuid4()), reason=REASON, pieces=1, note="")["done"] == [pk]
    assert act("pass_lots", note="")["refused"][0]["code"] == "too_many_defects"
    assert act("ask_special_acceptance", reason="急用")["done"] == [pk]
    lead = client_of("quality_lead")
    body = {"ids": [pk], "form": {"note": ""}}
    answer = lead.post("/desk/quality-inspections/act/accept_specially", body, content_type="application/json")
    assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # so are few
    assert Inspection.objects.get().state == "accepted"
    sheet = f"/sheet/quality-inspections/{pk}/"
    assert sku.code in client.get(sheet).content.decode()
    photo = SimpleUploadedFile("p.png", picture(), content_type="image/png")
    client.post(f"/quality/{pk}/photos", {"photo": photo})
    row = InspectionPhoto.objects.get()
    assert client.get(f"/quality/photos/{row.pk}")["Content-Type"] == "image/jpeg"
    assert client_of("packer").get(f"/quality/photos/{row.pk}").status_code == 403


def test_what_is_measured_stands_beside_the_catalog():
    warehouse, (sku,) = make_quality_warehouse(), make_skus(weight_g=250)
    (pk,) = make_inspections(warehouse, [sku.pk])
    find_defects([pk], 0)
    draft = MeasureDraft(pk, uuid4(), 243)
    nothing = MeasureDraft(pk, uuid4())
    for _ in range(2):
        outcome = measure_pieces(measures=[draft, nothing], **BY)
    assert isinstance(outcome.refused[str(nothing.client_id)], MeasureUnsound)
    assert Measurement.objects.count() == 1
    page = client_of("inspector").get(f"/sheet/quality-inspections/{pk}/").content.decode()
    assert "243" in page
    assert "250" in page


def test_papers_are_printed():
    slip = make_returned()
    client = client_of("inspector")
    inspection = Inspection.objects.get()
    for path in (f"/quality/{inspection.pk}/report.pdf", f"/quality/returns/{slip.pk}.pdf", "/quality/daily.pdf"):
        answer = client.get(path)
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")


def test_the_report_of_a_day_adds_up():
    make_returned()
    page = client_of("quality_lead").get("/quality/daily?day=2026-11-11").content.decode()
    assert "D01" in page
    assert SupplierReturn.objects.get().supplier.code in page
    assert "100.0" in page
    assert client_of("inspector").get("/quality/daily?day=nonsense").status_code == 200


def test_forms_make_plans_reasons_and_numbers_and_say_what_is_wrong():
    (sku,) = make_skus()
    lead = client_of("quality_lead")
    assert lead.post("/quality/plan", {"sku": "?", "method": "all"}).status_code == 422
    assert lead.post("/quality/plan", {"method": "aql", "value": "3"}).status_code == 422
    assert lead.post("/quality/plan", {"sku": sku.code, "method": "aql", "value": "2.5"}).status_code == 302
    assert SamplingPlan.objects.get().sku_id == sku.pk
    assert lead.post("/quality/reason", {"code": "X1", "name": "线头", "severity": "minor"}).status_code == 302
    assert not DefectReason.objects.get(code="X1").is_used
    numbers = {"scrap_limit": "9", "spot_percent": 10, "spot_most": 5, "spot_pieces": 3}
    assert lead.post("/quality/numbers", numbers).status_code == 302
    assert QualityNumbers.objects.get().spot_most == 5
    assert client_of("inspector").get("/quality/numbers").status_code == 403


def test_goods_are_set_aside_and_parts_given_out_by_forms():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    make_stock(warehouse, {sku.pk: 3})
    client = client_of("inspector")
    asked = {"client_id": uuid4(), "warehouse": warehouse.pk, "place": "P-01", "code": sku.code, "reason": REASON}
    assert client.post("/quality/aside", asked | {"quantity": 4}).status_code == 422
    assert client.post("/quality/aside", asked | {"quantity": 2}).status_code == 302
    assert Defect.objects.get().left == 2
    make_stock(warehouse, {sku.pk: 3}, place="PARTS")
    given = {"client_id": uuid4(), "warehouse": warehouse.pk, "code": sku.code, "quantity": 1}
    assert client.post("/quality/parts", given).status_code == 422
    assert client.post("/quality/parts", given | {"words": "漏发"}).status_code == 302


def test_the_desk_lists_many_with_few_statements():
    warehouse = make_quality_warehouse()
    make_inspections(warehouse, [sku.pk for sku in make_skus(60)])
    with heard() as statements:
        rows = desk_rows(desks()["quality-inspections"], {"tab": "waiting"}, INSPECTOR)["rows"]
    assert len(rows) >= 50
    assert len(statements) <= 12


def test_home_and_side_bar_show_what_waits():
    warehouse, skus = make_quality_warehouse(), make_skus(2, cost=Decimal(1000))
    make_inspections(warehouse, [skus[0].pk])
    (pk,) = make_defects(warehouse, [skus[1].pk])
    scrap_defects(drafts=[DisposalDraft(pk, 1)], **BY)
    home = client_of("inspector").get("/").content.decode()
    assert "/desk/quality-inspections/?tab=open" in home
    assert "/desk/defects/?tab=left" in home
    assert "/desk/disposals/?tab=asked" in client_of("quality_lead").get("/").content.decode()
    assert Disposal.objects.get().state == "asked"
    assert not SupplierClaim.objects.exists()


def test_a_judged_lot_shows_where_it_went():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    ids = make_inspections(warehouse, [sku.pk])
    find_defects(ids, 2)
    judge_inspections(verdicts=[Verdict(ids[0], "sorted")], **BY)
    page = client_of("inspector").get(f"/sheet/quality-inspections/{ids[0]}/").content.decode()
    assert f"/sheet/defects/{Defect.objects.get().pk}/" in page
    assert place_of(warehouse, "DEFECT")
