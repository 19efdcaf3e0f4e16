"""Papers as the printer gets them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from zxingcpp import BarcodeFormat

from zhanggui.fulfilment.flows.reprint_parcels import reprint_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.inventory.testing import make_warehouse
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.papers.testing import page_sizes, printed_texts, rasterised, scanned

pytestmark = pytest.mark.django_db


def pdf_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, answer.content[:300]
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    return answer.content


def ids_of(parcels):
    return ",".join(str(parcel.pk) for parcel in parcels)


def test_forty_parcels_are_forty_labels_in_the_order_of_their_cells(world, signed_in):
    parcels = world.parcels("printed", 40)
    pdf = pdf_of(signed_in("print_clerk"), f"/papers/labels?ids={ids_of(reversed(parcels))}")

    assert page_sizes(pdf) == [(76.0, 130.0)] * 40
    by_cell = sorted(parcels, key=lambda parcel: parcel.cell)
    assert [parcel.waybill in text for parcel, text in zip(by_cell, printed_texts(pdf), strict=True)] == [True] * 40


def test_a_scanner_reads_the_waybill_from_the_printed_label(world, signed_in):
    parcel = world.parcel("printed")
    (page,) = rasterised(pdf_of(signed_in("print_clerk"), f"/papers/labels?wave={parcel.wave_id}"))
    assert parcel.waybill in scanned(page, BarcodeFormat.Code128)


def test_a_reprint_says_so(world, signed_in):
    parcel = world.parcel("printed")
    reprint_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
    (text,) = printed_texts(pdf_of(signed_in("exception_handler"), f"/papers/labels?ids={parcel.pk}"))
    assert "2" in text


def test_a_stopped_parcel_gets_no_paper(world, signed_in):
    stopped, goes = world.parcels("printed", 2)
    stop_parcels(parcel_ids=[stopped.pk], reason="refund", actor=ACTOR, at=AT)
    client = signed_in("print_clerk")
    texts = printed_texts(pdf_of(client, f"/papers/labels?wave={goes.wave_id}"))
    assert len(texts) == 1
    assert goes.waybill in texts[0]
    assert client.get(f"/papers/labels?ids={stopped.pk}").status_code == 422


def test_pick_list_sort_sheet_and_notes_name_the_goods(world, signed_in):
    parcel = world.parcel("printed")
    client = signed_in("print_clerk")
    (pick_list,) = printed_texts(pdf_of(client, f"/papers/pick-list?wave={parcel.wave_id}"))
    (sort_sheet,) = printed_texts(pdf_of(client, f"/papers/sort-sheet?wave={parcel.wave_id}"))
    (note,) = printed_texts(pdf_of(client, f"/papers/notes?ids={parcel.pk}"))
    assert "P-01" in pick_list
    assert parcel.waybill in sort_sheet
    assert all("TS-A" in text and "TS-B" in text for text in (pick_list, sort_sheet, note))


def test_the_page_for_the_browser_s_printer_draws_its_bars(world, signed_in):
    parcel = world.parcel("printed")
    page = signed_in("print_clerk").get(f"/papers/labels/page?ids={parcel.pk}").content.decode()
    assert page.count("<svg") == 2
    assert parcel.waybill in page
    assert "13800138000" in page


@pytest.mark.parametrize(
    "paper",
    [
        "labels?ids={parcel}",
        "labels/page?ids={parcel}",
        "labels?wave={wave}",
        "pick-list?wave={wave}",
        "sort-sheet?wave={wave}",
        "notes?ids={parcel}",
    ],
)
def test_papers_are_for_print_clerks_of_that_warehouse(world, signed_in, paper):
    parcel = world.parcel("printed")
    url = "/papers/" + paper.format(parcel=parcel.pk, wave=parcel.wave_id)
    assert signed_in("verifier", name="ben").get(url).status_code == 403
    assert signed_in("print_clerk", name="eve", warehouses=(make_warehouse(),)).get(url).status_code == 404


@pytest.mark.parametrize("query", ["", "?ids=", "?ids=x", "?wave=0", "?ids=99999999"])
def test_nothing_asked_for_is_not_found(world, signed_in, query):
    assert signed_in("print_clerk").get(f"/papers/labels{query}").status_code == 404


@pytest.mark.parametrize("paper", ["labels", "notes"])
def test_many_papers_cost_the_statements_of_one(world, signed_in, paper):
    client, counts = signed_in("print_clerk"), []
    for count in (1, 20):
        ids = ids_of(world.parcels("printed", count))
        with CaptureQueriesContext(connection) as statements:
            pdf_of(client, f"/papers/{paper}?ids={ids}")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 12
