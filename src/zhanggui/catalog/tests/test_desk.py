"""The desk of SKUs and its import page: cost hidden, a file looked through before it is imported."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zhanggui.catalog.models import Sku
from zhanggui.catalog.testing import ACTOR, make_skus
from zhanggui.kernel.actor import Actor
from zhanggui.people.testing import make_user
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db
CLERK = Actor(name="x", grants=frozenset({"see_catalog"}))
FILE = "商家编码,名称,规格,条码,售价\nCUP-1,保温杯,蓝,6901,66.00\nCUP-2,保温杯,粉,6902,66.00\n,无码,,,1\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_cost_does_not_exist_without_the_right():
    (sku,) = make_skus(1)
    (row,) = desk_rows(desks()["skus"], {}, CLERK)["rows"]
    assert "cost" not in row
    assert row["barcodes"]
    (row,) = desk_rows(desks()["skus"], {"q": row["barcodes"]}, ACTOR)["rows"]
    assert row["cost"] == "18.5000"
    client = Client()
    client.force_login(make_user("ed", roles=["editor"]))
    page = client.get(f"/sheet/skus/{sku.pk}/")
    assert page.status_code == 200
    assert "18.5" not in page.content.decode()


def test_a_file_is_looked_through_then_imported_then_nothing_new(media):
    client = Client()
    client.force_login(make_user("pia", roles=["product_manager"]))
    page = client.post("/catalog/import", {"file": SimpleUploadedFile("c.csv", FILE.encode())})
    assert page.context["new"] == 2
    assert page.context["refused"] == 1
    assert not Sku.objects.exists()
    done = client.post("/catalog/import/go", {"key": page.context["key"]})
    assert done.context["done"] == 2
    assert Sku.objects.count() == 2
    assert list((media / "held").iterdir()) == []
    again = client.post("/catalog/import", {"file": SimpleUploadedFile("c.csv", FILE.encode())})
    assert (again.context["new"], again.context["changed"], again.context["same"]) == (0, 0, 2)


def test_a_file_that_is_none_is_refused_in_a_sentence(media):
    client = Client()
    client.force_login(make_user("pia", roles=["product_manager"]))
    page = client.post("/catalog/import", {"file": SimpleUploadedFile("c.csv", b"a,b\n1,2\n")})
    assert page.status_code == 422
    assert list((media / "held").iterdir()) == []


def test_importing_needs_the_right():
    client = Client()
    client.force_login(make_user("ed", roles=["editor"]))
    assert client.get("/catalog/import").status_code == 403
    assert client.post("/catalog/import/go", {"key": "../../etc/passwd"}).status_code == 403
