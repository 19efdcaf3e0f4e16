"""Sort sheets, hand-over sheets and labels come out as their warehouse and shop have them, with logo, on its stock."""

from dataclasses import asdict, replace
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from PIL import Image
from zxingcpp import BarcodeFormat

from zhanggui.fulfilment.flows.hand_over_waybills import hand_over_waybills
from zhanggui.fulfilment.flows.keep_paper_logos import keep_paper_logos
from zhanggui.fulfilment.flows.save_paper_templates import TemplateDraft, save_paper_templates
from zhanggui.fulfilment.models import Manifest, PaperLogo, SavedTemplate
from zhanggui.fulfilment.paper_templates.choosing import designed_labels
from zhanggui.fulfilment.papers import parcels_on_paper
from zhanggui.inventory.testing import make_warehouse
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.papers.templates import HAND, LABEL, NOTE, SORT, USUAL
from zhanggui.papers.testing import page_sizes, printed_texts, scanned

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
PREVIEW = "/papers/templates/preview"
JSON = {"accept": "application/json"}


def save(paper, *, warehouse=None, shop=None, **changes):
    draft = TemplateDraft(replace(USUAL[paper], **changes), warehouse and warehouse.pk, shop and shop.pk)
    return save_paper_templates(templates=[draft], **BY).one()


def drawn(kind="PNG", size=(300, 120)):
    file = BytesIO()
    Image.new("RGB", size, "red").save(file, kind)
    return file.getvalue()


def text_of(answer):
    assert answer.status_code == 200, answer.content[:300]
    return "\n".join(printed_texts(answer.content))


def test_a_sort_sheet_comes_out_by_the_template_of_its_warehouse(world, signed_in):
    parcel = world.parcel("printed")
    save(SORT, columns=("quantity", "code"), heading="一号仓", signers=("复核",), warehouse=world.warehouse)
    text = text_of(signed_in("print_clerk").get(f"/papers/sort-sheet?wave={parcel.wave_id}"))
    assert ("一号仓" in text, "复核" in text, "T-shirt" in text) == (True, True, False)


def test_a_hand_over_sheet_comes_out_in_its_copies_with_its_signature_lines(world, signed_in):
    parcel = world.parcel("weighed")
    hand_over_waybills(waybills=[parcel.waybill], **BY)
    manifest = Manifest.objects.get()
    save(HAND, copies=("yellow", "red"), signers=("司机", "仓管"), language="zh-hans", warehouse=world.warehouse)
    client = signed_in("warehouse_manager")
    pages = printed_texts(client.get(f"/papers/hand-over?ids={manifest.pk}").content)
    assert len(pages) == 2
    assert all("司机" in page and "仓管" in page and "交接单" in page for page in pages)
    assert len(printed_texts(client.get(f"/papers/hand-over?ids={manifest.pk}&copies=white").content)) == 1


def test_the_stock_is_the_warehouse_s_for_the_carrier_and_the_slip_is_the_shop_s(world, signed_in):
    parcel = world.parcel("printed")
    client = signed_in("print_clerk")
    url = f"/papers/labels?ids={parcel.pk}"
    save(LABEL, size="MM_100_150", stocks=((parcel.carrier, "MM_100_180"),), warehouse=world.warehouse)
    save(LABEL, columns=("goods",), words="欢迎再来", shop=world.shop)
    answer = client.get(url)
    assert page_sizes(answer.content) == [(100.0, 180.0)]
    assert "欢迎再来" in text_of(answer)
    assert parcel.wave.number not in text_of(answer)
    assert "label-100x180" in client.get(f"/papers/labels/page?ids={parcel.pk}").content.decode()
    save(LABEL, size="MM_100_150", stocks=(("another", "MM_100_180"),), warehouse=world.warehouse)
    assert page_sizes(client.get(url).content) == [(100.0, 150.0)]
    SavedTemplate.objects.update(is_current=False)
    assert page_sizes(client.get(url).content) == [(76.0, 130.0)]


def test_what_designs_a_label_costs_the_same_for_any_number(world):
    save(LABEL, columns=("requests", "message"), warehouse=world.warehouse)
    counts = []
    for number in (1, 5):
        parcels = list(parcels_on_paper(parcel_ids=[one.pk for one in world.parcels("printed", number)], actor=ACTOR))
        with CaptureQueriesContext(
            connection,
        ) as statements:
            designed_labels(parcels, at=AT)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_logo_is_kept_once_named_by_a_template_and_printed(world, signed_in):
    done = keep_paper_logos(pictures=[drawn(), drawn(), drawn("JPEG", (200, 80)), b"no picture"], **BY)
    assert (len(done.done), done.refused["3"].code()) == (2, "no_logo")
    keep_paper_logos(pictures=[drawn()], **BY)
    assert PaperLogo.objects.count() == 2
    logo = PaperLogo.objects.order_by("pk")[0]
    assert sha256(bytes(logo.picture)).hexdigest() == logo.digest == done.done[0]

    parcel = world.parcel("printed")
    client = signed_in("print_clerk")
    url = f"/papers/notes?ids={parcel.pk}"
    assert b"/Subtype /Image" not in client.get(url).content
    save(NOTE, logo=logo.digest, shop=world.shop)
    assert b"/Subtype /Image" in client.get(url).content


def test_a_template_names_only_a_logo_that_is_kept(world):
    refused = save_paper_templates(templates=[TemplateDraft(replace(USUAL[NOTE], logo="0" * 64))], **BY).refused
    assert refused[0].code() == "not_found"


def test_the_database_keeps_logos_small(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperLogo.objects.create(digest="x", picture=bytes(1_500_001), made_by="Anna", made_at=AT)


@pytest.mark.parametrize(
    ("paper", "changes", "code"),
    [
        (SORT, {"columns": ("goods",)}, "column_missing"),
        (HAND, {"columns": ("place",)}, "column_missing"),
        (HAND, {"signers": tuple("123456")}, "signers_too_many"),
        (HAND, {"signers": ("长" * 21,)}, "signers_too_many"),
        (HAND, {"language": "fr"}, "language_unknown"),
        (LABEL, {"size": "A4"}, "size_unknown"),
        (LABEL, {"stocks": (("sf", "A4"),)}, "size_unknown"),
    ],
)
def test_what_cannot_be_printed_is_not_saved(world, paper, changes, code):
    outcome = save_paper_templates(templates=[TemplateDraft(replace(USUAL[paper], **changes))], **BY)
    assert outcome.refused[0].code() == code


def test_a_sheet_of_the_floor_belongs_to_no_shop(world):
    drafts = [TemplateDraft(USUAL[SORT], None, world.shop.pk)]
    assert save_paper_templates(templates=drafts, **BY).refused[0].code() == "paper_of_no_shop"
    own = replace(ACTOR, shop_ids=frozenset({world.shop.pk}))
    save_paper_templates(templates=[TemplateDraft(USUAL[SORT], world.warehouse.pk)], actor=own, at=AT).one()


@pytest.mark.parametrize(
    ("paper", "fields", "kept"),
    [
        (
            "sort",
            {"column_1": "code", "column_2": "quantity", "signers": "甲，乙、 丙"},
            {"signers": ["甲", "乙", "丙"]},
        ),
        ("hand", {"column_1": "waybill", "copies": ["red"], "words": "当面点清"}, {"copies": ["red"]}),
        (
            "label",
            {"column_1": "message", "size": "MM_100_150", "stock_testcarrier": "MM_100_180", "heading": "小票"},
            {"stocks": [["testcarrier", "MM_100_180"]], "size": "MM_100_150", "columns": ["message"]},
        ),
    ],
)
def test_every_paper_is_designed_on_the_page_version_by_version(world, signed_in, paper, fields, kept):
    client = signed_in("warehouse_manager")
    assert client.get(PREVIEW, {"paper": paper, **fields})["Content-Type"] == "image/png"
    for _again in range(2):
        assert client.post(f"/papers/templates?paper={paper}", fields).status_code == 302
    newest = SavedTemplate.objects.get(is_current=True)
    assert (newest.paper, newest.version) == (paper, 2)
    assert {name: newest.template[name] for name in kept} == kept
    page = client.get(f"/papers/templates?paper={paper}&version=1").content.decode()
    assert "in the form" in page


def test_a_place_without_its_own_template_begins_with_the_one_it_prints_by(world, signed_in):
    save(SORT, heading="总公司")
    page = signed_in("warehouse_manager").get(f"/papers/templates?paper=sort&warehouse={world.warehouse.pk}")
    assert "总公司" in page.content.decode()


@pytest.mark.parametrize("paper", ["note", "list", "sort", "label", "hand"])
def test_a_parcel_of_one_s_own_is_previewed_and_its_receiver_masked(world, signed_in, paper):
    parcel = world.parcel("weighed")
    hand_over_waybills(waybills=[parcel.waybill], **BY)
    usual = USUAL[paper]
    fields = {f"column_{place}": name for place, name in enumerate(usual.columns, start=1)}
    asked = {"paper": paper, "example": parcel.waybill, "as": "pdf", "copies": "white", **fields}
    client = signed_in("warehouse_manager")
    answer = client.get(PREVIEW, asked)
    text = text_of(answer)
    assert ("TS-A" in text) or (parcel.waybill in text)
    assert parcel.order.receiver_name_masked != "张三"
    assert "13800138000" not in text
    picture = Image.open(BytesIO(client.get(PREVIEW, asked | {"as": ""}).content))
    assert scanned(picture, BarcodeFormat.Code128)


def test_a_number_nobody_knows_or_of_another_warehouse_is_refused(world, signed_in):
    parcel = world.parcel("planned")
    client = signed_in("warehouse_manager", warehouses=(world.warehouse,))
    asked = {"column_1": "goods", "column_2": "quantity", "paper": "note"}
    unknown = client.get(PREVIEW, asked | {"example": "nothing"}, headers=JSON)
    assert unknown.json()["code"] == "not_found"
    floor = {"paper": "sort", "column_1": "code", "column_2": "quantity", "example": parcel.number}
    assert client.get(PREVIEW, floor, headers=JSON).json()["code"] == "wave_not_yet"
    van = {"paper": "hand", "column_1": "waybill", "example": parcel.number}
    assert client.get(PREVIEW, van, headers=JSON).json()["code"] == "manifest_not_yet"
    elsewhere = signed_in("warehouse_manager", warehouses=(make_warehouse("W2"),), name="ben")
    assert elsewhere.get(PREVIEW, asked | {"example": parcel.number}, headers=JSON).json()["code"] == "not_found"


def test_a_logo_is_uploaded_checked_and_shown(world, signed_in):
    client = signed_in("warehouse_manager")
    picture = SimpleUploadedFile("logo.png", drawn(), "image/png")
    logo = client.post("/papers/templates/logo", {"picture": picture}, headers=JSON).json()["logo"]
    fields = {"paper": "hand", "column_1": "waybill", "copies": "white"}
    without, shown = (client.get(PREVIEW, fields | {"logo": one}).content for one in ("", logo))
    assert without != shown
    client.post("/papers/templates?paper=hand", fields | {"logo": logo})
    assert SavedTemplate.objects.get().template == asdict(
        replace(USUAL[HAND], columns=("waybill",), copies=("white",), logo=logo)
    ) | {"columns": ["waybill"], "copies": ["white"], "signers": [], "stocks": []}
    for content, code in ((b"<svg/>", "no_logo"), (bytes(2 * 1024 * 1024 + 1), "logo_too_large")):
        bad = SimpleUploadedFile("logo.png", content, "image/png")
        answer = client.post("/papers/templates/logo", {"picture": bad}, headers=JSON)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert client.post("/papers/templates/logo", {}, headers=JSON).json()["code"] == "no_logo"
    assert signed_in("picker", name="ben").post("/papers/templates/logo", {}, headers=JSON).status_code == 403
