"""The station, the pages and every door that must not tell the counter what the book says."""

from decimal import Decimal
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.test import Client

from zhanggui.counting.choosing import places_to_count
from zhanggui.counting.models import CountBin, CountSheet
from zhanggui.counting.stations import CountStation
from zhanggui.counting.testing import AT, COUNTER, LEAD, OTHER, enter_bins, open_count, scan_bin
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.models import Availability
from zhanggui.inventory.rules import Posting
from zhanggui.inventory.testing import make_stock
from zhanggui.kernel.refusal import Refusal
from zhanggui.people.testing import make_key, make_user
from zhanggui.ui.station import Answer

pytestmark = pytest.mark.django_db
BOOK = 7_319
"""So many pieces lie in the bin by the book: a number that stands nowhere else on a page, for moves brought it in two
parts and ten more lie in another bin."""


class Table:
    """A counter at the station, whose context comes back with each scan."""

    def __init__(self, actor=COUNTER) -> None:
        self.context: dict = {}
        self.actor = actor

    def scan(self, code: str) -> Answer:
        answer = CountStation().scan(code=code, scan_id=uuid4(), context=self.context, actor=self.actor, at=AT)
        self.context = answer.context
        assert all(isinstance(each, str | int) for each in self.context.values()), "a browser brings nothing else back"
        return answer


def test_a_bin_is_counted_by_scans_alone(room):
    first, second = open_count([room.place("P-01"), room.place("P-02")])
    table = Table()
    table.scan("P-01")
    barcode = room.sku.barcodes.get().code
    table.scan(f"*8 {barcode}")
    table.scan(room.sku.code)
    table.scan("*3")
    table.scan(barcode)
    answer = table.scan("UNDO")
    assert (answer.tone, answer.items[0].title.endswith("× 9")) == ("warn", True)
    table.scan(barcode)
    answer = table.scan("P-01")
    assert (answer.sound, answer.mark) == ("done", "P-02")
    assert CountBin.objects.get(pk=first).state == "agreed"
    table.scan("P-02")
    answer = table.scan("EMPTY")
    assert (answer.mark, CountBin.objects.get(pk=second).state) == ("", "recount")
    with pytest.raises(Refusal):
        table.scan("P-02")
    assert Table(OTHER).scan("P-02").context == {"bin": second}


def test_the_station_goes_on_with_a_bin_in_hand_and_starts_over_when_goods_moved(room):
    (bin_id,) = open_count([room.place("P-01")])
    Table().scan("P-01")
    table = Table()
    table.scan("P-01")
    table.scan(f"*10 {room.sku.code}")
    move = Posting(1, room.sku.pk, room.place("P-01"), room.place("PACK"), 1)
    post_moves(cause="test", moves=[move], actor=LEAD, at=AT)
    assert table.scan("P-01").tone == "warn"
    table.scan(f"*9 {room.sku.code}")
    table.scan("COUNTED")
    assert CountBin.objects.get(pk=bin_id).state == "agreed"


def test_the_cycle_takes_bins_that_are_due_and_fast_goods_first(room):
    make_stock(room.warehouse, {room.sku.pk: 5}, place="P-03")
    move = Posting(1, room.other.pk, room.place("P-02"), room.place("PACK"), 3)
    post_moves(cause="test", moves=[move], actor=LEAD, at=AT)
    (first,) = open_count([room.place("P-01")])
    scan_bin(first, {room.sku.pk: 10})

    def due(kind: str = "cycle", most: int = 99, prefix: str = "P-") -> list[int]:
        return places_to_count(room.warehouse.pk, kind=kind, prefix=prefix, most=most, at=AT)

    assert due(most=1) == [room.place("P-02")]
    assert due() == [room.place(code) for code in ("P-02", "P-03", "P-04")]
    assert due("zone", prefix="P-0") == [room.place(f"P-0{number}") for number in range(1, 5)]
    open_count([room.place("P-03")])
    assert room.place("P-03") not in due("full")


@pytest.fixture
def browser(room) -> Client:
    """A picker who counts; a bin of theirs is to be counted, and counted once already by somebody else."""
    client = Client()
    user = make_user("pat", roles=["picker", "finance"])
    client.force_login(user)
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {make_key(user)}"
    return client


DOORS = (
    "/desk/locations/rows", "/desk/count-bins/rows", "/desk/counts/rows", "/desk/count-requests/rows",
    "/sheet/locations/{place}/", "/sheet/counts/{sheet}/", "/sheet/stock/{stock}/", "/desk/locations/export?format=csv",
    "/api/v1/locations", "/api/v1/locations/{place}", "/api/v1/count-bins", "/api/v1/count-bins/{bin}",
    "/api/v1/counts/{sheet}", "/desk/count-differences/rows", "/api/v1/count-differences",
)  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("is_second", [False, True])
def test_no_door_tells_the_counter_what_the_book_says(room, browser, door, is_second):
    for pieces in (7_000, BOOK - 7_000):
        make_stock(room.warehouse, {room.sku.pk: pieces}, place="P-04")
    (bin_id,) = open_count([room.place("P-04")])
    if is_second:
        enter_bins({bin_id: [(room.sku.pk, 1)]})
    keys = {
        "place": room.place("P-04"), "sheet": CountSheet.objects.get().pk, "bin": bin_id,
        "stock": Availability.objects.get(sku=room.sku).pk,
    }  # fmt: skip
    answer = browser.get(door.format(**keys))
    assert answer.status_code in (200, 403), answer.content[:300]
    assert str(BOOK) not in _text_of(answer).replace(",", "")


def _text_of(answer) -> str:
    """What stands in an answer, also when it is a workbook."""
    given = b"".join(answer) if answer.streaming else answer.content
    if not given.startswith(b"PK"):
        return given.decode()
    with ZipFile(BytesIO(given)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def test_what_was_hidden_is_shown_once_the_count_is_in(room, browser):
    for pieces in (7_000, BOOK - 7_000):
        make_stock(room.warehouse, {room.sku.pk: pieces}, place="P-04")
    (bin_id,) = open_count([room.place("P-04")])
    enter_bins({bin_id: [(room.sku.pk, BOOK)]})
    assert str(BOOK) in browser.get(f"/sheet/locations/{room.place('P-04')}/").content.decode().replace(",", "")


def test_a_count_is_opened_and_limited_on_pages(room):
    client = Client()
    client.force_login(make_user("wu", roles=["warehouse_manager"]))
    given = {"warehouse": room.warehouse.pk, "kind": "full", "begins": "P-", "most": 3, "words": "night"}
    assert client.post("/counts/new", given).status_code == 302
    assert CountSheet.objects.get().bins == 3
    assert client.post("/counts/new", given | {"begins": "Z"}).status_code == 422
    limits = {"pieces": 1, "value": Decimal(5), "percent": 1, "days_a": 1, "days_b": 2, "days_c": 3}
    assert client.get("/counts/limits").status_code == 200
    assert client.post("/counts/limits", limits).status_code == 302
    for address in ("/desk/counts/", "/desk/count-bins/", "/desk/count-differences/"):
        assert client.get(address).status_code == 200
    assert client.get(f"/sheet/counts/{CountSheet.objects.get().pk}/").status_code == 200
