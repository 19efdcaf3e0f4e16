"""Pages of print jobs and of a table's printers (set_table_printers): who may, what they say, what they refuse."""

import json
from dataclasses import replace

import pytest

from zhanggui.fulfilment.flows.save_paper_templates import TemplateDraft, save_paper_templates
from zhanggui.fulfilment.models import Parcel, PrintDocument, PrintJob, TablePrinter
from zhanggui.fulfilment.printing import print_waves
from zhanggui.inventory.testing import make_warehouse
from zhanggui.orders.models import ReceiverLook
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.papers.templates import LABEL, USUAL

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(world):
    parcels = world.parcels("waved", 2)
    print_waves(wave_ids=[parcels[0].wave_id], actor=ACTOR, at=AT)
    return PrintJob.objects.get()


@pytest.fixture
def clerk(signed_in):
    return signed_in("print_clerk")


def post(client, url, body):
    return client.post(url, json.dumps(body), content_type="application/json", headers={"accept": "application/json"})


def take(client, job, limit=10, **more):
    return post(client, f"/print/jobs/{job.pk}/take", {"limit": limit} | more).json()


def test_the_list_of_jobs_leads_to_their_pages(clerk, job):
    rows = clerk.get("/desk/print-jobs/rows?tab=open").json()["rows"]
    assert rows[0]["out"] == [0, 2]
    assert f"/print/jobs/{job.pk}" in json.dumps(rows[0]["number"])
    assert clerk.get("/desk/print-jobs/").status_code == 200


def test_a_wave_leads_to_its_job(clerk, job):
    wave_id = Parcel.objects.values_list("wave_id", flat=True)[0]
    assert clerk.get(f"/print/jobs?wave={wave_id}").url == f"/print/jobs/{job.pk}"
    assert clerk.get("/print/jobs").url == "/desk/print-jobs/"
    assert "No print job" in clerk.get("/print/jobs?ids=999999").content.decode()


def test_a_label_is_drawn_on_the_stock_of_its_warehouse_and_carrier(clerk, job, world):
    carrier = Parcel.objects.values_list("carrier", flat=True)[0]
    (usual, own) = ({"width": 76, "height": 130}, {"width": 100, "height": 180})
    assert take(clerk, job, limit=1, draws=True)["documents"][0]["size"] == usual
    template = replace(USUAL[LABEL], stocks=((carrier, "MM_100_180"),))
    save_paper_templates(templates=[TemplateDraft(template, world.warehouse.pk)], actor=ACTOR, at=AT)
    drawn = take(clerk, job, limit=1, draws=True)["documents"][0]
    assert drawn["size"] == own
    assert max(command["y"] + command["height"] for command in drawn["commands"]) > usual["height"]


@pytest.mark.parametrize(("paper", "address"), [("list", "pick-list"), ("list", "sort-sheet"), ("note", "notes")])
def test_a_paper_goes_to_the_printer_its_table_has_for_it(clerk, job, paper, address):
    wave_id = Parcel.objects.values_list("wave_id", flat=True)[0]
    url = f"/papers/{address}?wave={wave_id}"
    assert clerk.get(url).content.startswith(b"%PDF")
    clerk.cookies["table"] = "T1"
    assert clerk.get(url).content.startswith(b"%PDF")
    TablePrinter.objects.create(table="T1", paper=paper, way="clodop", printer="HP A4")
    page = clerk.get(url)
    assert "HP A4" in page.content.decode()
    assert "localhost:8000" in page["Content-Security-Policy"]
    assert clerk.get(url + "&pdf=1").content.startswith(b"%PDF")


def test_what_is_taken_names_receivers_so_it_is_on_record(clerk, job):
    documents = take(clerk, job)["documents"]
    assert [one["sequence"] for one in documents] == [1, 2]
    assert ReceiverLook.objects.count() == 1
    pdf = clerk.get(f"/print/jobs/{job.pk}/labels")
    assert pdf.content.startswith(b"%PDF")
    assert "no-store" in pdf["Cache-Control"]


def test_own_labels_are_drawn_for_clodop(clerk, job):
    commands = take(clerk, job, limit=1, draws=True)["documents"][0]["commands"]
    waybill = PrintDocument.objects.get(sequence=1).waybill
    assert {one["do"] for one in commands} >= {"text", "rule", "code128", "qr"}
    assert [one["text"] for one in commands if one["do"] == "code128"] == [waybill]
    assert all(0 <= one["x"] <= 76 and 0 <= one["y"] <= 130 for one in commands)


def test_what_the_printer_said_is_told_twice_and_counts_once(clerk, job):
    documents = take(clerk, job)["documents"]
    results = [{"id": one["id"], "print": 1, "state": "printed", "printer": "Zebra"} for one in documents]
    for _ in range(2):
        answer = post(clerk, f"/print/jobs/{job.pk}/told", {"results": results}).json()
        assert [one["state"] for one in answer["documents"]] == ["printed", "printed"]
    assert answer["state"] == "done"


def test_results_of_another_job_are_not_taken(clerk, job, world):
    parcels = world.parcels("waved", 1)
    print_waves(wave_ids=[parcels[0].wave_id], actor=ACTOR, at=AT)
    other = PrintJob.objects.order_by("-pk")[0]
    (document,) = take(clerk, other)["documents"]
    post(clerk, f"/print/jobs/{job.pk}/told", {"results": [{"id": document["id"], "print": 1, "state": "printed"}]})
    assert other.documents.get().state == "sent"


@pytest.mark.parametrize(
    ("where", "body"),
    [
        ("take", {}),
        ("take", {"limit": 0}),
        ("take", {"limit": "5"}),
        ("told", {"results": "x"}),
        ("told", {"results": [1]}),
        ("told", {"results": [{"id": 1, "print": 1, "state": "dropped"}]}),
        ("confirm", {"first": "1"}),
        ("again", {"first": -1}),
    ],
)
def test_what_cannot_be_understood_changes_nothing(clerk, job, where, body):
    assert post(clerk, f"/print/jobs/{job.pk}/{where}", body).status_code == 422
    assert set(PrintDocument.objects.values_list("state", flat=True)) == {"waiting"}


def test_a_range_that_was_not_sent_is_refused(clerk, job):
    for where in ("confirm", "again"):
        answer = post(clerk, f"/print/jobs/{job.pk}/{where}", {"first": 1, "last": 2})
        assert (answer.status_code, answer.json()["code"]) == (422, "nothing_at_printer")


def test_only_those_who_print_may(signed_in, job):
    picker = signed_in("picker")
    assert picker.get(f"/print/jobs/{job.pk}").status_code == 403
    assert post(picker, f"/print/jobs/{job.pk}/take", {"limit": 1}).status_code == 403
    assert post(picker, f"/print/jobs/{job.pk}/confirm", {}).status_code == 403
    assert picker.get("/print/printers").status_code == 403


def test_jobs_of_other_warehouses_do_not_exist(signed_in, job):
    stranger = signed_in("print_clerk", warehouses=(make_warehouse(),))
    assert stranger.get(f"/print/jobs/{job.pk}").status_code == 404
    assert post(stranger, f"/print/jobs/{job.pk}/take", {"limit": 1}).status_code == 404


def test_printers_are_kept_for_the_table_and_one_way_of_our_own(clerk):
    clerk.cookies["table"] = "one"
    page = clerk.get("/print/printers")
    assert page.status_code == 200
    both = [{"paper": "label", "way": way, "printer": "P", "x": "0.55"} for way in ("browser", "clodop", "cainiao")]
    for rows in ([both[0], both[2]], [both[1]]):
        assert post(clerk, "/print/printers", {"table": "包装台 1", "printers": rows}).json()["refused"] == []
    kept = TablePrinter.objects.filter(table="包装台 1").order_by("way")
    assert list(kept.values_list("way", flat=True)) == ["cainiao", "clodop"]
    assert clerk.cookies["table"].value == "%E5%8C%85%E8%A3%85%E5%8F%B0%201"


@pytest.mark.parametrize(
    "body",
    [
        {"table": "", "printers": []},
        {"table": "a", "printers": [{"paper": "label", "way": "cainiao", "x": 99}]},
        {"table": "a", "printers": [{"paper": "label", "way": "cainiao", "x": "NaN"}]},
        {"table": "a", "printers": {}},
    ],
)
def test_printers_that_make_no_sense(clerk, body):
    assert post(clerk, "/print/printers", body).status_code == 422
    assert not TablePrinter.objects.exists()


def test_a_note_is_not_printed_by_a_platform(clerk):
    answer = post(clerk, "/print/printers", {"table": "a", "printers": [{"paper": "note", "way": "cainiao"}]}).json()
    assert answer["refused"][0]["code"] == "way_unknown"
