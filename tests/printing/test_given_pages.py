"""Labels that a provider has drawn: what prints them, in which order, and where our own is wanted all the same."""

import pytest
from django.test import Client

from zhanggui.catalog.models import Sku
from zhanggui.catalog.testing import make_skus
from zhanggui.fulfilment.models import Parcel, PrintDocument, PrintJob
from zhanggui.fulfilment.print_jobs.rows import contents, with_parcels
from zhanggui.fulfilment.printing import print_waves
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop
from zhanggui.people.testing import PASSWORD, make_user

from .conftest import give_pages

pytestmark = pytest.mark.django_db
HTML = "<b>{number}</b>"


@pytest.fixture
def job():
    """A job of three labels of which the last two were drawn elsewhere."""

    def job(html: str = HTML, **settings: str) -> PrintJob:
        make_stock(make_warehouse(), {sku.pk: 50 for sku in make_skus(1)})
        code = Sku.objects.values_list("code", flat=True)[0]
        ids = take_to("waved", make_orders(make_shop(), [channel_order(skus=[code]) for _ in range(3)]))
        parcels = list(Parcel.objects.filter(pk__in=ids).order_by("cell"))
        give_pages(parcels[1:], html, **settings)
        assert print_waves(wave_ids=[parcels[0].wave_id], actor=ACTOR, at=AT).refused == {}
        return PrintJob.objects.get(component="")

    return job


@pytest.fixture
def clerk():
    make_user("anna", roles=("print_clerk",))
    client = Client()
    client.login(username="anna", password=PASSWORD)
    return client


def labels(clerk, job):
    PrintDocument.objects.update(state="sent")
    return clerk.get(f"/print/jobs/{job.pk}/labels")


def drawn():
    return contents(with_parcels(list(PrintDocument.objects.values_list("pk", flat=True))), draws=True, at=AT)


def test_they_are_on_one_page_in_the_order_of_the_job(clerk, job):
    job = job()
    answer = labels(clerk, job)
    page = answer.content.decode()
    waybills = list(job.documents.order_by("sequence").values_list("waybill", flat=True))
    places = [page.index(waybill) for waybill in waybills]
    assert places == sorted(places)
    assert page.count("<iframe sandbox ") == 2
    assert "allow-scripts" not in page
    assert "no-store" in answer["Cache-Control"]
    assert [bool(one.get("html")) for one in drawn()] == [False, True, True]
    assert [bool(one["commands"]) for one in drawn()] == [True, False, False]


def test_one_at_an_address_is_framed_from_there_and_from_nowhere_else(clerk, job):
    answer = labels(clerk, job("https://labels.example.test/{number}.html"))
    assert "frame-src 'self' https://labels.example.test" in answer["Content-Security-Policy"]
    assert 'src="https://labels.example.test/76' in answer.content.decode()
    assert drawn()[1]["address"].startswith("https://labels.example.test/")


def test_where_the_account_wants_our_own_it_is_ours(clerk, job):
    answer = labels(clerk, job(label="own"))
    assert answer.content.startswith(b"%PDF")
    assert all(one["commands"] for one in drawn())
